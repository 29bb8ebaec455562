package io.lorentz.core.inference;

import java.util.Optional;

/**
 * One pass over consecutive slots of a ring that hands the near rows to {@link NearestRows}. All
 * scans give the same rows in the same order with the same bits; they differ in speed only. A scan
 * owns buffers and is not thread-safe.
 */
public interface NeighbourScan {

  /**
   * Offers the rows of the slots {@code fromSlot} (inclusive) to {@code toSlot} (exclusive). Rows
   * with an undefined feature or without a matured label are not accepted.
   *
   * @param ring the rows
   * @param firstRow row index of the row in {@code fromSlot}; the following slots hold the
   *     following rows
   * @param query five features
   * @param nearest what was found so far, in rows before {@code firstRow}
   */
  void scan(
      FeatureRing ring,
      int fromSlot,
      int toSlot,
      long firstRow,
      double[] query,
      NearestRows nearest);

  /** The scan in plain Java. */
  static NeighbourScan scalar() {
    return new ScalarScan();
  }

  /**
   * The scan by the Vector API; empty where the JVM was started without {@code --add-modules
   * jdk.incubator.vector}.
   */
  static Optional<NeighbourScan> vector() {
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      return Optional.empty();
    }
    try {
      // By name: the class links to the incubating module and must not be touched without it.
      Class<?> scan = Class.forName("io.lorentz.core.inference.VectorScan");
      return Optional.of((NeighbourScan) scan.getDeclaredConstructor().newInstance());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("VectorScan was not built into this jar", e);
    }
  }

  /**
   * The scan for a job: plain Java at first, the Vector API, where the JVM has it, in the long run.
   */
  static NeighbourScan fastest() {
    return vector()
        .<NeighbourScan>map(vector -> new WarmingScan(scalar(), vector))
        .orElseGet(NeighbourScan::scalar);
  }
}
