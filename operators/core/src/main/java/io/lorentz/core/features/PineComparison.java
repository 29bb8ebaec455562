package io.lorentz.core.features;

/**
 * How Pine compares floats: differences up to 1e-10 count as equal, and every comparison with an
 * undefined value is false. Prices are decimal and doubles are not: without this, an up-move and a
 * down-move of the same number of ticks would differ.
 */
final class PineComparison {

  private static final double TOLERANCE = 1e-10;

  private PineComparison() {}

  /** a &gt; b. */
  static boolean greater(double a, double b) {
    return a - b > TOLERANCE;
  }

  /** a &gt;= b. */
  static boolean atLeast(double a, double b) {
    return b - a <= TOLERANCE;
  }
}
