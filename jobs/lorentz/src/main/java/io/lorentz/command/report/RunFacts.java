package io.lorentz.command.report;

import java.util.List;

/**
 * What is known of a run besides its rows.
 *
 * @param verb the command that ran, e.g. {@code backtest}
 * @param synthetic true if the market was made up
 * @param dataFromMs start of the first bar, ms since 1970 UTC
 * @param dataToMs close of the last bar, ms since 1970 UTC
 * @param tradingFromMs market time at which trading starts, ms since 1970 UTC
 * @param bars bars read, of all series
 * @param duplicates bars that were dropped because an equal one stood before them
 * @param conflicts bars that were dropped because an unequal one of the same time stood before them
 * @param notices what a person should know of the data, one line each, e.g. the conflicts
 * @param wallSeconds seconds the run took by the clock on the wall
 * @param files what was read, in the order of instruments and names
 * @param assumptions what the replay assumed of the venue, one line each
 * @param funding what was read of funding
 * @param marks what was read of mark prices
 * @param costs cost of a round trip in units of risk, by timeframe
 */
public record RunFacts(
    String verb,
    boolean synthetic,
    long dataFromMs,
    long dataToMs,
    long tradingFromMs,
    long bars,
    long duplicates,
    long conflicts,
    List<String> notices,
    double wallSeconds,
    List<DataFile> files,
    List<String> assumptions,
    StampedData funding,
    StampedData marks,
    List<CostInR> costs) {

  /** Copies the lists. */
  public RunFacts {
    notices = List.copyOf(notices);
    files = List.copyOf(files);
    assumptions = List.copyOf(assumptions);
    costs = List.copyOf(costs);
  }

  /** Facts of a run over bars alone, whose costs were not measured. */
  public RunFacts(
      String verb,
      boolean synthetic,
      long dataFromMs,
      long dataToMs,
      long tradingFromMs,
      long bars,
      long duplicates,
      long conflicts,
      List<String> notices,
      double wallSeconds,
      List<DataFile> files,
      List<String> assumptions) {
    this(
        verb,
        synthetic,
        dataFromMs,
        dataToMs,
        tradingFromMs,
        bars,
        duplicates,
        conflicts,
        notices,
        wallSeconds,
        files,
        assumptions,
        StampedData.NONE,
        StampedData.NONE,
        List.of());
  }

  /** Bars per second of wall clock, the start of the cluster included; NaN if no time passed. */
  public double barsPerSecond() {
    return wallSeconds > 0 ? bars / wallSeconds : Double.NaN;
  }
}
