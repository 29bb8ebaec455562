package io.lorentz.command.training;

import java.util.Arrays;
import java.util.List;

/**
 * Population stability index of a feature: sum over ten bins of (share now - share then) · ln(share
 * now / share then); the bins are the deciles of then. Usual reading: below 0.1 stable, above 0.25
 * another population.
 */
final class Drift {

  private static final int BINS = 10;

  /** Stands for a share of 0. */
  private static final double LEAST_SHARE = 1e-4;

  private Drift() {}

  /** Values of a feature of the rows that close after one time and up to another, defined ones. */
  static double[] values(List<SeriesRows> series, int feature, long afterMs, long toMs) {
    double[] values = new double[1024];
    int count = 0;
    for (SeriesRows rows : series) {
      for (int row = rows.firstAfter(afterMs); row < rows.firstAfter(toMs); row++) {
        if (!Double.isNaN(rows.feature(feature, row))) {
          if (count == values.length) {
            values = Arrays.copyOf(values, 2 * count);
          }
          values[count++] = rows.feature(feature, row);
        }
      }
    }
    return Arrays.copyOf(values, count);
  }

  /** The index; NaN where either side is empty. */
  static double index(double[] then, double[] now) {
    if (then.length < BINS || now.length == 0) {
      return Double.NaN;
    }
    double[] sorted = then.clone();
    Arrays.sort(sorted);
    double[] edges = new double[BINS - 1];
    for (int bin = 1; bin < BINS; bin++) {
      edges[bin - 1] = sorted[(int) ((long) bin * sorted.length / BINS)];
    }
    double[] before = shares(then, edges);
    double[] after = shares(now, edges);
    double index = 0;
    for (int bin = 0; bin < BINS; bin++) {
      index += (after[bin] - before[bin]) * StrictMath.log(after[bin] / before[bin]);
    }
    return index;
  }

  private static double[] shares(double[] values, double[] edges) {
    double[] shares = new double[BINS];
    for (double value : values) {
      int found = Arrays.binarySearch(edges, value);
      shares[found >= 0 ? found + 1 : -found - 1]++;
    }
    for (int bin = 0; bin < BINS; bin++) {
      shares[bin] = Math.max(LEAST_SHARE, shares[bin] / values.length);
    }
    return shares;
  }
}
