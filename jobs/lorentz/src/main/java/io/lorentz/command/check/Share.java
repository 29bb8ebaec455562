package io.lorentz.command.check;

import java.util.BitSet;
import java.util.SplittableRandom;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.interval.ConfidenceInterval;
import org.apache.commons.math3.stat.interval.WilsonScoreInterval;

/** How often something was true, in the order in which it was looked at. */
public final class Share {

  /** Bars of a block of the bootstrap: long against the four bars by which labels overlap. */
  public static final int BLOCK = 60;

  /** Samples drawn by the bootstrap. */
  public static final int DRAWS = 2_000;

  private static final double CONFIDENCE = 0.95;

  private final BitSet hits = new BitSet();
  private int count;

  /**
   * An interval of 95 %.
   *
   * @param low lower bound, 0 to 1; NaN where there is too little to say
   * @param high upper bound, 0 to 1
   */
  public record Interval(double low, double high) {}

  void add(boolean hit) {
    hits.set(count, hit);
    count++;
  }

  /** Number of times looked. */
  public int count() {
    return count;
  }

  /** The share, 0 to 1; NaN if nothing was looked at. */
  public double value() {
    return count == 0 ? Double.NaN : (double) hits.cardinality() / count;
  }

  /**
   * For observations that overlap, as labels over the next four bars do on every bar: a circular
   * block bootstrap with blocks of {@value #BLOCK}. A plain binomial interval would be about half
   * as wide as it should be. Always the same draws.
   */
  public Interval bootstrapped() {
    if (count < 2 * BLOCK) {
      return new Interval(Double.NaN, Double.NaN);
    }
    int[] sums = new int[count + BLOCK + 1];
    for (int i = 0; i < count + BLOCK; i++) {
      sums[i + 1] = sums[i] + (hits.get(i % count) ? 1 : 0);
    }
    SplittableRandom random = new SplittableRandom(1);
    int blocks = (count + BLOCK - 1) / BLOCK;
    double[] shares = new double[DRAWS];
    for (int draw = 0; draw < DRAWS; draw++) {
      long sum = 0;
      for (int block = 0; block < blocks; block++) {
        int from = random.nextInt(count);
        sum += sums[from + BLOCK] - sums[from];
      }
      shares[draw] = (double) sum / ((long) blocks * BLOCK);
    }
    double tail = 100 * (1 - CONFIDENCE) / 2;
    return new Interval(
        StatUtils.percentile(shares, tail), StatUtils.percentile(shares, 100 - tail));
  }

  /** For observations that do not overlap, as trades one after the other: Wilson's interval. */
  public Interval binomial() {
    if (count == 0) {
      return new Interval(Double.NaN, Double.NaN);
    }
    ConfidenceInterval interval =
        new WilsonScoreInterval().createInterval(count, hits.cardinality(), CONFIDENCE);
    return new Interval(interval.getLowerBound(), interval.getUpperBound());
  }
}
