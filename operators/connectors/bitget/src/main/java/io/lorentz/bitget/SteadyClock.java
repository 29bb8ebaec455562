package io.lorentz.bitget;

import java.util.function.LongSupplier;

/**
 * Ms since 1970 UTC as this machine had them at the start, and from then on by a clock that does
 * not jump: whoever sets the machine's clock meanwhile changes nothing here. Safe for threads.
 */
final class SteadyClock implements LongSupplier {

  private static final long NANOS_PER_MS = 1_000_000;

  private final long startMs = System.currentTimeMillis();
  private final long startNanos = System.nanoTime();

  @Override
  public long getAsLong() {
    return startMs + (System.nanoTime() - startNanos) / NANOS_PER_MS;
  }
}
