package io.lorentz.command.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.core.execution.ExecutionOptions;
import io.lorentz.core.group.GroupOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VenueAssumptionsTest {

  private static final Path EXECUTION =
      Path.of("../../operators/core/src/main/java/io/lorentz/core/execution");

  @Test
  void everyClassThatStatesAnAssumptionHasOneLine() throws IOException {
    List<String> lines = VenueAssumptions.of(GroupOptions.defaults());

    List<String> classes;
    try (Stream<Path> files = Files.list(EXECUTION)) {
      classes =
          files
              .filter(VenueAssumptionsTest::statesAnAssumption)
              .map(file -> file.getFileName().toString().replace(".java", ""))
              .toList();
    }
    assertThat(classes).isNotEmpty();
    assertThat(lines)
        .filteredOn(line -> !line.startsWith("not simulated:"))
        .extracting(line -> line.substring(0, line.indexOf(':')))
        .containsExactlyInAnyOrderElementsOf(classes);
  }

  @Test
  void theLinesSayTheNumbersOfTheRun() {
    ExecutionOptions options =
        new ExecutionOptions(
            new BigDecimal("0.0001"),
            new BigDecimal("0.00050"),
            new BigDecimal("1.25"),
            BigDecimal.ZERO,
            new BigDecimal("7"),
            3,
            250,
            new BigDecimal("0.05"),
            new BigDecimal("0.02"));
    GroupOptions group = GroupOptions.defaults();

    assertThat(
            String.join(
                "\n",
                VenueAssumptions.of(
                    new GroupOptions(
                        group.shortestTimeframeMs(),
                        group.epoch(),
                        group.instruments(),
                        group.accounts(),
                        options))))
        .contains("pay 0.05 % of", "pay 0.01 %", "(1.25 bp)", "slip of 0 bp x (1 + 7 x")
        .contains("within 3 bars", "250 ms after", "at most 5 % of", "a fee of 2 % of")
        .contains("BTCUSDT 0.4 % up to 50000", "SOLUSDT 0.5 % up to 20000");
  }

  @Test
  void withoutABoundOfVolumeTheLineSaysThatEveryFillIsWhole() {
    assertThat(String.join("\n", VenueAssumptions.of(GroupOptions.defaults())))
        .contains("every fill is whole, however large");
  }

  private static boolean statesAnAssumption(Path file) {
    try {
      return Files.readString(file).contains(" * Assumption: ");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
