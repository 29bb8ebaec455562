package io.lorentz.command;

import io.lorentz.command.fault.MisuseException;
import io.lorentz.command.training.LabelRule;
import io.lorentz.command.training.TrainingSettings;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** How members are trained. */
final class TrainingArguments {

  private static final int LEAST_HELD_BACK = 1_000;

  @Option(
      names = "--timeframes",
      split = ",",
      paramLabel = "LENGTH",
      converter = Timeframe.class,
      defaultValue = "1m,5m,15m",
      description = "Timeframes to train. Default: ${DEFAULT-VALUE}.")
  private List<Long> timeframesMs = new ArrayList<>();

  @Option(
      names = "--label",
      paramLabel = "RULE",
      defaultValue = "SIGN",
      description =
          "What a row is labelled with: ${COMPLETION-CANDIDATES}, over features.label-horizon-bars."
              + " Default: ${DEFAULT-VALUE}, the job's own.")
  private LabelRule label;

  @Option(
      names = "--embargo-bars",
      paramLabel = "N",
      defaultValue = "60",
      description =
          "Bars left out between what a model knows and what it scores. Default: ${DEFAULT-VALUE}.")
  private int embargoBars;

  @Option(
      names = "--memory-rows",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Rows kept to compare with, spread evenly over the window; what that costs in accuracy is"
              + " measured. Default: all.")
  private int memoryRows;

  @Option(
      names = "--held-back-rows",
      paramLabel = "N",
      defaultValue = "20000",
      description =
          "At most so many rows are scored while held back, for calibration and quality. Default:"
              + " ${DEFAULT-VALUE}.")
  private int heldBackRows;

  @Option(
      names = "--fit-weights",
      description = "Choose the weights of the members on rows held back from them.")
  private boolean fitWeights;

  /**
   * What was asked for.
   *
   * @throws MisuseException if a number is out of range
   */
  TrainingSettings settings() {
    requireAtLeast("--embargo-bars", embargoBars, 0);
    requireAtLeast("--memory-rows", memoryRows, 0);
    requireAtLeast("--held-back-rows", heldBackRows, LEAST_HELD_BACK);
    return new TrainingSettings(
        timeframesMs.stream().sorted().distinct().toList(),
        label,
        embargoBars,
        memoryRows,
        heldBackRows,
        fitWeights);
  }

  /**
   * Checks a number.
   *
   * @throws MisuseException if it is less than the least
   */
  static void requireAtLeast(String option, int value, int least) {
    if (value < least) {
      throw new MisuseException(option + " " + value + ": must be " + least + " or more; raise it");
    }
  }
}
