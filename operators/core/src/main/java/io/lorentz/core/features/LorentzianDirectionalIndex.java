package io.lorentz.core.features;

/**
 * ADX as the script "Machine Learning: Lorentzian Classification" computes it, kept with its
 * peculiarities: the first bar sees a previous high, low and close of 0, so it injects a true range
 * and an up-move of the size of the price, and the sums of TR and DM start at 0: {@code S <- S -
 * S/n + value}. The first 250 bars or so are therefore far from any other ADX.
 *
 * <p>DI = 100 * S_DM / S_TR; DX = 100 * |DI+ - DI-| / (DI+ + DI-); ADX = RMA(DX, n). Up- and
 * down-moves are compared as Pine does, differences up to 1e-10 being equal.
 */
public final class LorentzianDirectionalIndex implements Indicator {

  private final int length;
  private final ExponentialAverage average;

  private double previousHigh;
  private double previousLow;
  private double previousClose;
  private double ranges;
  private double rises;
  private double falls;

  private double plus = Double.NaN;
  private double minus = Double.NaN;
  private double dx = Double.NaN;

  /**
   * @param length number of bars n, at least 1; 20 as a feature, 14 as a filter
   */
  public LorentzianDirectionalIndex(int length) {
    this.length = length;
    this.average = ExponentialAverage.rma(length);
  }

  /**
   * Makes the first bar see a bar before it that was like this one. The start of a series is the
   * script's own and sees zeros; behind a gap there is no script to follow, and zeros would spoil
   * 150 bars and more, each of which is scored and remembered as a neighbour.
   */
  void seed(double high, double low, double close) {
    previousHigh = high;
    previousLow = low;
    previousClose = close;
  }

  /**
   * Takes one bar.
   *
   * @return ADX, 0 to 100; NaN while undefined
   */
  public double next(double high, double low, double close) {
    double up = high - previousHigh;
    double down = previousLow - low;
    ranges = ranges - ranges / length + TrueRange.of(high, low, previousClose);
    rises = rises - rises / length + rise(up, down);
    falls = falls - falls / length + rise(down, up);
    previousHigh = high;
    previousLow = low;
    previousClose = close;
    plus = ratio(rises, ranges);
    minus = ratio(falls, ranges);
    dx = ratio(Math.abs(plus - minus), plus + minus);
    return average.next(dx);
  }

  /** The move in one direction, if it is the larger one and not negative; otherwise 0. */
  static double rise(double move, double opposite) {
    return PineComparison.greater(move, opposite) ? Math.max(move, 0.0) : 0.0;
  }

  private static double ratio(double part, double whole) {
    return whole == 0.0 ? Double.NaN : 100.0 * part / whole;
  }

  /** DI+ of the last bar, 0 to 100; defined from the first bar on. */
  public double plusDi() {
    return plus;
  }

  /** DI- of the last bar, 0 to 100. */
  public double minusDi() {
    return minus;
  }

  /** DX of the last bar, 0 to 100. */
  public double dx() {
    return dx;
  }

  @Override
  public int warmUpBars() {
    return average.warmUpBars();
  }

  @Override
  public void registers(RegisterTape tape) {
    previousHigh = tape.pass(previousHigh);
    previousLow = tape.pass(previousLow);
    previousClose = tape.pass(previousClose);
    ranges = tape.pass(ranges);
    rises = tape.pass(rises);
    falls = tape.pass(falls);
    average.registers(tape);
  }
}
