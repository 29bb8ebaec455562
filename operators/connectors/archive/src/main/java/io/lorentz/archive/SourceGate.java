package io.lorentz.archive;

import java.io.Serializable;

/**
 * A seam that holds an {@link ArchiveSource} before a chosen record until a checkpoint is complete,
 * so that a test can fail a job at a known place and know what the restored checkpoint holds.
 *
 * <p>All methods are called on the source's task thread. Each attempt of the task works with a
 * fresh copy of the gate; what must outlive an attempt (that it has failed once) lies outside of
 * it.
 */
public interface SourceGate extends Serializable {

  /** Called once per attempt, when the log is open. {@code given} records were given before. */
  default void opened(long given) {}

  /**
   * Says whether a record may be given now. False holds the source; it asks again after each
   * completed checkpoint. An exception fails the task.
   *
   * @param index place of the record in the log, from 0
   */
  boolean passes(long index);

  /** Called when the source's state goes into a checkpoint: {@code given} records were given. */
  default void snapshotTaken(long checkpointId, long given) {}

  /** Called when a checkpoint of the whole job is complete. */
  default void checkpointCompleted(long checkpointId) {}

  /** The gate of every run that is not a test: nothing is held. */
  static SourceGate open() {
    return index -> true;
  }
}
