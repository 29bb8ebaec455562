package io.lorentz.core.bars;

import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.BarWindow;

/**
 * One bar in the making. Used again for each bar of its length, so that nothing is left behind.
 *
 * <p>Volumes are added by Neumaier's compensated summation (1974): what is left of the rounding is
 * that of the terms themselves, however many there are.
 */
final class Window {

  /** Stands for a time before any data. */
  static final long NEVER = Long.MIN_VALUE;

  final long lengthMs;
  private final int bars;
  private long endMs = NEVER;
  private double open = Double.NaN;
  private double high = Double.NaN;
  private double low = Double.NaN;
  private double close = Double.NaN;
  private double volume;
  private double volumeRest;
  private int complete;
  private int real;
  private int synthetic;
  private long lastGivenMs = NEVER;
  private boolean afterGap;

  Window(long lengthMs, long shortestMs) {
    this.lengthMs = lengthMs;
    this.bars = (int) (lengthMs / shortestMs);
  }

  /** End of the window (start, end] that holds this close. */
  long endOf(long closeMs) {
    return closeMs + Math.floorMod(-closeMs, lengthMs);
  }

  /** Goes to the window that ends then, which is new if it is another than before. */
  void enter(long windowEndMs) {
    if (endMs != windowEndMs) {
      clear();
      endMs = windowEndMs;
    }
  }

  private void clear() {
    open = Double.NaN;
    high = Double.NaN;
    low = Double.NaN;
    close = Double.NaN;
    volume = 0;
    volumeRest = 0;
    complete = 0;
    real = 0;
    synthetic = 0;
    afterGap = false;
  }

  /** Adds a shortest bar that was seen. */
  void addReal(Bar bar) {
    addPrices(bar.getOpen(), bar.getHigh(), bar.getLow(), bar.getClose());
    addVolume(bar.getVolume());
    real++;
    complete += bar.getQuality() == BarQuality.COMPLETE ? 1 : 0;
    afterGap |= bar.getMissingBefore() > 0;
  }

  /** Adds a shortest bar that was bridged at this price. */
  void addSynthetic(double price) {
    addPrices(price, price, price, price);
    synthetic++;
  }

  /** Adds a trade. */
  void addTrade(double price, double size) {
    addPrices(price, price, price, price);
    addVolume(size);
  }

  private void addPrices(double first, double highest, double lowest, double last) {
    if (Double.isNaN(open)) {
      open = first;
      high = highest;
      low = lowest;
    } else {
      high = Math.max(high, highest);
      low = Math.min(low, lowest);
    }
    close = last;
  }

  private void addVolume(double amount) {
    double sum = volume + amount;
    volumeRest += volume >= amount ? (volume - sum) + amount : (amount - sum) + volume;
    volume = sum;
  }

  boolean hasAny() {
    return !Double.isNaN(open);
  }

  /** Closes the window; only when something came. The next bar enters another. */
  Bar give(String instrument, boolean corrected) {
    int missingBefore = afterGap ? neverGiven() : 0;
    Bar bar = bar(instrument, quality(), corrected, missingBefore);
    lastGivenMs = endMs;
    return bar;
  }

  /** Closes the window of trades, whose quality the windows of bars rest on. */
  Bar giveCut(String instrument, boolean whole) {
    return bar(instrument, whole ? BarQuality.COMPLETE : BarQuality.PARTIAL, false, 0);
  }

  private Bar bar(String instrument, BarQuality quality, boolean corrected, int missingBefore) {
    return new Bar(
        instrument,
        lengthMs,
        endMs,
        open,
        high,
        low,
        close,
        volume + volumeRest,
        quality,
        corrected,
        missingBefore);
  }

  private BarQuality quality() {
    if (complete == bars) {
      return BarQuality.COMPLETE;
    }
    return real == 0 ? BarQuality.SYNTHETIC : BarQuality.PARTIAL;
  }

  /** At least 1: even if no bar of this length is missing, some of its minutes are. */
  private int neverGiven() {
    if (lastGivenMs == NEVER) {
      return 1;
    }
    long between = (endMs - lastGivenMs) / lengthMs - 1;
    return (int) Math.min(Integer.MAX_VALUE, Math.max(1, between));
  }

  long endMs() {
    return endMs;
  }

  void take(Window other) {
    endMs = other.endMs;
    open = other.open;
    high = other.high;
    low = other.low;
    close = other.close;
    volume = other.volume;
    volumeRest = other.volumeRest;
    complete = other.complete;
    real = other.real;
    synthetic = other.synthetic;
    lastGivenMs = other.lastGivenMs;
    afterGap = other.afterGap;
  }

  void take(BarWindow image) {
    endMs = image.getEndMs();
    open = image.getOpen();
    high = image.getHigh();
    low = image.getLow();
    close = image.getClose();
    volume = image.getVolume();
    volumeRest = image.getVolumeRest();
    complete = image.getComplete();
    real = image.getReal();
    synthetic = image.getSynthetic();
    lastGivenMs = image.getLastGivenMs();
    afterGap = image.getAfterGap();
  }

  BarWindow image() {
    return new BarWindow(
        lengthMs,
        endMs,
        open,
        high,
        low,
        close,
        volume,
        volumeRest,
        complete,
        real,
        synthetic,
        lastGivenMs,
        afterGap);
  }
}
