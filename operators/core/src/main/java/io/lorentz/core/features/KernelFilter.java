package io.lorentz.core.features;

/**
 * The kernel filter of the classifier: the slope of the rational quadratic estimate (yhat1), its
 * turns, and its place against the Gaussian one (yhat2). All comparisons are Pine's, so every flag
 * is false while what it compares is undefined.
 */
public final class KernelFilter implements Indicator {

  private final KernelRegression rationalQuadratic;
  private final KernelRegression gaussian;
  private double estimate = Double.NaN;
  private double previous = Double.NaN;
  private double beforePrevious = Double.NaN;
  private double smooth = Double.NaN;

  /**
   * @param scale h in bars; 8 by default
   * @param relativeWeight r; 8 by default
   * @param startAtBar x in bars; 25 by default
   * @param lag by how much the Gaussian estimate's scale is shorter, in bars; 2 by default
   */
  public KernelFilter(double scale, double relativeWeight, int startAtBar, double lag) {
    this.rationalQuadratic = KernelRegression.rationalQuadratic(scale, relativeWeight, startAtBar);
    this.gaussian = KernelRegression.gaussian(scale - lag, startAtBar);
  }

  /**
   * Takes the value of one bar.
   *
   * @return yhat1, in units of the source; NaN while undefined
   */
  public double next(double value) {
    beforePrevious = previous;
    previous = estimate;
    estimate = rationalQuadratic.next(value);
    smooth = gaussian.next(value);
    return estimate;
  }

  /** yhat2 of the last bar; NaN while undefined. */
  public double gaussian() {
    return smooth;
  }

  /** Whether yhat1 rose with the last bar. */
  public boolean rising() {
    return PineComparison.greater(estimate, previous);
  }

  /** Whether yhat1 fell with the last bar. */
  public boolean falling() {
    return PineComparison.greater(previous, estimate);
  }

  /** Whether yhat1 rose with the last bar and fell with the one before. */
  public boolean turnedUp() {
    return rising() && PineComparison.greater(beforePrevious, previous);
  }

  /** Whether yhat1 fell with the last bar and rose with the one before. */
  public boolean turnedDown() {
    return falling() && PineComparison.greater(previous, beforePrevious);
  }

  /** Whether yhat2 &gt;= yhat1: bullish, with kernel smoothing on. */
  public boolean smoothBullish() {
    return PineComparison.atLeast(smooth, estimate);
  }

  /** Whether yhat2 &lt;= yhat1: bearish, with kernel smoothing on. */
  public boolean smoothBearish() {
    return PineComparison.atLeast(estimate, smooth);
  }

  @Override
  public int warmUpBars() {
    return rationalQuadratic.warmUpBars();
  }

  @Override
  public void registers(RegisterTape tape) {
    rationalQuadratic.registers(tape);
    gaussian.registers(tape);
    estimate = tape.pass(estimate);
    previous = tape.pass(previous);
    beforePrevious = tape.pass(beforePrevious);
  }
}
