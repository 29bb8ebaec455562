package io.lorentz.command.report;

/**
 * What a round trip costs on one timeframe, in units of what a trade risks at its first stop (R).
 *
 * @param timeframeMs the tier's timeframe, ms
 * @param medianAtrFraction median over the run's complete bars of ATR / close, as a fraction; NaN
 *     where no bar has an ATR
 * @param stopAtrMultiple distance of the stop in ATR, the smallest of all accounts, above 0
 * @param roundTripFraction cost of opening and closing a small position at market, fraction of the
 *     price, 0 or more
 */
public record CostInR(
    long timeframeMs, double medianAtrFraction, double stopAtrMultiple, double roundTripFraction) {

  /** Above it costs are said loudly: a trade has to win a tenth of its risk to be even. */
  public static final double LOUD = 0.1;

  private static final double BPS = 10_000;

  /** Cost ÷ stop distance; 1 means that a round trip costs all that the trade risks. */
  public double costR() {
    return roundTripFraction / (stopAtrMultiple * medianAtrFraction);
  }

  /** Median of ATR / close, 1/10,000. */
  public double medianAtrBps() {
    return BPS * medianAtrFraction;
  }

  /** Cost of a round trip, 1/10,000 of the price. */
  public double roundTripBps() {
    return BPS * roundTripFraction;
  }

  /** Whether it deserves a warning. */
  public boolean isLoud() {
    return costR() > LOUD;
  }
}
