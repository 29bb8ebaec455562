package io.lorentz.core.features;

/**
 * The regime filter of the classifier: a Kalman-like line through p = (open + high + low + close) /
 * 4 and how far its slope lies from the slope's long average.
 *
 * <p>v1 = 0.2 (p - p') + 0.8 v1'; v2 = 0.1 (high - low) + 0.8 v2'; w = |v1 / v2|; a = (-w^2 +
 * sqrt(w^4 + 16 w^2)) / 8; K = a p + (1 - a) K'; s = |K - K'|; m = EMA(s, 200); it passes if (s -
 * m) / m is at least the threshold. An undefined previous value counts as 0, as {@code nz} makes
 * it: K therefore starts at 0, on the second bar, and climbs to the price.
 */
public final class RegimeFilter implements Indicator {

  private static final int SLOPE_LENGTH = 200;

  private final double threshold;
  private final ExponentialAverage slopes = ExponentialAverage.ema(SLOPE_LENGTH);

  private double previousPrice = Double.NaN;
  private double v1 = Double.NaN;
  private double v2 = Double.NaN;
  private double line = Double.NaN;
  private double slope = Double.NaN;
  private double meanSlope = Double.NaN;
  private double decline = Double.NaN;

  /**
   * @param threshold least normalised slope decline that passes; -0.1 by default
   */
  public RegimeFilter(double threshold) {
    this.threshold = threshold;
  }

  /**
   * Takes one bar.
   *
   * @return whether it passes; false while undefined
   */
  public boolean next(double open, double high, double low, double close) {
    double price = (open + high + low + close) / 4.0;
    v1 = 0.2 * (price - previousPrice) + 0.8 * orZero(v1);
    v2 = 0.1 * (high - low) + 0.8 * orZero(v2);
    previousPrice = price;
    double before = line;
    double gain = gain(v2 == 0.0 ? Double.NaN : Math.abs(v1 / v2));
    line = gain * price + (1.0 - gain) * orZero(before);
    slope = Math.abs(line - before);
    meanSlope = slopes.next(slope);
    decline = meanSlope == 0.0 ? Double.NaN : (slope - meanSlope) / meanSlope;
    return PineComparison.atLeast(decline, threshold);
  }

  private static double gain(double omega) {
    double square = omega * omega;
    return (-square + Math.sqrt(square * square + 16.0 * square)) / 8.0;
  }

  private static double orZero(double value) {
    return Double.isNaN(value) ? 0.0 : value;
  }

  /** K, quote currency per unit; NaN while undefined. */
  public double line() {
    return line;
  }

  /** |K - K'|, quote currency per unit and bar; NaN while undefined. */
  public double slope() {
    return slope;
  }

  /** Average of the slope over 200 bars; NaN while undefined. */
  public double meanSlope() {
    return meanSlope;
  }

  /** (slope - average) / average; NaN while undefined. */
  public double normalisedDecline() {
    return decline;
  }

  /** Bars before the first {@link #line()}: the first bar has no previous price. */
  public int lineWarmUpBars() {
    return 1;
  }

  /** Bars before the first {@link #slope()}. */
  public int slopeWarmUpBars() {
    return lineWarmUpBars() + 1;
  }

  @Override
  public int warmUpBars() {
    return slopeWarmUpBars() + slopes.warmUpBars();
  }

  @Override
  public void registers(RegisterTape tape) {
    previousPrice = tape.pass(previousPrice);
    v1 = tape.pass(v1);
    v2 = tape.pass(v2);
    line = tape.pass(line);
    slopes.registers(tape);
  }
}
