package io.lorentz.core.features;

import java.util.Arrays;

/**
 * The last values of a series. Undefined slots hold NaN, so that every sum is undefined until as
 * many defined values came in a row as the window is long.
 *
 * <p>Every value is written twice, one length apart: the window is then always one unbroken range,
 * oldest value first, and reductions run in that order whatever came before.
 */
final class Window {

  private final int length;
  private final double[] twice;
  private int oldest;

  /**
   * @param length number of values held, at least 1
   */
  Window(int length) {
    this.length = Lengths.atLeast(1, length, "length");
    this.twice = new double[2 * length];
    Arrays.fill(twice, Double.NaN);
  }

  /** Takes one value in and the oldest out. */
  void push(double value) {
    twice[oldest] = value;
    twice[oldest + length] = value;
    oldest = oldest + 1 == length ? 0 : oldest + 1;
  }

  /**
   * The value pushed {@code bars} pushes before the last one.
   *
   * @param bars 0 to length - 1
   */
  double ago(int bars) {
    return twice[oldest + length - 1 - bars];
  }

  int length() {
    return length;
  }

  double mean() {
    double sum = 0.0;
    for (int i = oldest, end = oldest + length; i < end; i++) {
      sum += twice[i];
    }
    return sum / length;
  }

  /** Mean of |value - centre|. */
  double meanDeviationFrom(double centre) {
    double sum = 0.0;
    for (int i = oldest, end = oldest + length; i < end; i++) {
      sum += Math.abs(twice[i] - centre);
    }
    return sum / length;
  }

  /** Highest value; undefined until the window is full of values that are all defined. */
  double highest() {
    // Comparing is several times faster than Math.max here, and an undefined oldest value stays.
    double highest = twice[oldest];
    for (int i = oldest + 1, end = oldest + length; i < end; i++) {
      double value = twice[i];
      highest = value > highest ? value : highest;
    }
    return highest;
  }

  /** Lowest value; undefined until the window is full of values that are all defined. */
  double lowest() {
    double lowest = twice[oldest];
    for (int i = oldest + 1, end = oldest + length; i < end; i++) {
      double value = twice[i];
      lowest = value < lowest ? value : lowest;
    }
    return lowest;
  }

  /** Sum of value times weight; the first weight belongs to the last value pushed. */
  double weightedSum(double[] weights) {
    double sum = 0.0;
    int newest = oldest + length - 1;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * twice[newest - i];
    }
    return sum;
  }

  void registers(RegisterTape tape) {
    if (tape.loading()) {
      oldest = 0;
      tape.passRange(twice, 0, length);
      System.arraycopy(twice, 0, twice, length, length);
    } else {
      tape.passRange(twice, oldest, length);
    }
  }
}
