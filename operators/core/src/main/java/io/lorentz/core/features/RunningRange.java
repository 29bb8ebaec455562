package io.lorentz.core.features;

/**
 * Running minimum-maximum normalisation of the classifier: (x - lo) / max(hi - lo, 1e-9), lo and hi
 * over all values so far, this one included. Not a window: it remembers the first bar ever seen, so
 * a series that starts later need not come to the same values. Undefined values are left out.
 */
public final class RunningRange implements Indicator {

  private static final double OUTSIDE = 1e11;
  private static final double LEAST_SPAN = 1e-9;

  private double lowest = OUTSIDE;
  private double highest = -OUTSIDE;

  /**
   * Takes the value of one bar.
   *
   * @return 0 to 1; NaN where the value is
   */
  public double next(double value) {
    if (Double.isNaN(value)) {
      return Double.NaN;
    }
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
    return (value - lowest) / Math.max(highest - lowest, LEAST_SPAN);
  }

  @Override
  public int warmUpBars() {
    return 0;
  }

  @Override
  public void registers(RegisterTape tape) {
    lowest = tape.pass(lowest);
    highest = tape.pass(highest);
  }
}
