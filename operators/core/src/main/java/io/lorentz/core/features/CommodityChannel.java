package io.lorentz.core.features;

/**
 * CCI of any source: {@code (x - m) / (0.015 * mean|x_j - m|)}, m the mean of the last n values,
 * all deviations taken from the present m. A flat window has no deviation, but for rounding, which
 * is left out: TradingView's value is then undefined, TA-Lib's is 0. TA-Lib always takes (high +
 * low + close) / 3 as its source, the classifier takes the close.
 */
public final class CommodityChannel implements Indicator {

  private static final double SCALE = 0.015;

  /** A window whose relative deviation is no larger is flat: no tick is so small, rounding is. */
  private static final double ROUNDING = 1e-13;

  private final Window window;
  private final double whenFlat;

  /**
   * @param length number of bars n, at least 2
   * @param convention whose value a flat window has
   */
  public CommodityChannel(int length, Seeding convention) {
    this.window = new Window(Lengths.atLeast(2, length, "length"));
    this.whenFlat = convention == Seeding.TA_LIB ? 0.0 : Double.NaN;
  }

  /**
   * Takes the value of one bar.
   *
   * @return the index, within ± n / 0.03; NaN while undefined
   */
  public double next(double value) {
    window.push(value);
    double mean = window.mean();
    double deviation = window.meanDeviationFrom(mean);
    if (deviation <= ROUNDING * Math.abs(mean)) {
      return whenFlat;
    }
    return (value - mean) / (SCALE * deviation);
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
