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
    double[] sums = days.computeIfAbsent(dayOf(timeMs), none -> new double[figures + 1]);
    for (int figure = 0; figure < figures; figure++) {
      sums[figure] += values[figure];
    }
    sums[figures]++;
  }

  /** Counts every day of a span, those without an observation too. */
  void span(long fromMs, long toMs) {
    for (long day = dayOf(fromMs); day <= dayOf(toMs); day++) {
      days.computeIfAbsent(day, none -> new double[figures + 1]);
    }
  }

  private static long dayOf(long timeMs) {
    return Math.floorDiv(timeMs - 1, DAY_MS);
  }

  /** Days with an observation. */
  int daysWith() {
    return (int) days.values().stream().filter(sums -> sums[figures] > 0).count();
  }

  /** Observations of all days. */
  long count() {
    return (long) days.values().stream().mapToDouble(sums -> sums[figures]).sum();
  }

  /**
   * Mean of every figure; without an observation NaN throughout. Histories that were drawn without
   * one are left out.
   */
  Mean[] means(long seed) {
    Mean[] means = new Mean[figures];
    if (daysWith() == 0) {
      Arrays.fill(means, new Mean(Double.NaN, Double.NaN, Double.NaN, Double.NaN));
      return means;
    }
    double[][] sums = days.values().toArray(double[][]::new);
    double[][] drawn = new double[figures][RESAMPLES];
    int counted = 0;
    DayBlocks blocks = new DayBlocks(sums.length, seed);
    int[] chosen = new int[sums.length];
    for (int resample = 0; resample < RESAMPLES; resample++) {
      blocks.draw(chosen);
      double[] total = total(sums, chosen);
      for (int figure = 0; total[figures] > 0 && figure < figures; figure++) {
        drawn[figure][counted] = total[figure] / total[figures];
      }
      counted += total[figures] > 0 ? 1 : 0;
    }
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] = i;
    }
    double[] whole = total(sums, chosen);
    for (int figure = 0; figure < figures; figure++) {
      double[] values = Arrays.copyOf(drawn[figure], counted);
      means[figure] =
          new Mean(
              whole[figure] / whole[figures],
              StatUtils.percentile(values, TAIL_PERCENT),
              StatUtils.percentile(values, 100 - TAIL_PERCENT),
              StrictMath.sqrt(StatUtils.variance(values)));
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
