package io.lorentz.core.execution;

import io.lorentz.schemas.units.OptionRange;
import java.io.Serializable;
import java.math.BigDecimal;

/**
 * Assumptions of the simulated venue.
 *
 * @param makerFeeFraction fee of a fill that rested in the book, fraction of the notional, 0 or
 *     more; default 0.0002. No order of today's kinds is one
 * @param takerFeeFraction fee of a fill that took from the book, fraction of the notional, 0 or
 *     more; default 0.0006
 * @param halfSpreadBps half of the spread, 1/10,000 of the price, 0 to 1,000; default 0.5
 * @param slipBps slip of a small order, 1/10,000 of the price, 0 to 1,000; default 0.5
 * @param slipGrowth how the slip grows: it is slipBps × (1 + slipGrowth × share of the bar's
 *     volume), 0 to 1,000; default 10, so that a tenth of the volume doubles it
 * @param orderValidityBars bars of the shortest timeframe from the decision within which a market
 *     order has to fill, 1 to 1,000; default 2
 */
public record ExecutionOptions(
    BigDecimal makerFeeFraction,
    BigDecimal takerFeeFraction,
    BigDecimal halfSpreadBps,
    BigDecimal slipBps,
    BigDecimal slipGrowth,
    int orderValidityBars)
    implements Serializable {

  private static final BigDecimal THOUSAND = BigDecimal.valueOf(1_000);

  /** Checks the ranges. */
  public ExecutionOptions {
    upTo("execution.makerFeeFraction", makerFeeFraction, BigDecimal.ONE);
    upTo("execution.takerFeeFraction", takerFeeFraction, BigDecimal.ONE);
    upTo("execution.halfSpreadBps", halfSpreadBps, THOUSAND);
    upTo("execution.slipBps", slipBps, THOUSAND);
    upTo("execution.slipGrowth", slipGrowth, THOUSAND);
    OptionRange.within("execution.orderValidityBars", orderValidityBars, 1, 1_000);
    // The worst slip must leave a price above 0.
    BigDecimal worst = halfSpreadBps.add(slipBps.multiply(BigDecimal.ONE.add(slipGrowth)));
    if (worst.compareTo(SpreadAndSlip.BPS) >= 0) {
      throw new IllegalArgumentException(
          "execution: spread and slip reach the whole price, was "
              + worst.toPlainString()
              + " bps; lower slipBps or slipGrowth");
    }
  }

  private static void upTo(String name, BigDecimal value, BigDecimal high) {
    OptionRange.notNegative(name, value);
    if (value.compareTo(high) > 0) {
      throw new IllegalArgumentException(
          name + ": must be at most " + high + ", was " + value + "; lower it");
    }
  }

  /** The defaults named at each component. */
  public static ExecutionOptions defaults() {
    return new ExecutionOptions(
        new BigDecimal("0.0002"),
        new BigDecimal("0.0006"),
        new BigDecimal("0.5"),
        new BigDecimal("0.5"),
        new BigDecimal("10"),
        2);
  }

  /**
   * Cost of opening and closing a small position at market, as a fraction of the price: taker fee,
   * half spread and slip, both ways.
   */
  public double roundTripCostFraction() {
    BigDecimal worsened = halfSpreadBps.add(slipBps).divide(SpreadAndSlip.BPS);
    return takerFeeFraction.add(worsened).multiply(BigDecimal.valueOf(2)).doubleValue();
  }
}
