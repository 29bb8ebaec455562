package io.lorentz.archive;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Holds the source before one record until a checkpoint that was taken there is complete, then
 * fails the task once.
 */
final class TestingFailureGate implements SourceGate {

  /** Checkpoints by gate after which the task failed; outlives the attempts. */
  private static final Map<String, Long> FAILED_AFTER = new ConcurrentHashMap<>();

  private static final long NONE = -1;

  private final String name;
  private final long holdAt;
  private long takenHere = NONE;
  private long completed = NONE;

  TestingFailureGate(String name, long holdAt) {
    this.name = name;
    this.holdAt = holdAt;
    FAILED_AFTER.remove(name);
  }

  static long failedAfter(String name) {
    return FAILED_AFTER.getOrDefault(name, NONE);
  }

  @Override
  public boolean passes(long index) {
    if (index < holdAt || FAILED_AFTER.containsKey(name)) {
      return true;
    }
    if (completed == NONE) {
      return false;
    }
    FAILED_AFTER.put(name, completed);
    throw new IllegalStateException("failed on purpose before record " + index);
  }

  @Override
  public void snapshotTaken(long checkpointId, long given) {
    if (given == holdAt) {
      takenHere = checkpointId;
    }
  }

  @Override
  public void checkpointCompleted(long checkpointId) {
    if (checkpointId == takenHere) {
      completed = checkpointId;
    }
  }
}
