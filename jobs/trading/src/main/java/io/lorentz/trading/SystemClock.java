package io.lorentz.trading;

import io.lorentz.flink.metrics.MeterClock;

/** The machine's clock, for metrics. It says nothing of worth while a replay runs through years. */
enum SystemClock implements MeterClock {
  /** The one. */
  INSTANCE;

  @Override
  public long wallMs() {
    return System.currentTimeMillis();
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }
}
