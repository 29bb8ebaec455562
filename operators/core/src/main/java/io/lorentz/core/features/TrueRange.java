package io.lorentz.core.features;

/**
 * True range: the largest of high - low, |high - previous close|, |low - previous close|. The first
 * bar has no previous close: {@link Seeding} says what it gives.
 */
public final class TrueRange implements Indicator {

  private final Seeding seeding;
  private double previousClose = Double.NaN;

  /** A true range that has seen no bar. */
  public TrueRange(Seeding seeding) {
    this.seeding = seeding;
  }

  /**
   * Takes one bar.
   *
   * @return the true range, quote currency per unit; NaN while undefined
   */
  public double next(double high, double low, double close) {
    double before = previousClose;
    previousClose = close;
    if (Double.isNaN(before)) {
      return seeding == Seeding.TRADINGVIEW ? high - low : Double.NaN;
    }
    return of(high, low, before);
  }

  /** The true range of a bar after a known close. */
  static double of(double high, double low, double previousClose) {
    return Math.max(
        high - low, Math.max(Math.abs(high - previousClose), Math.abs(low - previousClose)));
  }

  @Override
  public int warmUpBars() {
    return seeding == Seeding.TRADINGVIEW ? 0 : 1;
  }

  @Override
  public void registers(RegisterTape tape) {
    previousClose = tape.pass(previousClose);
  }
}
