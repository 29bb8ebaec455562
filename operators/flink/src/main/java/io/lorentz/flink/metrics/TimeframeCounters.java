package io.lorentz.flink.metrics;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * Counters of one name by instrument and timeframe; each is registered when it is first asked for.
 * They count from 0 when the task starts. Not safe for threads.
 */
public final class TimeframeCounters {

  private static final long MINUTE_MS = 60_000;

  private final MetricGroup stage;
  private final String name;
  private final Map<String, Map<Long, Counter>> counters = new HashMap<>();

  /**
   * Counters of this name.
   *
   * @param stage group of the stage
   * @param name name of the counter, ending in {@code _total}
   */
  public TimeframeCounters(MetricGroup stage, String name) {
    this.stage = stage;
    this.name = name;
  }

  /**
   * The counter of an instrument and a timeframe.
   *
   * @param timeframeMs length of a bar, ms
   */
  public Counter of(String instrument, long timeframeMs) {
    return counters
        .computeIfAbsent(instrument, none -> new HashMap<>())
        .computeIfAbsent(timeframeMs, none -> register(instrument, timeframeMs));
  }

  private Counter register(String instrument, long timeframeMs) {
    return stage
        .addGroup("instrument", instrument)
        .addGroup("timeframe", label(timeframeMs))
        .counter(name);
  }

  /** Whole minutes as 1m, anything else in ms. */
  static String label(long timeframeMs) {
    return timeframeMs % MINUTE_MS == 0 ? timeframeMs / MINUTE_MS + "m" : timeframeMs + "ms";
  }
}
