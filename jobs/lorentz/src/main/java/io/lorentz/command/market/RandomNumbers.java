package io.lorentz.command.market;

import java.util.SplittableRandom;

/**
 * Random numbers that are the same on every machine: {@link SplittableRandom} is specified to the
 * bit, and so is {@link StrictMath}. Not thread-safe.
 */
final class RandomNumbers {

  /** Half the degrees of freedom of {@link #heavyVariance}: four of them. */
  private static final int HALF_DEGREES = 2;

  /** A minute of more than ten times the usual spread is left to the regimes. */
  private static final double MAX_VARIANCE = 100;

  private final SplittableRandom random;

  RandomNumbers(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** From 0, inclusive, to 1, exclusive. */
  double uniform() {
    return random.nextDouble();
  }

  /** Whether something of this probability happens. */
  boolean happens(double probability) {
    return uniform() < probability;
  }

  /** From the first, inclusive, to the last, inclusive. */
  int between(int first, int last) {
    return first + random.nextInt(last - first + 1);
  }

  /** Standard normal (Box and Muller, 1958). */
  double normal() {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform()));
    return radius * StrictMath.cos(2 * Math.PI * uniform());
  }

  /**
   * A variance with mean about 1: a normal number of this variance has Student's t distribution
   * with four degrees of freedom, scaled to variance 1. Most are small, a few are large.
   */
  double heavyVariance() {
    double halfChiSquare = 0;
    for (int i = 0; i < HALF_DEGREES; i++) {
      halfChiSquare -= StrictMath.log(1 - uniform());
    }
    return Math.min(MAX_VARIANCE, (HALF_DEGREES - 1) / Math.max(halfChiSquare, Double.MIN_NORMAL));
  }
}
