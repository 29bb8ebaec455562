package io.lorentz.exchanges.dialect;

/**
 * What a venue says of one 1m bar at one moment.
 *
 * @param symbol the venue's name of the instrument
 * @param startMs start of the bar, ms since 1970 UTC
 * @param open first price, quote currency per unit
 * @param high highest price
 * @param low lowest price
 * @param close last price so far
 * @param volume traded amount so far, base currency
 * @param finality what the venue says about its being closed
 */
public record BarRow(
    String symbol,
    long startMs,
    double open,
    double high,
    double low,
    double close,
    double volume,
    Finality finality) {

  /** What a venue says about a bar's being closed. */
  public enum Finality {
    /** It goes on. */
    OPEN,
    /** It is closed. */
    CLOSED,
    /** The venue does not say. */
    UNTOLD
  }

  /** Whether prices and volume can be those of a bar. */
  public boolean isPossible() {
    double sum = open + high + low + close + volume;
    return !Double.isNaN(sum)
        && !Double.isInfinite(sum)
        && low > 0
        && volume >= 0
        && high >= Math.max(open, close)
        && low <= Math.min(open, close);
  }

  /** Whether both say the same of prices and volume. */
  public boolean sameValues(BarRow other) {
    return Double.compare(open, other.open) == 0
        && Double.compare(high, other.high) == 0
        && Double.compare(low, other.low) == 0
        && Double.compare(close, other.close) == 0
        && Double.compare(volume, other.volume) == 0;
  }

  /** This row, said to be closed. */
  public BarRow closed() {
    return new BarRow(symbol, startMs, open, high, low, close, volume, Finality.CLOSED);
  }
}
