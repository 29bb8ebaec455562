package io.lorentz.command;

import io.lorentz.command.fault.MisuseException;
import java.util.OptionalDouble;
import picocli.CommandLine.Option;

/** The arguments that add the accounts a strategy has to beat. */
final class BaselineArguments {

  @Option(
      names = "--baselines",
      description =
          "Also run buy and hold, 100 random accounts, momentum, filters and trend beside it.")
  private boolean wanted;

  @Option(
      names = "--baseline-rate",
      paramLabel = "P",
      description =
          "Chance of a random entry per closed bar of the slow timeframe. Default: as often as main"
              + " enters, counted in a first pass.")
  private Double rate;

  /**
   * Checks what was given.
   *
   * @throws MisuseException if the rate is no probability, or is given for nothing
   */
  void check() {
    if (rate != null && !wanted) {
      throw new MisuseException(
          "--baseline-rate " + rate + ": has no baselines to be for; add --baselines");
    }
    if (rate != null && !(rate > 0 && rate <= 1)) {
      throw new MisuseException(
          "--baseline-rate "
              + rate
              + ": must be above 0 and at most 1; it is a chance per bar, 0.001 is usual");
    }
  }

  boolean wanted() {
    return wanted;
  }

  /** Empty if it is to be counted. */
  OptionalDouble rate() {
    return rate == null ? OptionalDouble.empty() : OptionalDouble.of(rate);
  }
}
