package io.lorentz.core.features;

/**
 * ADX as TradingView's {@code ta.dmi(n, n)} gives it: moves and true range from the second bar on,
 * each under Wilder's average; DI = 100 * RMA(DM) / RMA(TR), the last defined value being kept; ADX
 * = 100 * RMA(|DI+ - DI-| / (DI+ + DI-, or 1 if that is 0)). Up- and down-moves are compared as
 * Pine does.
 */
public final class TradingViewDirectionalIndex implements Indicator {

  private final TrueRange trueRange = new TrueRange(Seeding.TA_LIB);
  private final ExponentialAverage ranges;
  private final ExponentialAverage rises;
  private final ExponentialAverage falls;
  private final ExponentialAverage average;

  private double previousHigh = Double.NaN;
  private double previousLow = Double.NaN;
  private double plus = Double.NaN;
  private double minus = Double.NaN;

  /**
   * @param length number of bars n, at least 1
   */
  public TradingViewDirectionalIndex(int length) {
    this.ranges = ExponentialAverage.rma(length);
    this.rises = ExponentialAverage.rma(length);
    this.falls = ExponentialAverage.rma(length);
    this.average = ExponentialAverage.rma(length);
  }

  /**
   * Takes one bar.
   *
   * @return ADX, 0 to 100; NaN while undefined
   */
  public double next(double high, double low, double close) {
    double up = high - previousHigh;
    double down = previousLow - low;
    double range = trueRange.next(high, low, close);
    previousHigh = high;
    previousLow = low;
    if (Double.isNaN(up)) {
      return Double.NaN;
    }
    double meanRange = ranges.next(range);
    double meanRise = rises.next(LorentzianDirectionalIndex.rise(up, down));
    double meanFall = falls.next(LorentzianDirectionalIndex.rise(down, up));
    if (meanRange != 0.0) {
      plus = 100.0 * meanRise / meanRange;
      minus = 100.0 * meanFall / meanRange;
    }
    double sum = plus + minus;
    return 100.0 * average.next(Math.abs(plus - minus) / (sum == 0.0 ? 1.0 : sum));
  }

  /** DI+ of the last bar, 0 to 100; NaN while undefined. */
  public double plusDi() {
    return plus;
  }

  /** DI- of the last bar, 0 to 100; NaN while undefined. */
  public double minusDi() {
    return minus;
  }

  /** Bars before the first DI. */
  public int directionWarmUpBars() {
    return trueRange.warmUpBars() + ranges.warmUpBars();
  }

  @Override
  public int warmUpBars() {
    return directionWarmUpBars() + average.warmUpBars();
  }

  @Override
  public void registers(RegisterTape tape) {
    trueRange.registers(tape);
    ranges.registers(tape);
    rises.registers(tape);
    falls.registers(tape);
    average.registers(tape);
    previousHigh = tape.pass(previousHigh);
    previousLow = tape.pass(previousLow);
    plus = tape.pass(plus);
    minus = tape.pass(minus);
  }
}
