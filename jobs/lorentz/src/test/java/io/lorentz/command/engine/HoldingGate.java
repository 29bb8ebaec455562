package io.lorentz.command.engine;

import io.lorentz.archive.SourceGate;

/**
 * Holds the source before a record until the test lets it go, so that metrics can be read of a job
 * that stands still; on demand it fails the job once. Its switches are static: the gate travels in
 * the job graph.
 */
final class HoldingGate implements SourceGate {

  private static final long NONE = Long.MAX_VALUE;

  private static volatile boolean failing;
  private static volatile boolean open;

  private final long holdAt;
  private long takenAt = NONE;
  private long completed = Long.MIN_VALUE;

  HoldingGate(long holdAt) {
    this.holdAt = holdAt;
  }

  /** Before a run: nothing fails, nothing passes the place. */
  static void close() {
    failing = false;
    open = false;
  }

  /** Fails the job once, to be restored from a checkpoint taken where it is held. */
  static void fail() {
    failing = true;
  }

  /** Lets the rest of the log through. */
  static void release() {
    open = true;
  }

  @Override
  public boolean passes(long index) {
    if (index < holdAt || open) {
      return true;
    }
    if (failing && completed >= takenAt) {
      failing = false;
      throw new IllegalStateException("failed on purpose before record " + index);
    }
    return false;
  }

  @Override
  public void snapshotTaken(long checkpointId, long given) {
    if (takenAt == NONE && given == holdAt) {
      takenAt = checkpointId;
    }
  }

  @Override
  public void checkpointCompleted(long checkpointId) {
    completed = checkpointId;
  }
}
