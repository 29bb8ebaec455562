package io.lorentz.core.features;

/**
 * RSI: 100 - 100 / (1 + U / D), where U and D are Wilder's averages of the rises and falls of the
 * source. Where D is 0 it is 100 ({@link Seeding#TRADINGVIEW}); TA-Lib gives 0 where both are 0.
 */
public final class RelativeStrength implements Indicator {

  /** TA-Lib takes what lies nearer to 0 than this for 0. */
  static final double TA_LIB_ZERO = 1e-8;

  private final Seeding convention;
  private final ExponentialAverage rises;
  private final ExponentialAverage falls;
  private double previous = Double.NaN;

  /**
   * @param length number of bars n, at least 1
   * @param convention whose value a series without falls has
   */
  public RelativeStrength(int length, Seeding convention) {
    this.convention = convention;
    this.rises = ExponentialAverage.rma(length);
    this.falls = ExponentialAverage.rma(length);
  }

  /**
   * Takes the value of one bar.
   *
   * @return 0 to 100; NaN while undefined
   */
  public double next(double value) {
    double change = value - previous;
    previous = value;
    if (Double.isNaN(change)) {
      return Double.NaN;
    }
    double up = rises.next(Math.max(change, 0.0));
    double down = falls.next(Math.max(-change, 0.0));
    return convention == Seeding.TA_LIB ? taLib(up, down) : tradingView(up, down);
  }

  private static double tradingView(double up, double down) {
    return down == 0.0 ? 100.0 : 100.0 - 100.0 / (1.0 + up / down);
  }

  private static double taLib(double up, double down) {
    double sum = up + down;
    return sum < TA_LIB_ZERO ? 0.0 : 100.0 * (up / sum);
  }

  @Override
  public int warmUpBars() {
    return 1 + rises.warmUpBars();
  }

  @Override
  public void registers(RegisterTape tape) {
    previous = tape.pass(previous);
    rises.registers(tape);
    falls.registers(tape);
  }
}
