package io.lorentz.kafka;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which records of a log to read: by offsets, because the log goes on growing and a time or "the
 * end" would be another place tomorrow.
 *
 * @param topic the topic of the log
 * @param from first offset by partition
 * @param end offset behind the last record by partition, for the same partitions
 * @param tradingFrom where trading starts instead of where the log says so; empty leaves the log as
 *     it is
 */
public record LogRange(
    String topic,
    Map<Integer, Long> from,
    Map<Integer, Long> end,
    Optional<TradingFrom> tradingFrom)
    implements Serializable {

  /**
   * A start of trading that is put into the log as it is read; those in the log are left out.
   *
   * @param partition partition of the record before which it is put
   * @param offset offset of that record
   * @param logTimeMs its log time, between those of the record before and of that record
   * @param startMs market time from which on bars may be traded, ms since 1970 UTC
   */
  public record TradingFrom(int partition, long offset, long logTimeMs, long startMs)
      implements Serializable {}

  /** Checks and copies. */
  public LogRange {
    if (!from.keySet().equals(end.keySet()) || from.isEmpty()) {
      throw new IllegalArgumentException(
          "end: must name the partitions of from, " + from.keySet() + ", was " + end.keySet());
    }
    from = Collections.unmodifiableMap(new TreeMap<>(from));
    end = Collections.unmodifiableMap(new TreeMap<>(end));
    for (Map.Entry<Integer, Long> first : from.entrySet()) {
      if (first.getValue() < 0 || first.getValue() > end.get(first.getKey())) {
        throw new IllegalArgumentException(
            "from: must be 0 to "
                + end.get(first.getKey())
                + " in partition "
                + first.getKey()
                + ", was "
                + first.getValue()
                + "; move one of them");
      }
    }
  }

  /** The records of one partition as they are. */
  public static LogRange of(String topic, int partition, long from, long end) {
    return new LogRange(topic, Map.of(partition, from), Map.of(partition, end), Optional.empty());
  }

  /** The same with trading from there on. */
  public LogRange withTradingFrom(TradingFrom start) {
    return new LogRange(topic, from, end, Optional.of(start));
  }

  /** The log and the ranges, for a person. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(topic);
    from.forEach(
        (partition, first) ->
            text.append(", partition ")
                .append(partition)
                .append(" offsets ")
                .append(first)
                .append(" to ")
                .append(end.get(partition) - 1));
    return text.toString();
  }
}
