package io.lorentz.exchanges.feed;

import java.util.random.RandomGenerator;

/** Pauses that double, with a jitter of a half, up to a longest. Not for several threads. */
public final class Backoff {

  private final long firstMs;
  private final long longestMs;
  private final RandomGenerator random;
  private int failures;

  /**
   * Pauses from the first to the longest.
   *
   * @param firstMs ms, 1 or more
   * @param longestMs ms
   * @param random where the jitter comes from
   */
  public Backoff(long firstMs, long longestMs, RandomGenerator random) {
    this.firstMs = firstMs;
    this.longestMs = longestMs;
    this.random = random;
  }

  /** The pause before the next attempt, ms. */
  public long nextMs() {
    long pauseMs = Math.min(longestMs, firstMs << Math.min(failures, 20));
    failures++;
    return pauseMs / 2 + random.nextLong(pauseMs / 2 + 1);
  }

  /** It went well: the next pause is the first again. */
  public void reset() {
    failures = 0;
  }
}
