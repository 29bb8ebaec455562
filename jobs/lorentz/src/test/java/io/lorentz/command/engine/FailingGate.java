package io.lorentz.command.engine;

import io.lorentz.archive.SourceGate;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Holds the source before each of some records until a checkpoint that was taken there is complete,
 * then fails the task, once per record.
 */
final class FailingGate implements SourceGate {

  /** Checkpoints after which the task failed, in order; outlives the attempts. */
  static final Queue<Long> FAILED_AFTER = new ConcurrentLinkedQueue<>();

  private static final Set<Long> FAILED_AT = ConcurrentHashMap.newKeySet();
  private static final long NONE = -1;

  private final List<Long> holdAt;
  private long given;
  private long takenAt = NONE;
  private long completed = NONE;

  FailingGate(List<Long> holdAt) {
    this.holdAt = List.copyOf(holdAt);
    FAILED_AT.clear();
    FAILED_AFTER.clear();
  }

  @Override
  public boolean passes(long index) {
    given = index;
    if (!holdAt.contains(index) || FAILED_AT.contains(index)) {
      return true;
    }
    if (completed == NONE) {
      return false;
    }
    FAILED_AT.add(index);
    FAILED_AFTER.add(completed);
    throw new IllegalStateException("failed on purpose before record " + index);
  }

  /** Only the first checkpoint that is taken while held counts: the one to be restored from. */
  @Override
  public void snapshotTaken(long checkpointId, long given) {
    if (takenAt == NONE && given == this.given && holdAt.contains(given)) {
      takenAt = checkpointId;
    }
  }

  @Override
  public void checkpointCompleted(long checkpointId) {
    if (checkpointId == takenAt) {
      completed = checkpointId;
    }
  }
}
