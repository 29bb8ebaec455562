package io.lorentz.core.baselines;

import io.lorentz.core.features.RegisterTape;
import java.util.Arrays;

/** The last values of a series, NaN where there was none yet. Not safe for threads. */
final class Lookback {

  private final double[] values;
  private int oldest;

  Lookback(int length) {
    this.values = new double[length];
    Arrays.fill(values, Double.NaN);
  }

  /** Takes one value in and the oldest out. */
  void push(double value) {
    values[oldest] = value;
    oldest = oldest + 1 == values.length ? 0 : oldest + 1;
  }

  /** The oldest value: pushed length - 1 pushes before the last one. */
  double oldest() {
    return values[oldest];
  }

  /** Highest value; NaN until the window is full. */
  double highest() {
    double highest = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      highest = Math.max(highest, value);
    }
    return highest;
  }

  /** Lowest value; NaN until the window is full. */
  double lowest() {
    double lowest = Double.POSITIVE_INFINITY;
    for (double value : values) {
      lowest = Math.min(lowest, value);
    }
    return lowest;
  }

  void registers(RegisterTape tape) {
    tape.passRange(values, 0, values.length);
    oldest = tape.passInt(oldest);
  }
}
