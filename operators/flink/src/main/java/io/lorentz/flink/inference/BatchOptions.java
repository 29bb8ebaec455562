package io.lorentz.flink.inference;

import java.io.Serializable;

/**
 * How queries are gathered into batches.
 *
 * @param maxQueries a batch leaves when it holds so many queries; 1 or more; default 1
 * @param maxWaitMs a batch leaves at the latest so long after its first query, ms of processing
 *     time; 0 means that each query is computed at once on the task thread, the default for plain
 *     Java, which has nothing to gain from waiting
 * @param maxInFlight the operator holds back its input while so many queries are unanswered; at
 *     least {@code maxQueries}; default 64
 */
public record BatchOptions(int maxQueries, long maxWaitMs, int maxInFlight)
    implements Serializable {

  /** Checks every component; the message names it. */
  public BatchOptions {
    require(maxQueries >= 1, "maxQueries: must be at least 1, was " + maxQueries + "; 1 is usual");
    require(maxWaitMs >= 0, "maxWaitMs: must be 0 or more, was " + maxWaitMs + "; 0 is usual");
    require(
        maxInFlight >= maxQueries,
        "maxInFlight: must be at least maxQueries ("
            + maxQueries
            + "), was "
            + maxInFlight
            + "; raise it");
  }

  /** Computed at once: no batches. */
  public static BatchOptions defaults() {
    return new BatchOptions(1, 0, 64);
  }

  /** What makes a trip to a device worth it: up to 64 queries, 2 ms at most. */
  public static BatchOptions forDevice() {
    return new BatchOptions(64, 2, 64);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
