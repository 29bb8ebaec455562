package io.lorentz.bitget.desk;

import java.util.function.BooleanSupplier;

/**
 * Something to be asked of the venue now.
 *
 * @param id goes back with the outcome
 * @param notAfterMs when it has not left by then it must not leave any more, ms since 1970 UTC by
 *     the venue's clock; {@code Long.MAX_VALUE} if it may leave at any time
 * @param stillWanted asked right before it leaves, by any thread; if false it must not leave any
 *     more
 */
public record Asked(long id, Ask ask, long notAfterMs, BooleanSupplier stillWanted) {

  /** What may leave whenever it can. */
  public static Asked always(long id, Ask ask) {
    return new Asked(id, ask, Long.MAX_VALUE, () -> true);
  }

  /**
   * Whether the records that were written with it must be in the log before it leaves. What only
   * asks, takes back, protects or reduces does no harm without them, and must not wait for a broker
   * that has stalled.
   */
  public boolean waitsForLog() {
    if (ask instanceof Ask.Place place) {
      return !place.reduceOnly();
    }
    return ask instanceof Ask.OneWayMode
        || ask instanceof Ask.IsolatedMargin
        || ask instanceof Ask.SetLeverage;
  }
}
