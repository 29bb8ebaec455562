package io.lorentz.core.features;

/** The closes that labels are made of: how far the close moved over a number of rows. */
final class CloseHistory implements Indicator {

  private final Window closes;

  /**
   * @param horizonBars number of rows, at least 1
   */
  CloseHistory(int horizonBars) {
    this.closes = new Window(Lengths.atLeast(1, horizonBars, "horizonBars") + 1);
  }

  /**
   * Takes the close of one row.
   *
   * @return {@link #change()}
   */
  double next(double close) {
    closes.push(close);
    return change();
  }

  /** Last close less the close {@code horizonBars} rows before; NaN if there is none. */
  double change() {
    return closes.ago(0) - closes.ago(warmUpBars());
  }

  @Override
  public int warmUpBars() {
    return closes.length() - 1;
  }

  @Override
  public void registers(RegisterTape tape) {
    closes.registers(tape);
  }
}
