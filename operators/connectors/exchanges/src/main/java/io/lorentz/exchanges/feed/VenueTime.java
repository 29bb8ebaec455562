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
  private final Deque<Long> errorsMs = new ArrayDeque<>();
  private long medianMs;
  private long errorMs;

  void on(long askedMs, long venueMs, long answeredMs) {
    offsetsMs.addLast(venueMs - (askedMs + answeredMs) / 2);
    errorsMs.addLast((answeredMs - askedMs + 1) / 2);
    if (offsetsMs.size() > KEPT) {
      offsetsMs.removeFirst();
      errorsMs.removeFirst();
    }
    errorMs = errorsMs.stream().mapToLong(each -> each).max().orElseThrow();
    // Here, where an answer comes, and not with each frame that asks for it.
    medianMs = offsetsMs.stream().sorted().skip(offsetsMs.size() / 2).findFirst().orElseThrow();
  }

  /** How wrong that may be: the answer was written at any time of its way, ms. */
  long errorMs() {
    return errorMs;
  }

  boolean isKnown() {
    return !offsetsMs.isEmpty();
  }

  /** The venue's time minus ours, ms; 0 before the first answer. */
  long offsetMs() {
    return medianMs;
  }
}
