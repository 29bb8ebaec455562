package io.lorentz.core.features;

/**
 * Exponential moving average: first the mean of the first n defined values, given with the n-th of
 * them, then {@code e = alpha * x + (1 - alpha) * e}. The same in TradingView ({@code ta.ema},
 * {@code ta.rma}; the seed is the one its exports show) and TA-Lib ({@code EMA} in its default
 * mode). An undefined value leaves the state as it is and gives NaN.
 */
public final class ExponentialAverage implements Indicator {

  private final int length;
  private final double alpha;

  private int seeded;
  private double sum;
  private double average = Double.NaN;

  private ExponentialAverage(int length, double alpha) {
    this.length = length;
    this.alpha = alpha;
  }

  /**
   * EMA: alpha = 2 / (n + 1).
   *
   * @param length number of bars n, at least 1
   */
  public static ExponentialAverage ema(int length) {
    Lengths.atLeast(1, length, "length");
    return new ExponentialAverage(length, 2.0 / (length + 1));
  }

  /**
   * RMA, Wilder's smoothing: alpha = 1 / n.
   *
   * @param length number of bars n, at least 1
   */
  public static ExponentialAverage rma(int length) {
    Lengths.atLeast(1, length, "length");
    return new ExponentialAverage(length, 1.0 / length);
  }

  /**
   * Takes the value of one bar.
   *
   * @return the average, in units of the source; NaN while undefined
   */
  public double next(double value) {
    if (Double.isNaN(value)) {
      return Double.NaN;
    }
    if (seeded == length) {
      average = alpha * value + (1.0 - alpha) * average;
      return average;
    }
    sum += value;
    seeded++;
    if (seeded == length) {
      average = sum / length;
    }
    return average;
  }

  @Override
  public int warmUpBars() {
    return length - 1;
  }

  @Override
  public void registers(RegisterTape tape) {
    seeded = tape.passInt(seeded);
    sum = tape.pass(sum);
    average = tape.pass(average);
  }
}
