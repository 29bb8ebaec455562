package io.lorentz.core.risk;

import io.lorentz.schemas.units.OptionRange;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Limits and sizes of one account.
 *
 * @param dayLossFraction loss of a UTC day, open profit, fees and funding included, at which
 *     entries stop until the next day; fraction of the equity at its start, above 0, at most 1;
 *     default 0.02
 * @param drawdownFraction fall from the peak of equity at which entries stop until an operator's
 *     resume; fraction of the peak, above 0, at most 1; default 0.03
 * @param flattenAtLimit whether reaching one of these two closes every position at market; default
 *     true. Entries that are working are cancelled in any case
 * @param riskFraction what a trade may lose at its stop, before costs, as a fraction of equity,
 *     above 0, at most 1; default 0.01
 * @param stopAtrMultiple distance of the first stop in ATR(14) of the tier, greater than 0; default
 *     2
 * @param positionMarginFraction margin of one position as a fraction of equity, above 0, at most 1;
 *     default 0.05
 * @param maxPositions open positions and working entries together, 1 or more; default 3. There is
 *     never more than one per instrument
 * @param maxOrdersPerMinute orders (entries and exits; a protective stop rides on its entry) within
 *     one minute of market time beyond which entries are refused, 1 to 10,000; default 30. Exits
 *     are never refused
 * @param cooldownAfterStopMs pause of an instrument after its protective stop filled, ms of market
 *     time, 0 or more; default 0
 * @param gapPauseMs pause of an instrument from the close of the first real bar after a gap that
 *     was not bridged, ms of market time, 0 or more; default 3,600,000
 * @param maxCostR share of what a trade risks that its round trip may cost (fees, spread and slip
 *     both ways over the distance of the stop) beyond which entries are refused; 0 (off) or more;
 *     default 0
 * @param tiers what a trade of each tier may take; one entry per timeframe; default 1m, 5m, 15m
 */
public record RiskOptions(
    BigDecimal dayLossFraction,
    BigDecimal drawdownFraction,
    boolean flattenAtLimit,
    BigDecimal riskFraction,
    BigDecimal stopAtrMultiple,
    BigDecimal positionMarginFraction,
    int maxPositions,
    int maxOrdersPerMinute,
    long cooldownAfterStopMs,
    long gapPauseMs,
    BigDecimal maxCostR,
    List<TierOptions> tiers)
    implements Serializable {

  /** Checks the ranges. */
  public RiskOptions {
    OptionRange.fraction("risk.dayLossFraction", dayLossFraction);
    OptionRange.fraction("risk.drawdownFraction", drawdownFraction);
    OptionRange.fraction("risk.riskFraction", riskFraction);
    OptionRange.positive("risk.stopAtrMultiple", stopAtrMultiple);
    OptionRange.fraction("risk.positionMarginFraction", positionMarginFraction);
    OptionRange.within("risk.maxPositions", maxPositions, 1, Integer.MAX_VALUE);
    OptionRange.within("risk.maxOrdersPerMinute", maxOrdersPerMinute, 1, 10_000);
    OptionRange.within("risk.cooldownAfterStopMs", cooldownAfterStopMs, 0, MAX_PAUSE_MS);
    OptionRange.within("risk.gapPauseMs", gapPauseMs, 0, MAX_PAUSE_MS);
    OptionRange.notNegative("risk.maxCostR", maxCostR);
    tiers = List.copyOf(tiers);
    Set<Long> seen = new HashSet<>();
    for (TierOptions tier : tiers) {
      if (!seen.add(tier.timeframeMs())) {
        throw new IllegalArgumentException(
            "risk.tiers: two tiers have one timeframe, was "
                + tier.timeframeMs()
                + "; leave one of them");
      }
    }
  }

  /** Longest pause: 100 years. It keeps time plus pause far from overflow. */
  private static final long MAX_PAUSE_MS = 100L * 366 * 86_400_000;

  /** The defaults named at each component. */
  public static RiskOptions defaults() {
    return new RiskOptions(
        new BigDecimal("0.02"),
        new BigDecimal("0.03"),
        true,
        new BigDecimal("0.01"),
        new BigDecimal("2"),
        new BigDecimal("0.05"),
        3,
        30,
        0,
        3_600_000L,
        BigDecimal.ZERO,
        TierOptions.defaults());
  }

  /** This with other sizes. */
  public RiskOptions withSizing(
      BigDecimal otherRiskFraction,
      BigDecimal otherStopAtrMultiple,
      BigDecimal otherPositionMarginFraction,
      int otherMaxPositions,
      List<TierOptions> otherTiers) {
    return new RiskOptions(
        dayLossFraction,
        drawdownFraction,
        flattenAtLimit,
        otherRiskFraction,
        otherStopAtrMultiple,
        otherPositionMarginFraction,
        otherMaxPositions,
        maxOrdersPerMinute,
        cooldownAfterStopMs,
        gapPauseMs,
        maxCostR,
        otherTiers);
  }

  /**
   * The tier of a timeframe.
   *
   * @throws IllegalArgumentException if none is configured
   */
  public TierOptions tier(long timeframeMs) {
    for (TierOptions tier : tiers) {
      if (tier.timeframeMs() == timeframeMs) {
        return tier;
      }
    }
    throw new IllegalArgumentException(
        "risk.tiers: a signal has no tier, was " + timeframeMs + " ms; add a tier for it");
  }
}
