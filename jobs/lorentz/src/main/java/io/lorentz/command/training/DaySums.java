package io.lorentz.command.training;

import io.lorentz.command.report.DayBlocks;
import java.util.Arrays;
import java.util.TreeMap;
import org.apache.commons.math3.stat.StatUtils;

/**
 * Sums of some figures by UTC day, and how far their means over all days could be luck: circular
 * block bootstrap over days, at the 1 % level.
 */
final class DaySums {

  /** Histories that are drawn. */
  static final int RESAMPLES = 2_000;

  /** Share of the histories below the lower bound, and above the upper one, in percent. */
  static final double TAIL_PERCENT = 1;

  private static final long DAY_MS = 86_400_000L;

  private final int figures;
  private final TreeMap<Long, double[]> days = new TreeMap<>();

  /**
   * A mean with its bounds.
   *
   * @param mean over all days
   * @param low 1st percentile of the drawn histories
   * @param high 99th percentile
   * @param deviation standard deviation over the drawn histories
   */
  record Mean(double mean, double low, double high, double deviation) {}

  /**
   * @param figures how many are summed
   */
  DaySums(int figures) {
    this.figures = figures;
  }

  /** Adds one observation of all figures. */
  void add(long timeMs, double... values) {
    double[] sums =
        days.computeIfAbsent(Math.floorDiv(timeMs - 1, DAY_MS), none -> new double[figures + 1]);
    for (int figure = 0; figure < figures; figure++) {
      sums[figure] += values[figure];
    }
    sums[figures]++;
  }

  /** Days with an observation. */
  int days() {
    return days.size();
  }

  /** Observations of all days. */
  long count() {
    return (long) days.values().stream().mapToDouble(sums -> sums[figures]).sum();
  }

  /** Mean of every figure; without an observation NaN throughout. */
  Mean[] means(long seed) {
    Mean[] means = new Mean[figures];
    if (days.isEmpty()) {
      Arrays.fill(means, new Mean(Double.NaN, Double.NaN, Double.NaN, Double.NaN));
      return means;
    }
    double[][] sums = days.values().toArray(double[][]::new);
    double[][] drawn = new double[figures][RESAMPLES];
    DayBlocks blocks = new DayBlocks(sums.length, seed);
    int[] chosen = new int[sums.length];
    for (int resample = 0; resample < RESAMPLES; resample++) {
      blocks.draw(chosen);
      double[] total = total(sums, chosen);
      for (int figure = 0; figure < figures; figure++) {
        drawn[figure][resample] = total[figure] / total[figures];
      }
    }
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] = i;
    }
    double[] whole = total(sums, chosen);
    for (int figure = 0; figure < figures; figure++) {
      means[figure] =
          new Mean(
              whole[figure] / whole[figures],
              StatUtils.percentile(drawn[figure], TAIL_PERCENT),
              StatUtils.percentile(drawn[figure], 100 - TAIL_PERCENT),
              StrictMath.sqrt(StatUtils.variance(drawn[figure])));
    }
    return means;
  }

  private double[] total(double[][] sums, int[] chosen) {
    double[] total = new double[figures + 1];
    for (int day : chosen) {
      for (int figure = 0; figure <= figures; figure++) {
        total[figure] += sums[day][figure];
      }
    }
    return total;
  }
}
