package io.lorentz.core.features;

/**
 * ADX, DX and DI as TA-Lib 0.4 gives them (unstable period 0). The sums of TR and DM take n - 1
 * bars as they are, from then on {@code S <- S - S/n + value}; DI = 100 * S_DM / S_TR, 0 where S_TR
 * is 0; DX = 100 * |DI+ - DI-| / (DI+ + DI-), the previous one where that is 0; ADX starts as the
 * mean of n DX (those that are defined, over n) and goes on as Wilder's average.
 */
public final class TaLibDirectionalIndex implements Indicator {

  private static final double ZERO = RelativeStrength.TA_LIB_ZERO;

  private final int length;
  private final TrueRange trueRange = new TrueRange(Seeding.TA_LIB);

  private double previousHigh = Double.NaN;
  private double previousLow = Double.NaN;
  private int moves;
  private double ranges;
  private double rises;
  private double falls;
  private double plus = Double.NaN;
  private double minus = Double.NaN;
  private double dx = Double.NaN;
  private double sumOfDx;
  private double adx = Double.NaN;

  /**
   * @param length number of bars n, at least 2
   */
  public TaLibDirectionalIndex(int length) {
    this.length = Lengths.atLeast(2, length, "length");
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
    if (moves < 2 * length) {
      moves++;
    }
    sum(range, up > 0.0 && up > down ? up : 0.0, down > 0.0 && up < down ? down : 0.0);
    if (moves >= length) {
      index();
    }
    return adx;
  }

  private void sum(double range, double rise, double fall) {
    if (moves >= length) {
      ranges -= ranges / length;
      rises -= rises / length;
      falls -= falls / length;
    }
    ranges += range;
    rises += rise;
    falls += fall;
  }

  private void index() {
    boolean ranged = ranges >= ZERO;
    plus = ranged ? 100.0 * (rises / ranges) : 0.0;
    minus = ranged ? 100.0 * (falls / ranges) : 0.0;
    double sum = plus + minus;
    boolean defined = sum >= ZERO;
    if (defined) {
      dx = 100.0 * (Math.abs(minus - plus) / sum);
    } else if (Double.isNaN(dx)) {
      dx = 0.0;
    }
    average(defined);
  }

  private void average(boolean defined) {
    if (moves == 2 * length) {
      if (defined) {
        adx = (adx * (length - 1) + dx) / length;
      }
      return;
    }
    if (defined) {
      sumOfDx += dx;
    }
    if (moves == 2 * length - 1) {
      adx = sumOfDx / length;
    }
  }

  /** DI+ of the last bar, 0 to 100; NaN while undefined. */
  public double plusDi() {
    return plus;
  }

  /** DI- of the last bar, 0 to 100; NaN while undefined. */
  public double minusDi() {
    return minus;
  }

  /** DX of the last bar, 0 to 100; NaN while undefined. */
  public double dx() {
    return dx;
  }

  /** Bars before the first DI and DX. */
  public int directionWarmUpBars() {
    return trueRange.warmUpBars() + length - 1;
  }

  @Override
  public int warmUpBars() {
    return directionWarmUpBars() + length - 1;
  }

  @Override
  public void registers(RegisterTape tape) {
    trueRange.registers(tape);
    previousHigh = tape.pass(previousHigh);
    previousLow = tape.pass(previousLow);
    moves = tape.passInt(moves);
    ranges = tape.pass(ranges);
    rises = tape.pass(rises);
    falls = tape.pass(falls);
    plus = tape.pass(plus);
    minus = tape.pass(minus);
    dx = tape.pass(dx);
    sumOfDx = tape.pass(sumOfDx);
    adx = tape.pass(adx);
  }
}
