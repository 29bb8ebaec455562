package io.lorentz.command.report;

import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;

/**
 * Draws histories for a circular block bootstrap: as many days as there are, in blocks of
 * consecutive ones, so that days next to each other stay together. The draws depend on the seed
 * alone. Not thread-safe.
 */
public final class DayBlocks {

  private final int days;
  private final int block;
  private final RandomGenerator random;

  /**
   * @param days number of days, 1 or more
   * @param seed what the draws depend on
   */
  public DayBlocks(int days, long seed) {
    this.days = days;
    this.block = blockDays(days);
    this.random = new Well19937c(seed);
  }

  /** Days in a block: the cube root of the number of days, rounded up. */
  public static int blockDays(int days) {
    return (int) StrictMath.ceil(StrictMath.cbrt(days));
  }

  /** Writes the next history: indices of days, as many as there are days. */
  public void draw(int[] chosen) {
    int start = 0;
    for (int i = 0; i < days; i++) {
      if (i % block == 0) {
        start = random.nextInt(days);
      }
      chosen[i] = (start + i % block) % days;
    }
  }
}
