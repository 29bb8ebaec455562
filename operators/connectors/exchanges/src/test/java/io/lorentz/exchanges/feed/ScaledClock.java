package io.lorentz.exchanges.feed;

import java.util.function.LongSupplier;

/** A clock that runs so many times as fast as the machine's, from a given time on. */
public final class ScaledClock implements LongSupplier {

  private static final long NANOS_PER_MS = 1_000_000;

  private final long beginMs;
  private final long beginNanos = System.nanoTime();
  private final long speed;

  public ScaledClock(long beginMs, long speed) {
    this.beginMs = beginMs;
    this.speed = speed;
  }

  @Override
  public long getAsLong() {
    return beginMs + (System.nanoTime() - beginNanos) * speed / NANOS_PER_MS;
  }
}
