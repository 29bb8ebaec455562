package io.lorentz.flink.metrics;

import java.util.Arrays;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.HistogramStatistics;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/**
 * A histogram of the last 1,000 values that takes whole numbers of a small unit (ns, thousandths of
 * a basis point) and reports in the unit of its name. Quantiles are of those values, the count is
 * of all since the task started. Safe for one writer and any readers.
 */
public final class UnitHistogram implements Histogram {

  /** Values that quantiles are computed from. */
  public static final int WINDOW = 1_000;

  private final Histogram values = new DescriptiveStatisticsHistogram(WINDOW);
  private final double perUnit;

  /**
   * Reports values divided by a number.
   *
   * @param perUnit how many of what it takes make one of what it reports, greater than 0
   */
  public UnitHistogram(double perUnit) {
    this.perUnit = perUnit;
  }

  /** Takes ns, reports seconds. */
  public static UnitHistogram ofNanos() {
    return new UnitHistogram(1e9);
  }

  /** Takes ms, reports seconds. */
  public static UnitHistogram ofMillis() {
    return new UnitHistogram(1e3);
  }

  @Override
  public void update(long value) {
    values.update(value);
  }

  @Override
  public long getCount() {
    return values.getCount();
  }

  @Override
  public HistogramStatistics getStatistics() {
    return new InUnits(values.getStatistics());
  }

  private final class InUnits extends HistogramStatistics {

    private final HistogramStatistics statistics;

    InUnits(HistogramStatistics statistics) {
      this.statistics = statistics;
    }

    @Override
    public double getQuantile(double quantile) {
      return statistics.getQuantile(quantile) / perUnit;
    }

    /** Rounded to whole units; quantiles are not. */
    @Override
    public long[] getValues() {
      return Arrays.stream(statistics.getValues()).map(v -> Math.round(v / perUnit)).toArray();
    }

    @Override
    public int size() {
      return statistics.size();
    }

    @Override
    public double getMean() {
      return statistics.getMean() / perUnit;
    }

    @Override
    public double getStdDev() {
      return statistics.getStdDev() / perUnit;
    }

    @Override
    public long getMax() {
      return Math.round(statistics.getMax() / perUnit);
    }

    @Override
    public long getMin() {
      return Math.round(statistics.getMin() / perUnit);
    }
  }
}
