package io.lorentz.flink.metrics;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * Counters of one name, one per value of a label; each is registered when its value is first asked
 * for. They count from 0 when the task starts. Not safe for threads.
 */
public final class LabelledCounters {

  private final MetricGroup stage;
  private final String label;
  private final String name;
  private final Map<String, Counter> counters = new HashMap<>();

  /**
   * Counters of this name.
   *
   * @param stage group of the stage
   * @param label name of the label
   * @param name name of the counter, ending in {@code _total}
   */
  public LabelledCounters(MetricGroup stage, String label, String name) {
    this.stage = stage;
    this.label = label;
    this.name = name;
  }

  /** The counter of a value of the label. */
  public Counter of(String value) {
    Counter counter = counters.get(value);
    if (counter == null) {
      counter = stage.addGroup(label, value).counter(name);
      counters.put(value, counter);
    }
    return counter;
  }
}
