package io.lorentz.command.parity;

import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;

/**
 * What a comparison of a recorded run with its replay found.
 *
 * @param kinds counts by kind of row: account, fills, orders, outcomes, signals
 * @param first the first rows in which they differ, by the log time of their cause
 * @param reachedMs log time up to which the run is known to have come, ms since 1970 UTC; empty if
 *     it recorded no row with a cause
 */
public record ParityResult(
    SortedMap<String, KindCount> kinds, List<Parting> first, OptionalLong reachedMs) {

  /** Rows in which they differ. */
  public long differences() {
    return kinds.values().stream().mapToLong(KindCount::differences).sum();
  }

  /** Rows that are equal. */
  public long equal() {
    return kinds.values().stream().mapToLong(KindCount::equal).sum();
  }

  /** Rows that the run has not come to. */
  public long notReached() {
    return kinds.values().stream().mapToLong(KindCount::notReached).sum();
  }
}
