package io.lorentz.core.market;

import io.lorentz.schemas.Bar;
import io.lorentz.schemas.VenueFeedState;
import io.lorentz.schemas.wire.Imaged;

/** How reliably one venue gives the bars of one instrument. Not for several threads. */
final class Punctuality implements Imaged<VenueFeedState> {

  static final long NEVER = Long.MIN_VALUE;

  private final String venue;
  private long lastCloseMs = NEVER;
  private int inTime;

  Punctuality(String venue) {
    this.venue = venue;
  }

  Punctuality(VenueFeedState image) {
    venue = image.getVenue();
    lastCloseMs = image.getLastCloseMs();
    inTime = image.getInTime();
  }

  /** Takes note of a bar; one that is not behind the last says nothing about the venue. */
  void on(Bar bar, long receivedMs, long staleAfterMs) {
    long closeMs = bar.getCloseTimeMs();
    if (closeMs <= lastCloseMs) {
      return;
    }
    boolean follows = lastCloseMs != NEVER && closeMs == lastCloseMs + bar.getLengthMs();
    if (receivedMs - closeMs > staleAfterMs) {
      inTime = 0;
    } else {
      inTime = follows ? inTime + 1 : 1;
    }
    lastCloseMs = closeMs;
  }

  /** Close of its last bar, ms since 1970 UTC; {@link #NEVER} before the first. */
  long lastCloseMs() {
    return lastCloseMs;
  }

  /** Number of bars in a row, without a hole, that came in time. */
  int inTime() {
    return inTime;
  }

  /** It has failed: what it gave in time before counts no more. */
  void failed() {
    inTime = 0;
  }

  @Override
  public VenueFeedState image() {
    return new VenueFeedState(venue, lastCloseMs, inTime);
  }
}
