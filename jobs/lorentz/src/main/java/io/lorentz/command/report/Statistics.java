package io.lorentz.command.report;

import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.descriptive.moment.SemiVariance;

/** Figures of a series of returns. NaN means undefined; an undefined figure is never shown as 0. */
final class Statistics {

  /** Crypto trades every day of the year. */
  private static final double DAYS_PER_YEAR = 365;

  private Statistics() {}

  /**
   * Sharpe ratio: mean over sample standard deviation (n - 1) of daily returns, times √365; the
   * riskless rate is taken as 0.
   *
   * @return NaN for fewer than two days or where no return differs from another
   */
  static double sharpe(double[] dailyReturns) {
    if (dailyReturns.length < 2) {
      return Double.NaN;
    }
    double deviation = StrictMath.sqrt(StatUtils.variance(dailyReturns));
    return annualised(StatUtils.mean(dailyReturns), deviation);
  }

  /**
   * Sortino ratio: mean over downside deviation of daily returns, times √365. The downside
   * deviation is the root of the mean over all days of min(return, 0)².
   *
   * @return NaN for fewer than two days or where no day lost
   */
  static double sortino(double[] dailyReturns) {
    if (dailyReturns.length < 2) {
      return Double.NaN;
    }
    double downsideVariance =
        new SemiVariance(false, SemiVariance.Direction.DOWNSIDE).evaluate(dailyReturns, 0.0);
    return annualised(StatUtils.mean(dailyReturns), StrictMath.sqrt(downsideVariance));
  }

  /** Middle value, mean of the two middle ones of an even number; NaN if there is none. */
  static double median(double[] values) {
    return values.length == 0 ? Double.NaN : StatUtils.percentile(values, 50);
  }

  private static double annualised(double mean, double deviation) {
    // Returns that are all equal may differ in their last bits, and a ratio of those says nothing.
    return deviation <= 1e-15 ? Double.NaN : mean / deviation * StrictMath.sqrt(DAYS_PER_YEAR);
  }
}
