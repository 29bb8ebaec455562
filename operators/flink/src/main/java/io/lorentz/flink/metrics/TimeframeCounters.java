package io.lorentz.flink.metrics;

import java.util.Arrays;
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
  private final Map<String, OfInstrument> instruments = new HashMap<>();

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

  /** Those of an instrument; who counts it often keeps them. */
  public OfInstrument of(String instrument) {
    return instruments.computeIfAbsent(instrument, OfInstrument::new);
  }

  /** The counters of one instrument: a few, so they are looked through and not hashed. */
  public final class OfInstrument {

    private final String instrument;
    private long[] timeframesMs = new long[0];
    private Counter[] counters = new Counter[0];

    private OfInstrument(String instrument) {
      this.instrument = instrument;
    }

    /**
     * The counter of a timeframe.
     *
     * @param timeframeMs length of a bar, ms
     */
    public Counter of(long timeframeMs) {
      for (int i = 0; i < timeframesMs.length; i++) {
        if (timeframesMs[i] == timeframeMs) {
          return counters[i];
        }
      }
      int added = timeframesMs.length;
      timeframesMs = Arrays.copyOf(timeframesMs, added + 1);
      counters = Arrays.copyOf(counters, added + 1);
      timeframesMs[added] = timeframeMs;
      counters[added] = register(instrument, timeframeMs);
      return counters[added];
    }
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
