package io.lorentz.command.training;

import java.util.List;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.descriptive.moment.Kurtosis;
import org.apache.commons.math3.stat.descriptive.moment.Skewness;

/**
 * Deflated Sharpe ratio (D. Bailey, M. López de Prado, 2014): the probability that the Sharpe ratio
 * of a day is above what the best of so many trials without any edge is expected to show, skewness
 * and kurtosis of the days considered. The spread of the trials' ratios is taken as that of one
 * without edge, 1 / √(days - 1), because only their number is known.
 */
final class DeflatedSharpe {

  private static final double EULER = 0.5772156649015329;
  private static final int LEAST_DAYS = 4;

  private DeflatedSharpe() {}

  /**
   * The probability, 0 to 1; NaN for fewer than four days or where no day differs from another.
   *
   * @param dailyReturns fractions
   * @param trials configurations that were tried on these bars, this one counted, 1 or more
   */
  static double of(List<Double> dailyReturns, int trials) {
    double[] returns = dailyReturns.stream().mapToDouble(Double::doubleValue).toArray();
    double deviation = StrictMath.sqrt(StatUtils.variance(returns));
    if (returns.length < LEAST_DAYS || !(deviation > 1e-15)) {
      return Double.NaN;
    }
    double sharpe = StatUtils.mean(returns) / deviation;
    double skewness = new Skewness().evaluate(returns);
    double kurtosis = new Kurtosis().evaluate(returns) + 3;
    NormalDistribution normal = new NormalDistribution();
    double luck = 0;
    if (trials > 1) {
      luck =
          ((1 - EULER) * normal.inverseCumulativeProbability(1 - 1.0 / trials)
                  + EULER * normal.inverseCumulativeProbability(1 - 1.0 / (trials * StrictMath.E)))
              / StrictMath.sqrt(returns.length - 1);
    }
    double variance = 1 - skewness * sharpe + (kurtosis - 1) / 4 * sharpe * sharpe;
    return normal.cumulativeProbability(
        (sharpe - luck)
            * StrictMath.sqrt(returns.length - 1)
            / StrictMath.sqrt(Math.max(variance, 1e-12)));
  }
}
