package io.lorentz.core.features;

/**
 * Chandelier Exit with a ratchet (the TradingView community script by A. Orekhov): a = multiple *
 * ATR(n). The long stop is highest(n) - a and does not fall while the previous close lies above the
 * previous long stop; the short stop is lowest(n) + a and does not rise while the previous close
 * lies below the previous short stop. The direction becomes 1 when a close lies above the previous
 * short stop, -1 when it lies below the previous long stop, and otherwise stays; it starts as 1.
 * Comparisons are Pine's.
 */
public final class ChandelierExit implements Indicator {

  /** What the highest and lowest are taken of. */
  public enum Extremes {
    /** Of the closes: the script's default. */
    CLOSES,
    /** Of the highs and of the lows. */
    HIGHS_AND_LOWS
  }

  private final double multiple;
  private final Extremes extremes;
  private final AverageTrueRange range;
  private final Window tops;
  private final Window bottoms;

  private double previousClose = Double.NaN;
  private double longStop = Double.NaN;
  private double shortStop = Double.NaN;
  private int direction = 1;
  private int previousDirection = 1;

  /**
   * @param length number of bars n, of the extremes and of the ATR, at least 1; 22 by default
   * @param multiple distance of the stop from the extreme in ATR; 3.0 by default
   * @param extremes what the extremes are taken of
   */
  public ChandelierExit(int length, double multiple, Extremes extremes) {
    this.multiple = multiple;
    this.extremes = extremes;
    this.range = new AverageTrueRange(length, Seeding.TRADINGVIEW);
    this.tops = new Window(length);
    this.bottoms = extremes == Extremes.CLOSES ? tops : new Window(length);
  }

  /**
   * Takes one bar.
   *
   * @return the stop of the present direction, quote currency per unit; NaN while undefined
   */
  public double next(double high, double low, double close) {
    if (extremes == Extremes.CLOSES) {
      tops.push(close);
    } else {
      tops.push(high);
      bottoms.push(low);
    }
    double distance = multiple * range.next(high, low, close);
    previousDirection = direction;
    // Undefined until the ATR is; the windows are full by then, so their reduction can wait.
    if (!Double.isNaN(distance)) {
      ratchet(tops.highest() - distance, bottoms.lowest() + distance, close);
    }
    previousClose = close;
    return direction > 0 ? longStop : shortStop;
  }

  private void ratchet(double rawLong, double rawShort, double close) {
    double previousLong = Double.isNaN(longStop) ? rawLong : longStop;
    double previousShort = Double.isNaN(shortStop) ? rawShort : shortStop;
    longStop =
        PineComparison.greater(previousClose, previousLong)
            ? Math.max(rawLong, previousLong)
            : rawLong;
    shortStop =
        PineComparison.greater(previousShort, previousClose)
            ? Math.min(rawShort, previousShort)
            : rawShort;
    if (PineComparison.greater(close, previousShort)) {
      direction = 1;
    } else if (PineComparison.greater(previousLong, close)) {
      direction = -1;
    }
  }

  /** Stop of a long, quote currency per unit; NaN while undefined. */
  public double longStop() {
    return longStop;
  }

  /** Stop of a short, quote currency per unit; NaN while undefined. */
  public double shortStop() {
    return shortStop;
  }

  /** 1 long, -1 short; 1 also while the stops are undefined. */
  public int direction() {
    return direction;
  }

  /** Whether the last bar turned the direction from short to long. */
  public boolean turnedLong() {
    return direction > previousDirection;
  }

  /** Whether the last bar turned the direction from long to short. */
  public boolean turnedShort() {
    return direction < previousDirection;
  }

  @Override
  public int warmUpBars() {
    return range.warmUpBars();
  }

  @Override
  public void registers(RegisterTape tape) {
    range.registers(tape);
    tops.registers(tape);
    if (extremes == Extremes.HIGHS_AND_LOWS) {
      bottoms.registers(tape);
    }
    previousClose = tape.pass(previousClose);
    longStop = tape.pass(longStop);
    shortStop = tape.pass(shortStop);
    direction = tape.passInt(direction);
    previousDirection = tape.passInt(previousDirection);
  }
}
