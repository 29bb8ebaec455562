package io.lorentz.core.features;

import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;

/** Bars for the stage, with a price that wanders as a fixed function of its number. */
final class StageBars {

  static final String INSTRUMENT = "BTCUSDT";
  static final long MINUTE_MS = 60_000L;

  private StageBars() {}

  /** The usual bar number i of the 1m series; it closes at (i + 1) minutes. */
  static Bar.Builder minute(int i) {
    return bar(i, 30_000.0 + ticks(i) * 0.5, MINUTE_MS);
  }

  /** The bar that stands in for minute i. */
  static Bar synthetic(int i) {
    return minute(i).setQuality(BarQuality.SYNTHETIC).setVolume(0.0).build();
  }

  /** Another version of minute i. */
  static Bar.Builder corrected(int i) {
    return bar(i, 30_007.0 + ticks(i) * 0.5, MINUTE_MS).setCorrected(true);
  }

  static Bar.Builder bar(int i, double close, long lengthMs) {
    double open = close - ticks(i + 3) * 0.25;
    return Bar.newBuilder()
        .setInstrument(INSTRUMENT)
        .setLengthMs(lengthMs)
        .setCloseTimeMs((i + 1) * lengthMs)
        .setOpen(open)
        .setHigh(Math.max(open, close) + Math.abs(ticks(i + 5)) * 0.5)
        .setLow(Math.min(open, close) - Math.abs(ticks(i + 7)) * 0.5)
        .setClose(close)
        .setVolume(1.0)
        .setQuality(BarQuality.COMPLETE)
        .setCorrected(false)
        .setMissingBefore(0);
  }

  /** -60 to 60, without a pattern that an indicator could rest on. */
  private static long ticks(int i) {
    long mixed = (i + 1) * 0x9E3779B97F4A7C15L;
    mixed ^= mixed >>> 29;
    mixed *= 0xBF58476D1CE4E5B9L;
    mixed ^= mixed >>> 32;
    return Math.floorMod(mixed, 121L) - 60L;
  }
}
