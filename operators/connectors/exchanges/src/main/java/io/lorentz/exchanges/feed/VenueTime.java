package io.lorentz.exchanges.feed;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How far the venue's clock is ahead of ours: the median of the last few answers, each taken to be
 * written in the middle between question and answer. Not for several threads.
 */
final class VenueTime {

  private static final int KEPT = 5;

  private final Deque<Long> offsetsMs = new ArrayDeque<>();
  private long medianMs;

  void on(long askedMs, long venueMs, long answeredMs) {
    offsetsMs.addLast(venueMs - (askedMs + answeredMs) / 2);
    if (offsetsMs.size() > KEPT) {
      offsetsMs.removeFirst();
    }
    // Here, where an answer comes, and not with each frame that asks for it.
    medianMs = offsetsMs.stream().sorted().skip(offsetsMs.size() / 2).findFirst().orElseThrow();
  }

  boolean isKnown() {
    return !offsetsMs.isEmpty();
  }

  /** The venue's time minus ours, ms; 0 before the first answer. */
  long offsetMs() {
    return medianMs;
  }
}
