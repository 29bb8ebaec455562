package io.lorentz.trading;

import io.lorentz.core.bars.BarOptions;
import io.lorentz.core.confirmation.ConfirmationOptions;
import io.lorentz.core.features.FeatureOptions;
import io.lorentz.core.group.GroupOptions;
import io.lorentz.core.inference.EnsembleOptions;
import io.lorentz.flink.inference.BatchOptions;
import java.io.Serializable;

/**
 * Everything that decides what a run does, one group per stage. Two runs over one log with equal
 * options give equal orders.
 *
 * @param bars timeframes and gaps
 * @param features lengths of the indicators, label horizon
 * @param inference members and weights of the ensemble
 * @param batch how queries are gathered for the classifiers; changes no decision
 * @param confirmation when predictions become a signal
 * @param group instruments, accounts, risk, exits and the assumptions of the simulated venue
 */
public record TradingOptions(
    BarOptions bars,
    FeatureOptions features,
    EnsembleOptions inference,
    BatchOptions batch,
    ConfirmationOptions confirmation,
    GroupOptions group)
    implements Serializable {

  /**
   * Checks what concerns several stages: confirmed timeframes must be built, horizons must agree.
   */
  public TradingOptions {
    requireBuilt(bars, confirmation.fastTimeframeMs(), "confirmation.fastTimeframeMs");
    requireBuilt(bars, confirmation.slowTimeframeMs(), "confirmation.slowTimeframeMs");
    for (long tierMs : confirmation.tierTimeframesMs()) {
      requireBuilt(bars, tierMs, "confirmation.tierTimeframesMs");
    }
    require(
        group.shortestTimeframeMs() == bars.shortestMs(),
        "group.shortestTimeframeMs: must be the shortest of bars.timeframesMs ("
            + bars.shortestMs()
            + "), was "
            + group.shortestTimeframeMs());
    require(
        features.labelHorizonBars() == inference.labelHorizonBars(),
        "inference.labelHorizonBars: must equal features.labelHorizonBars ("
            + features.labelHorizonBars()
            + "), was "
            + inference.labelHorizonBars());
    require(
        batch.maxInFlight() <= inference.inFlightRows(),
        "batch.maxInFlight: must be at most inference.inFlightRows ("
            + inference.inFlightRows()
            + "), was "
            + batch.maxInFlight());
  }

  /** The rules asked for. */
  public static TradingOptions defaults() {
    return new TradingOptions(
        BarOptions.defaults(),
        FeatureOptions.defaults(),
        EnsembleOptions.defaults(),
        BatchOptions.defaults(),
        ConfirmationOptions.defaults(),
        GroupOptions.defaults());
  }

  /** Length of the bars that drive the venue and from which the others are built, ms. */
  public long shortestTimeframeMs() {
    return bars.shortestMs();
  }

  private static void requireBuilt(BarOptions bars, long timeframeMs, String key) {
    require(
        bars.timeframesMs().contains(timeframeMs),
        key + ": must be one of bars.timeframesMs " + bars.timeframesMs() + ", was " + timeframeMs);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
