package io.lorentz.command.market;

import java.util.SplittableRandom;

/**
 * Random numbers that are the same on every machine: {@link SplittableRandom} is specified to the
 * bit, and so is {@link StrictMath}. Not thread-safe.
 */
final class RandomNumbers {

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

  /** Standard normal (Box and Muller, 1958). */
  double normal() {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform()));
    return radius * StrictMath.cos(2 * Math.PI * uniform());
  }
}
