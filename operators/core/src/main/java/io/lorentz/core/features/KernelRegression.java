package io.lorentz.core.features;

/**
 * Nadaraya-Watson estimate of a source from its last bars: a weighted mean whose weights fall with
 * the lag. Only past bars enter. As in the script, lags 0 to x + 1 take part, x being the bar the
 * regression starts at; the "look-back window" h is a length scale.
 */
public final class KernelRegression implements Indicator {

  private final Window window;
  private final double[] weights;
  private final double sumOfWeights;

  private KernelRegression(double[] weights) {
    this.window = new Window(weights.length);
    this.weights = weights;
    double sum = 0.0;
    for (double weight : weights) {
      sum += weight;
    }
    this.sumOfWeights = sum;
  }

  /**
   * Rational quadratic: weight {@code (1 + i^2 / (2 r h^2))^-r} at lag i.
   *
   * @param scale h in bars, more than 0; 8 by default
   * @param relativeWeight r, more than 0; 8 by default
   * @param startAtBar x in bars, at least 0; 25 by default
   */
  public static KernelRegression rationalQuadratic(
      double scale, double relativeWeight, int startAtBar) {
    double[] weights = new double[Lengths.atLeast(0, startAtBar, "startAtBar") + 2];
    for (int i = 0; i < weights.length; i++) {
      double lag = i;
      weights[i] =
          StrictMath.pow(1.0 + lag * lag / (scale * scale * 2.0 * relativeWeight), -relativeWeight);
    }
    return new KernelRegression(weights);
  }

  /**
   * Gaussian: weight {@code exp(-i^2 / (2 h^2))} at lag i.
   *
   * @param scale h in bars, more than 0; 8 - 2 by default
   * @param startAtBar x in bars, at least 0; 25 by default
   */
  public static KernelRegression gaussian(double scale, int startAtBar) {
    double[] weights = new double[Lengths.atLeast(0, startAtBar, "startAtBar") + 2];
    for (int i = 0; i < weights.length; i++) {
      double lag = i;
      weights[i] = StrictMath.exp(-lag * lag / (2.0 * scale * scale));
    }
    return new KernelRegression(weights);
  }

  /**
   * Takes the value of one bar.
   *
   * @return the estimate, in units of the source; NaN while undefined
   */
  public double next(double value) {
    window.push(value);
    return window.weightedSum(weights) / sumOfWeights;
  }

  @Override
  public int warmUpBars() {
    return window.length() - 1;
  }

  @Override
  public void registers(RegisterTape tape) {
    window.registers(tape);
  }
}
