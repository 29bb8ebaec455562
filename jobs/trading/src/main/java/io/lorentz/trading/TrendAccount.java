package io.lorentz.trading;

import io.lorentz.core.baselines.Baselines;
import io.lorentz.core.group.AccountOptions;
import io.lorentz.core.orders.ExitOptions;
import io.lorentz.core.risk.RiskOptions;
import io.lorentz.core.risk.TierOptions;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * How an account trades the trend rule: equity in equal parts per instrument, each position sized
 * for a volatility of 10 % a year of its part, held until the rule turns, with a stop far away.
 *
 * <p>The mean true range of a bar is about 1.6 standard deviations of its return (the mean range of
 * a Brownian motion, √(8/π)), and a year has 2,190 bars of 4h. So a position with a yearly
 * deviation of 10 % of its part loses 0.1 × 1.6 / √2,190 = 0.341 % of that per ATR, and 3.41 % at a
 * stop of 10 ATR.
 */
final class TrendAccount {

  private static final BigDecimal RISK_AT_STOP = new BigDecimal("0.0341");
  private static final int FRACTION_DIGITS = 6;
  private static final BigDecimal STOP_ATR = BigDecimal.TEN;
  private static final BigDecimal MARGIN = new BigDecimal("0.33");
  private static final TierOptions TIER = new TierOptions(Baselines.TREND_TIMEFRAME_MS, 3, MARGIN);
  private static final ExitOptions EXITS = new ExitOptions(false, true, 0, BigDecimal.ZERO);

  private TrendAccount() {}

  /**
   * The account on the trend rule. What it has at its default becomes what the rule needs; what a
   * person has set stays.
   *
   * @param instruments number of parts
   */
  static AccountOptions of(AccountOptions account, int instruments) {
    return new AccountOptions(
        account.name(),
        account.capital(),
        account.limits(),
        risk(account.risk(), instruments),
        account.exits().equals(ExitOptions.defaults()) ? EXITS : account.exits(),
        account.entries(),
        Baselines.TREND,
        account.equityEveryMs(),
        account.listed());
  }

  private static RiskOptions risk(RiskOptions risk, int instruments) {
    RiskOptions defaults = RiskOptions.defaults();
    BigDecimal part =
        RISK_AT_STOP.divide(
            BigDecimal.valueOf(instruments), FRACTION_DIGITS, RoundingMode.HALF_EVEN);
    List<TierOptions> tiers = new ArrayList<>(risk.tiers());
    if (tiers.stream().noneMatch(tier -> tier.timeframeMs() == TIER.timeframeMs())) {
      tiers.add(TIER);
    }
    return risk.withSizing(
        orElse(risk.riskFraction(), defaults.riskFraction(), part),
        orElse(risk.stopAtrMultiple(), defaults.stopAtrMultiple(), STOP_ATR),
        orElse(risk.positionMarginFraction(), defaults.positionMarginFraction(), MARGIN),
        risk.maxPositions(),
        tiers);
  }

  private static BigDecimal orElse(BigDecimal set, BigDecimal byDefault, BigDecimal needed) {
    return set.compareTo(byDefault) == 0 ? needed : set;
  }
}
