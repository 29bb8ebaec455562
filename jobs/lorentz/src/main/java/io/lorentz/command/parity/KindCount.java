package io.lorentz.command.parity;

/**
 * Rows of one kind within the span that was replayed.
 *
 * @param equal in both, and equal
 * @param repeats recorded more than once, equal: a job that starts again does that
 * @param missing replayed and not recorded
 * @param superfluous recorded and not replayed
 * @param unequal in both, and different
 * @param notReached replayed and not recorded, because the run has not come so far yet
 * @param notKept replayed, and older than what the topic still holds
 */
public record KindCount(
    long equal,
    long repeats,
    long missing,
    long superfluous,
    long unequal,
    long notReached,
    long notKept) {

  /** Rows in which they differ. */
  public long differences() {
    return missing + superfluous + unequal;
  }
}
