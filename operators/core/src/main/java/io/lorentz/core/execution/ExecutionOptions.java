package io.lorentz.core.execution;

import io.lorentz.schemas.units.OptionRange;
import java.io.Serializable;
import java.math.BigDecimal;

/**
 * Assumptions of the simulated venue.
 *
 * @param makerFeeFraction fee of a fill that rested in the book, fraction of the notional, 0 or
 *     more; default 0.0002
 * @param takerFeeFraction fee of a fill that took from the book, fraction of the notional, 0 or
 *     more; default 0.0006
 * @param halfSpreadBps half of the spread, 1/10,000 of the price, 0 to 1,000; default 0.5
 * @param slipBps slip of a small order, 1/10,000 of the price, 0 to 1,000; default 0.5
 * @param slipGrowth how the slip grows: it is slipBps × (1 + slipGrowth × share of the bar's
 *     volume), 0 to 1,000; default 10, so that a tenth of the volume doubles it
 * @param orderValidityBars bars of the shortest timeframe from the decision within which a market
 *     order has to fill, 1 to 1,000; default 2
 * @param latencyMs time from a decision to the venue, ms of market time, 0 to 3,600,000; default 0.
 *     It has to leave a bar within the order's validity
 * @param maxVolumeShare share of a bar's volume that the orders of an account may fill, above 0, at
 *     most 1; default 1, which is no bound: every fill is whole
 * @param liquidationFeeFraction fee of a liquidation, fraction of the notional, 0 to 1; default
 *     0.0125
 */
public record ExecutionOptions(
    BigDecimal makerFeeFraction,
    BigDecimal takerFeeFraction,
    BigDecimal halfSpreadBps,
    BigDecimal slipBps,
    BigDecimal slipGrowth,
    int orderValidityBars,
    long latencyMs,
    BigDecimal maxVolumeShare,
    BigDecimal liquidationFeeFraction)
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
    OptionRange.within("execution.latencyMs", latencyMs, 0, 3_600_000L);
    OptionRange.fraction("execution.maxVolumeShare", maxVolumeShare);
    upTo("execution.liquidationFeeFraction", liquidationFeeFraction, BigDecimal.ONE);
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
        2,
        0L,
        BigDecimal.ONE,
        new BigDecimal("0.0125"));
  }

  /**
   * Cost of opening and closing a small position at market, as a fraction of the price: taker fee,
   * half spread and slip, both ways.
   */
  public double roundTripCostFraction() {
    return oneWay().multiply(BigDecimal.valueOf(2)).doubleValue();
  }

  /** The same for an entry that makes and an exit that takes. */
  public double makerEntryCostFraction() {
    return makerFeeFraction.add(oneWay()).doubleValue();
  }

  private BigDecimal oneWay() {
    return takerFeeFraction.add(halfSpreadBps.add(slipBps).divide(SpreadAndSlip.BPS));
  }
}
