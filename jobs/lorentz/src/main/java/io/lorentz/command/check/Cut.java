package io.lorentz.command.check;

import java.util.Locale;

/**
 * A moment behind which the future is changed.
 *
 * @param timeMs market time, ms since 1970 UTC: bars that close by then are as they were
 * @param place why this moment
 * @param future what becomes of the bars behind it
 */
public record Cut(long timeMs, Place place, Future future) {

  /** Why a moment is looked at. */
  public enum Place {
    /** Evenly spread over the data, most of them inside a window of a longer timeframe. */
    SPREAD,
    /** While a position is open. */
    POSITION_OPEN,
    /** The decision to enter: what fills the order lies behind the cut. */
    AT_DECISION;

    /** For people. */
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /** What becomes of the future. */
  public enum Future {
    /** There is none. */
    TRUNCATED,
    /** Another one, of the same length. */
    SHUFFLED;

    /** For people. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
