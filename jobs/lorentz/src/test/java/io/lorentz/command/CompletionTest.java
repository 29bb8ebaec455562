package io.lorentz.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script of {@code lorentz completion}, as bash uses it when a person presses the tab key. */
class CompletionTest {

  @TempDir Path folder;
  private Path script;

  @BeforeEach
  void print() throws Exception {
    LauncherCopy.assumeInstalled("bash");
    StringWriter out = new StringWriter();
    Surroundings surroundings =
        new Surroundings(new PrintWriter(out, true), new PrintWriter(new StringWriter()), false, 2);
    assertThat(
            CommandLineFactory.create(new TestingEngine(), surroundings, "the.log")
                .execute("completion"))
        .isZero();
    script = Files.writeString(folder.resolve("completion.sh"), out.toString());
  }

  @Test
  void aVerbAnOptionAndAValueAreCompleted() throws Exception {
    assertThat(completed("./lorentz", "walk")).containsExactly("walk-forward");
    assertThat(completed("lorentz", "check", "look")).containsExactly("lookahead");
    assertThat(completed("lorentz", "backtest", "--para")).containsExactly("--parallelism");
    assertThat(completed("lorentz", "config", "show", "--js")).containsExactly("--json");
    assertThat(completed("lorentz", "train", "--label", "BAR")).containsExactly("BARRIER");
  }

  @Test
  void allVerbsAreOffered() throws Exception {
    assertThat(completed("lorentz", "")).contains("demo", "backtest", "data", "halt", "summary");
  }

  @Test
  void itIsRegisteredForTheProgramHoweverItIsCalled() throws Exception {
    // Bash looks for what follows the last slash, too.
    assertThat(bash("source '" + script + "'; complete -p lorentz"))
        .contains("-F _complete_lorentz");
  }

  private List<String> completed(String... words) throws Exception {
    StringBuilder array = new StringBuilder();
    for (String word : words) {
      array.append(" '").append(word).append('\'');
    }
    String said =
        bash(
            "source '%s'; compopt() { :; }; COMP_WORDS=(%s); COMP_CWORD=%d; _complete_lorentz;"
                    .formatted(script, array, words.length - 1)
                + " printf '%s\\n' \"${COMPREPLY[@]}\"");
    return said.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }

  private String bash(String commands) throws Exception {
    Process process =
        new ProcessBuilder("bash", "--norc", "-c", commands).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }
}
