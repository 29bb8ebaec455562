package io.lorentz.core.inference;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The scan by the Vector API. The same operations in the same order on each lane (no fused
 * multiply-add), so its ranking values have the bits of {@link ScalarScan}.
 *
 * <p>Three passes: the ranking values; an upper bound of the k-th smallest; the rows below it. The
 * bound spares the branch mispredictions of rows that enter and leave again, which otherwise cost
 * as much as the arithmetic: deal the slots out to groups; each group's smallest value is a
 * different row's, so k rows are no greater than the k-th smallest of these.
 *
 * <p>Compiled in an execution of its own, because the compiler warns of the incubating module;
 * loaded by name, and only where the module is there.
 */
final class VectorScan implements NeighbourScan {

  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  /** Four vectors of minima at a time, because each waits for its own last comparison. */
  private static final int GROUPS = 4 * LANES;

  // Indexed by slot.
  private double[] products = new double[0];
  // One per group of slots.
  private final double[] minima = new double[GROUPS];
  // The least of these, ascending.
  private final double[] least = new double[GROUPS];

  @Override
  public void scan(
      FeatureRing ring,
      int fromSlot,
      int toSlot,
      long firstRow,
      double[] query,
      NearestRows nearest) {
    if (products.length < ring.capacity()) {
      products = new double[ring.capacity()];
    }
    int whole = fromSlot + SPECIES.loopBound(toSlot - fromSlot);
    multiply(ring.columns(), fromSlot, whole, query);
    for (int slot = whole; slot < toSlot; slot++) {
      products[slot] = LorentzianDistance.product(ring.columns(), slot, query);
    }
    if (!nearest.isFull()) {
      nearest.limit(Math.nextUp(bound(fromSlot, whole, nearest.capacity())));
    }
    select(ring.labels(), fromSlot, whole, firstRow - fromSlot, nearest);
    for (int slot = whole; slot < toSlot; slot++) {
      offer(ring.labels(), slot, firstRow - fromSlot, nearest);
    }
  }

  private void multiply(double[][] columns, int fromSlot, int toSlot, double[] query) {
    double[] f1 = columns[0];
    double[] f2 = columns[1];
    double[] f3 = columns[2];
    double[] f4 = columns[3];
    double[] f5 = columns[4];
    double q1 = query[0];
    double q2 = query[1];
    double q3 = query[2];
    double q4 = query[3];
    double q5 = query[4];
    for (int slot = fromSlot; slot < toSlot; slot += LANES) {
      factor(f1, slot, q1)
          .mul(factor(f2, slot, q2))
          .mul(factor(f3, slot, q3))
          .mul(factor(f4, slot, q4))
          .mul(factor(f5, slot, q5))
          .intoArray(products, slot);
    }
  }

  private static DoubleVector factor(double[] column, int slot, double query) {
    return DoubleVector.fromArray(SPECIES, column, slot).sub(query).abs().add(1);
  }

  /**
   * No fewer than k ranking values, labelled or not, are at most this; infinite if none is known.
   */
  private double bound(int fromSlot, int toSlot, int k) {
    if (k > GROUPS) {
      return Double.POSITIVE_INFINITY;
    }
    findMinima(fromSlot, toSlot);
    // The k-th least of the groups' minima: they are products of k different rows.
    Arrays.fill(least, 0, k, Double.POSITIVE_INFINITY);
    for (double minimum : minima) {
      int rank = k - 1;
      // An undefined row makes its group's minimum NaN, which is never less.
      if (minimum < least[rank]) {
        while (rank > 0 && least[rank - 1] > minimum) {
          least[rank] = least[rank - 1];
          rank--;
        }
        least[rank] = minimum;
      }
    }
    return least[k - 1];
  }

  private void findMinima(int fromSlot, int toSlot) {
    DoubleVector least0 = DoubleVector.broadcast(SPECIES, Double.POSITIVE_INFINITY);
    DoubleVector least1 = least0;
    DoubleVector least2 = least0;
    DoubleVector least3 = least0;
    for (int slot = fromSlot; slot + GROUPS <= toSlot; slot += GROUPS) {
      least0 = lesser(least0, slot);
      least1 = lesser(least1, slot + LANES);
      least2 = lesser(least2, slot + 2 * LANES);
      least3 = lesser(least3, slot + 3 * LANES);
    }
    least0.intoArray(minima, 0);
    least1.intoArray(minima, LANES);
    least2.intoArray(minima, 2 * LANES);
    least3.intoArray(minima, 3 * LANES);
  }

  private DoubleVector lesser(DoubleVector least, int slot) {
    return least.min(DoubleVector.fromArray(SPECIES, products, slot));
  }

  private void select(
      byte[] labels, int fromSlot, int toSlot, long rowOffset, NearestRows nearest) {
    double threshold = nearest.threshold();
    for (int slot = fromSlot; slot < toSlot; slot += LANES) {
      DoubleVector product = DoubleVector.fromArray(SPECIES, products, slot);
      if (product.compare(VectorOperators.LT, threshold).anyTrue()) {
        for (int lane = 0; lane < LANES; lane++) {
          offer(labels, slot + lane, rowOffset, nearest);
        }
        threshold = nearest.threshold();
      }
    }
  }

  private void offer(byte[] labels, int slot, long rowOffset, NearestRows nearest) {
    double product = products[slot];
    // False for NaN: a row with an undefined feature never passes.
    if (product < nearest.threshold() && labels[slot] <= 1) {
      nearest.insert(rowOffset + slot, slot, product);
    }
  }
}
