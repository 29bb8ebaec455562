package io.lorentz.command.training;

import io.lorentz.core.inference.FeatureRing;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.FeatureVector;
import java.util.Arrays;

/**
 * Bars of one instrument and timeframe with what the features stage made of them, a row per bar
 * that is not synthetic, oldest first. Grows at its end only; not thread-safe while it does.
 */
public final class SeriesRows {

  private static final int FIRST_CAPACITY = 1_024;

  private final String instrument;
  private final long timeframeMs;
  private long[] closeMs = new long[FIRST_CAPACITY];
  private double[] open = new double[FIRST_CAPACITY];
  private double[] high = new double[FIRST_CAPACITY];
  private double[] low = new double[FIRST_CAPACITY];
  private double[] close = new double[FIRST_CAPACITY];
  private double[] atr14 = new double[FIRST_CAPACITY];
  private double[][] features = new double[FeatureRing.FEATURES][FIRST_CAPACITY];
  private byte[] direction = new byte[FIRST_CAPACITY];
  private int[] stretch = new int[FIRST_CAPACITY];
  private int size;

  /** Starts without a row. */
  public SeriesRows(String instrument, long timeframeMs) {
    this.instrument = instrument;
    this.timeframeMs = timeframeMs;
  }

  private SeriesRows(SeriesRows whole, int rows) {
    this(whole.instrument, whole.timeframeMs);
    size = rows;
    closeMs = Arrays.copyOf(whole.closeMs, rows);
    open = Arrays.copyOf(whole.open, rows);
    high = Arrays.copyOf(whole.high, rows);
    low = Arrays.copyOf(whole.low, rows);
    close = Arrays.copyOf(whole.close, rows);
    atr14 = Arrays.copyOf(whole.atr14, rows);
    for (int feature = 0; feature < FeatureRing.FEATURES; feature++) {
      features[feature] = Arrays.copyOf(whole.features[feature], rows);
    }
    direction = Arrays.copyOf(whole.direction, rows);
    stretch = Arrays.copyOf(whole.stretch, rows);
  }

  /** Appends a row: a bar and the vector made of it. */
  void add(Bar bar, FeatureVector vector) {
    if (size == closeMs.length) {
      grow();
    }
    closeMs[size] = bar.getCloseTimeMs();
    open[size] = bar.getOpen();
    high[size] = bar.getHigh();
    low[size] = bar.getLow();
    close[size] = bar.getClose();
    atr14[size] = vector.getAtr14();
    features[0][size] = vector.getRsi14();
    features[1][size] = vector.getWaveTrend();
    features[2][size] = vector.getCci20();
    features[3][size] = vector.getAdx20();
    features[4][size] = vector.getRsi9();
    direction[size] = (byte) vector.getChandelierDirection();
    boolean restarts = bar.getMissingBefore() > 0;
    stretch[size] = size == 0 ? 0 : stretch[size - 1] + (restarts ? 1 : 0);
    size++;
  }

  private void grow() {
    int capacity = 2 * size;
    closeMs = Arrays.copyOf(closeMs, capacity);
    open = Arrays.copyOf(open, capacity);
    high = Arrays.copyOf(high, capacity);
    low = Arrays.copyOf(low, capacity);
    close = Arrays.copyOf(close, capacity);
    atr14 = Arrays.copyOf(atr14, capacity);
    for (int feature = 0; feature < FeatureRing.FEATURES; feature++) {
      features[feature] = Arrays.copyOf(features[feature], capacity);
    }
    direction = Arrays.copyOf(direction, capacity);
    stretch = Arrays.copyOf(stretch, capacity);
  }

  /** The rows that close at or before a time, and no others: a copy that knows nothing later. */
  public SeriesRows until(long lastCloseMs) {
    return new SeriesRows(this, firstAfter(lastCloseMs));
  }

  /** Number of rows that close at or before a time; the index of the first behind it. */
  public int firstAfter(long timeMs) {
    int found = Arrays.binarySearch(closeMs, 0, size, timeMs);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /** Symbol as the configuration names it. */
  public String instrument() {
    return instrument;
  }

  /** Length of the timeframe, ms. */
  public long timeframeMs() {
    return timeframeMs;
  }

  /** Number of rows. */
  public int size() {
    return size;
  }

  /** Close of the row's bar, ms since 1970 UTC. */
  public long closeMs(int row) {
    return closeMs[row];
  }

  /** Open of the row's bar. */
  public double open(int row) {
    return open[row];
  }

  /** High of the row's bar. */
  public double high(int row) {
    return high[row];
  }

  /** Low of the row's bar. */
  public double low(int row) {
    return low[row];
  }

  /** Close price of the row's bar. */
  public double close(int row) {
    return close[row];
  }

  /** ATR(14) at the row; NaN while undefined. */
  public double atr14(int row) {
    return atr14[row];
  }

  /** One feature of the row, 0 for f1 to 4 for f5; NaN while undefined. */
  public double feature(int feature, int row) {
    return features[feature][row];
  }

  /** Direction of the Chandelier Exit: 1, -1, or 0 while undefined. */
  public int direction(int row) {
    return direction[row];
  }

  /** Whether the row has all its features and its range. */
  public boolean isDefined(int row) {
    for (double[] column : features) {
      if (Double.isNaN(column[row])) {
        return false;
      }
    }
    return atr14[row] > 0;
  }

  /** Whether no restart of the indicators lies between two rows of the series. */
  public boolean areConnected(int earlier, int later) {
    return earlier >= 0 && later < size && stretch[earlier] == stretch[later];
  }
}
