package io.lorentz.flink.group;

import io.lorentz.schemas.GroupInput;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;

/**
 * Inputs that wait for their watermark, by log time. Those of one log time are sorted only when
 * they are due: they are a handful, while one channel of a replay can be thousands of log times
 * ahead of another, and a heap of all of them is a walk through cold memory per input.
 *
 * <p>Not thread-safe.
 */
final class WaitingRoom {

  private final TreeMap<Long, List<Waiting>> byLogTime = new TreeMap<>();

  // The next input mostly has the log time of the one before it.
  private long lastLogTimeMs;
  private List<Waiting> last = List.of();

  /** Lets an input wait for the group of this key. */
  void add(Object group, GroupInput input) {
    long logTimeMs = input.getLogTimeMs();
    if (last.isEmpty() || logTimeMs != lastLogTimeMs) {
      last = byLogTime.computeIfAbsent(logTimeMs, time -> new ArrayList<>());
      lastLogTimeMs = logTimeMs;
    }
    last.add(new Waiting(group, input));
  }

  /**
   * Takes out all inputs of the earliest log time, in law 3's order, if that time is at or before
   * the given one; else none.
   */
  List<Waiting> due(long logTimeMs) {
    if (byLogTime.isEmpty() || byLogTime.firstKey() > logTimeMs) {
      return List.of();
    }
    List<Waiting> due = byLogTime.pollFirstEntry().getValue();
    if (due == last) {
      last = List.of();
    }
    Collections.sort(due);
    return due;
  }

  boolean isEmpty() {
    return byLogTime.isEmpty();
  }

  /** One of the inputs of the earliest log time. */
  GroupInput first() {
    return byLogTime.firstEntry().getValue().get(0).input();
  }

  /** Everything that waits. */
  Iterable<Waiting> all() {
    return () -> byLogTime.values().stream().flatMap(List::stream).iterator();
  }
}
