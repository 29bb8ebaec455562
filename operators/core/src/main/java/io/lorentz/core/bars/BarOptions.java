package io.lorentz.core.bars;

import java.io.Serializable;
import java.util.List;

/**
 * Which bars are built and how far a gap is bridged.
 *
 * @param timeframesMs lengths of the bars in ms, ascending; each a multiple of the first, which is
 *     the length of the bars that come in or are cut from trades. Default 60000, 300000, 900000
 * @param maxBridgedBars how many shortest bars missing in a row are replaced by synthetic ones, 0
 *     or more. Default 5
 */
public record BarOptions(List<Long> timeframesMs, int maxBridgedBars) implements Serializable {

  /** Checks and copies. */
  public BarOptions {
    if (timeframesMs.isEmpty()) {
      throw new IllegalArgumentException(
          "timeframesMs: is empty, was []; name at least one length");
    }
    timeframesMs = List.copyOf(timeframesMs);
    long before = 0;
    for (long lengthMs : timeframesMs) {
      if (lengthMs <= before) {
        throw new IllegalArgumentException(
            "timeframesMs: must be above 0 and ascending, was " + timeframesMs + "; sort it");
      }
      if (lengthMs % timeframesMs.get(0) != 0) {
        throw new IllegalArgumentException(
            "timeframesMs: each must be a multiple of the first, was "
                + timeframesMs
                + "; drop "
                + lengthMs
                + " or take bars of a length that divides it");
      }
      before = lengthMs;
    }
    if (maxBridgedBars < 0) {
      throw new IllegalArgumentException(
          "maxBridgedBars: must be 0 or more, was " + maxBridgedBars + "; 0 bridges nothing");
    }
  }

  /** 1m, 5m and 15m; up to five minutes are bridged. */
  public static BarOptions defaults() {
    return new BarOptions(List.of(60_000L, 300_000L, 900_000L), 5);
  }

  /** Length of the shortest bars, ms. */
  public long shortestMs() {
    return timeframesMs.get(0);
  }
}
