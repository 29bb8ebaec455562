package io.lorentz.trading;

import io.lorentz.core.bars.BarOptions;
import io.lorentz.core.confirmation.ConfirmationOptions;
import io.lorentz.core.features.FeatureOptions;
import io.lorentz.core.group.AccountOptions;
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
    requireSized(group, confirmation.slowTimeframeMs());
    for (long tierMs : confirmation.tierTimeframesMs()) {
      requireBuilt(bars, tierMs, "confirmation.tierTimeframesMs");
      requireSized(group, tierMs);
    }
    require(
        group.shortestTimeframeMs() == bars.shortestMs(),
        "group.shortestTimeframeMs: must be the shortest of bars.timeframes-ms ("
            + bars.shortestMs()
            + "), was "
            + group.shortestTimeframeMs()
            + "; set both alike");
    require(
        features.labelHorizonBars() == inference.labelHorizonBars(),
        "inference.labelHorizonBars: must equal features.label-horizon-bars ("
            + features.labelHorizonBars()
            + "), was "
            + inference.labelHorizonBars()
            + "; set both alike");
    require(
        batch.maxInFlight() <= inference.inFlightRows(),
        "batch.maxInFlight: must be at most inference.in-flight-rows ("
            + inference.inFlightRows()
            + "), was "
            + batch.maxInFlight()
            + "; lower it");
  }

  /** A signal of a tier that an account knows no size for would end the job in the middle. */
  private static void requireSized(GroupOptions group, long tierMs) {
    for (AccountOptions account : group.accounts()) {
      require(
          account.risk().tiers().stream().anyMatch(tier -> tier.timeframeMs() == tierMs),
          "group.accounts."
              + account.name()
              + ".risk.tiers: must have a tier for every timeframe that confirmation gives, was"
              + " without "
              + tierMs
              + " ms; add it");
    }
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
        key
            + ": must be one of bars.timeframes-ms "
            + bars.timeframesMs()
            + ", was "
            + timeframeMs
            + "; add it there or choose one");
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
