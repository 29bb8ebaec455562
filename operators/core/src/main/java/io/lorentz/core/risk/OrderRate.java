package io.lorentz.core.risk;

import java.util.ArrayList;
import java.util.List;

/**
 * Counts orders within the last minute of market time: the window is (now - 1 minute, now]. Keeps
 * as many times as may lie in it. Not safe for threads.
 */
final class OrderRate {

  private static final long WINDOW_MS = 60_000L;

  private final long[] times;
  private int next;
  private int count;

  OrderRate(int maxPerMinute) {
    this.times = new long[maxPerMinute];
  }

  void restore(List<Long> oldestFirst) {
    for (long time : oldestFirst) {
      add(time);
    }
  }

  List<Long> oldestFirst() {
    List<Long> all = new ArrayList<>(count);
    for (int k = count; k > 0; k--) {
      all.add(times[Math.floorMod(next - k, times.length)]);
    }
    return all;
  }

  void add(long timeMs) {
    times[next] = timeMs;
    next = (next + 1) % times.length;
    count = Math.min(count + 1, times.length);
  }

  /** Whether one more order now would be one too many. */
  boolean exhausted(long nowMs) {
    return count == times.length && times[next] > nowMs - WINDOW_MS;
  }
}
