package io.lorentz.flink.metrics;

import java.io.Serializable;

/**
 * The clock that metrics are measured by. Shells have none of their own: the job hands it in, and
 * tests set it. It is read for metrics only, never for a decision.
 */
public interface MeterClock extends Serializable {

  /** Time of day, ms since 1970 UTC. Read by the task and by reporters. */
  long wallMs();

  /** A time to measure spans with, ns; only differences have a meaning. */
  long nanos();

  /** A clock that stands still, for graphs that nobody watches. */
  static MeterClock stopped() {
    return new Stopped();
  }

  /** Says 0 at any time. */
  record Stopped() implements MeterClock {

    @Override
    public long wallMs() {
      return 0;
    }

    @Override
    public long nanos() {
      return 0;
    }
  }
}
