package io.lorentz.flink.metrics;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.metrics.Gauge;

/**
 * A moment that the task writes and reporters read as an age in seconds; NaN before it is known.
 */
public final class Age {

  private static final long UNKNOWN = Long.MIN_VALUE;
  private static final double MS_PER_SECOND = 1e3;

  private final MeterClock clock;
  private final AtomicLong momentMs = new AtomicLong(UNKNOWN);

  /** An age by this clock. */
  public Age(MeterClock clock) {
    this.clock = clock;
  }

  /** Takes a moment, ms since 1970 UTC; a reporter sees it soon after. */
  public void since(long timeMs) {
    // Ordered, not fenced: a reporter may see it a moment later, the task pays next to nothing.
    momentMs.lazySet(timeMs);
  }

  /** The age, s. */
  public Gauge<Double> gauge() {
    return () -> {
      long sinceMs = momentMs.get();
      return sinceMs == UNKNOWN ? Double.NaN : (clock.wallMs() - sinceMs) / MS_PER_SECOND;
    };
  }
}
