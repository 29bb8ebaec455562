package io.lorentz.command.check;

import java.util.List;
import java.util.Optional;

/**
 * What the check for look-ahead found.
 *
 * @param cuts every cut, in order of time, with the first thing that changed before it
 * @param rowsCompared rows held against one another, over all cuts
 * @param fills fills held against the bars they come from
 * @param fillFaults fills that no bar can have given, one line each, in order of time
 */
public record LookAheadResult(
    List<CutResult> cuts, long rowsCompared, long fills, List<String> fillFaults) {

  /**
   * One cut.
   *
   * @param cut where
   * @param rows rows before it that were compared
   * @param difference the first that changed; empty if none did
   */
  public record CutResult(Cut cut, long rows, Optional<Difference> difference) {}

  /** True if nothing was found. */
  public boolean clean() {
    return fillFaults.isEmpty() && cuts.stream().allMatch(cut -> cut.difference().isEmpty());
  }
}
