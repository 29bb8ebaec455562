package io.lorentz.core.features;

/** ATR: Wilder's average of the true range. TradingView {@code ta.atr}, TA-Lib {@code ATR}. */
public final class AverageTrueRange implements Indicator {

  private final TrueRange range;
  private final ExponentialAverage average;

  /**
   * @param length number of bars n, at least 1
   * @param seeding whose first bar
   */
  public AverageTrueRange(int length, Seeding seeding) {
    this.range = new TrueRange(seeding);
    this.average = ExponentialAverage.rma(length);
  }

  /**
   * Takes one bar.
   *
   * @return the average true range, quote currency per unit; NaN while undefined
   */
  public double next(double high, double low, double close) {
    return average.next(range.next(high, low, close));
  }

  @Override
  public int warmUpBars() {
    return range.warmUpBars() + average.warmUpBars();
  }

  @Override
  public void registers(RegisterTape tape) {
    range.registers(tape);
    average.registers(tape);
  }
}
