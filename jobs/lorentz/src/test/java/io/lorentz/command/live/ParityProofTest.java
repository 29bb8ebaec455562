package io.lorentz.command.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParityProofTest {

  @TempDir Path folder;

  private static ParityProof proof(String hash, long rows) {
    return proof(hash, rows, 0);
  }

  private static ParityProof proof(String hash, long rows, long differences) {
    return new ParityProof(
        hash, "1.0 abc", "market", "id", 0, 100, 1_000, 2_000, rows, differences, 3_000);
  }

  @Test
  void itIsReadBackAsItWasWrittenAndTheLastOneCounts() {
    proof("aa", 1).write(folder);
    proof("aa", 7, 2).write(folder);
    proof("bb", 2).write(folder);

    assertThat(ParityProof.of(folder, "aa")).contains(proof("aa", 7, 2));
    assertThat(ParityProof.of(folder, "cc")).isEmpty();
  }

  @Test
  void anotherCodeAnotherConfigurationADifferenceOrNothingComparedSpeaksAgainstIt() {
    assertThat(proof("aa", 7).objection("aa", "1.0 abc")).isEmpty();
    assertThat(proof("aa", 7).objection("aa", "1.0 def")).get().asString().contains("1.0 def");
    assertThat(proof("aa", 7).objection("bb", "1.0 abc")).isPresent();
    assertThat(proof("aa", 7, 2).objection("aa", "1.0 abc"))
        .contains("the last replay found 2 differences");
    assertThat(proof("aa", 0).objection("aa", "1.0 abc")).contains("no row was compared");
  }
}
