package io.lorentz.flink.metrics;

import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.metrics.CharacterFilter;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.Meter;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;

/** Keeps what is registered, by its path: {@code bars.instrument.BTCUSDT.gaps_total}. */
public final class RecordedMetrics implements MetricGroup {

  private final String path;
  private final Map<String, Metric> metrics;

  /** Nothing is registered. */
  public RecordedMetrics() {
    this("", new TreeMap<>());
  }

  private RecordedMetrics(String path, Map<String, Metric> metrics) {
    this.path = path;
    this.metrics = metrics;
  }

  /** The count of a counter, or what a gauge says. */
  public double value(String name) {
    Metric metric = metrics.get(name);
    if (metric instanceof Counter counter) {
      return (double) counter.getCount();
    }
    if (metric instanceof Gauge<?> gauge) {
      return ((Number) gauge.getValue()).doubleValue();
    }
    throw new AssertionError("no value of " + name + " among " + metrics.keySet());
  }

  private <M extends Metric> M register(String name, M metric) {
    if (metrics.put(path + name, metric) != null) {
      throw new AssertionError("registered twice: " + path + name);
    }
    return metric;
  }

  @Override
  public Counter counter(String name) {
    return register(name, new SimpleCounter());
  }

  @Override
  public <C extends Counter> C counter(String name, C counter) {
    return register(name, counter);
  }

  @Override
  public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
    return register(name, gauge);
  }

  @Override
  public <H extends Histogram> H histogram(String name, H histogram) {
    return register(name, histogram);
  }

  @Override
  public <M extends Meter> M meter(String name, M meter) {
    return register(name, meter);
  }

  @Override
  public MetricGroup addGroup(String name) {
    return new RecordedMetrics(path + name + ".", metrics);
  }

  @Override
  public MetricGroup addGroup(String key, String value) {
    return addGroup(key).addGroup(value);
  }

  @Override
  public String[] getScopeComponents() {
    return new String[0];
  }

  @Override
  public Map<String, String> getAllVariables() {
    return Map.of();
  }

  @Override
  public String getMetricIdentifier(String name) {
    return path + name;
  }

  @Override
  public String getMetricIdentifier(String name, CharacterFilter filter) {
    return getMetricIdentifier(name);
  }
}
