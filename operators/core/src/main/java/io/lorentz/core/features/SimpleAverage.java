package io.lorentz.core.features;

/**
 * Simple moving average: mean of the last n values, undefined until n defined ones came in a row.
 * The same in TradingView ({@code ta.sma}) and TA-Lib ({@code SMA}).
 */
public final class SimpleAverage implements Indicator {

  private final Window window;

  /**
   * @param length number of bars n, at least 1
   */
  public SimpleAverage(int length) {
    this.window = new Window(length);
  }

  /**
   * Takes the value of one bar.
   *
   * @return the average, in units of the source; NaN while undefined
   */
  public double next(double value) {
    window.push(value);
    return window.mean();
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
