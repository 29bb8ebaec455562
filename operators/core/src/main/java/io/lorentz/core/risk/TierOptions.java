package io.lorentz.core.risk;

import io.lorentz.schemas.units.OptionRange;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.List;

/**
 * What a trade of one tier may take.
 *
 * @param timeframeMs timeframe of the tier, ms; greater than 0
 * @param leverage leverage, 1 to 125
 * @param marginFraction margin as a fraction of equity, above 0, at most 1
 */
public record TierOptions(long timeframeMs, int leverage, BigDecimal marginFraction)
    implements Serializable {

  /** Checks the ranges. */
  public TierOptions {
    OptionRange.within("risk.tiers.timeframeMs", timeframeMs, 1, Long.MAX_VALUE);
    OptionRange.within("risk.tiers.leverage", leverage, 1, 125);
    OptionRange.fraction("risk.tiers.marginFraction", marginFraction);
  }

  /** 1m: 5x on 2 %; 5m: 10x on 3 %; 15m: 25x on 5 %. */
  public static List<TierOptions> defaults() {
    return List.of(
        new TierOptions(60_000L, 5, new BigDecimal("0.02")),
        new TierOptions(300_000L, 10, new BigDecimal("0.03")),
        new TierOptions(900_000L, 25, new BigDecimal("0.05")));
  }
}
