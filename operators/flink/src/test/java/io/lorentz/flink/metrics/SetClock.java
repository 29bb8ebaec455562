package io.lorentz.flink.metrics;

/** A clock that a test sets. */
public final class SetClock implements MeterClock {

  private long wallMs;

  /** Sets the time of day, ms since 1970 UTC. */
  public void set(long timeMs) {
    wallMs = timeMs;
  }

  @Override
  public long wallMs() {
    return wallMs;
  }

  @Override
  public long nanos() {
    return wallMs * 1_000_000;
  }
}
