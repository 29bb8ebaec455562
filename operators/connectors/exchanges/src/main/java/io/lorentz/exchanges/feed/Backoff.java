package io.lorentz.exchanges.feed;

import java.util.random.RandomGenerator;

/** Pauses that double, with a jitter of a half, up to a longest. Not for several threads. */
final class Backoff {

  private final long firstMs;
  private final long longestMs;
  private final RandomGenerator random;
  private int failures;

  Backoff(long firstMs, long longestMs, RandomGenerator random) {
    this.firstMs = firstMs;
    this.longestMs = longestMs;
    this.random = random;
  }

  /** The pause before the next attempt, ms. */
  long nextMs() {
    long pauseMs = Math.min(longestMs, firstMs << Math.min(failures, 20));
    failures++;
    return pauseMs / 2 + random.nextLong(pauseMs / 2 + 1);
  }

  /** It went well: the next pause is the first again. */
  void reset() {
    failures = 0;
  }
}
