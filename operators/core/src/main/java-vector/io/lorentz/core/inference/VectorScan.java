package io.lorentz.core.inference;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The scan by the Vector API. The same operations in the same order on each lane (no fused
 * multiply-add), so its ranking values have the bits of {@link ScalarScan}.
 *
 * <p>Compiled in an execution of its own, because the compiler warns of the incubating module;
 * loaded by name, and only where the module is there.
 */
final class VectorScan implements NeighbourScan {

  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private final double[] products = new double[LANES];

  @Override
  public void scan(
      FeatureRing ring,
      int fromSlot,
      int toSlot,
      long firstRow,
      double[] query,
      NearestRows nearest) {
    int whole = fromSlot + SPECIES.loopBound(toSlot - fromSlot);
    scanWhole(ring, fromSlot, whole, firstRow - fromSlot, query, nearest);
    for (int slot = whole; slot < toSlot; slot++) {
      double product = LorentzianDistance.product(ring.columns(), slot, query);
      offer(ring.labels(), slot, firstRow - fromSlot, product, nearest);
    }
  }

  private void scanWhole(
      FeatureRing ring,
      int fromSlot,
      int toSlot,
      long rowOffset,
      double[] query,
      NearestRows nearest) {
    double[][] columns = ring.columns();
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
    double threshold = nearest.threshold();
    for (int slot = fromSlot; slot < toSlot; slot += LANES) {
      DoubleVector product =
          factor(f1, slot, q1)
              .mul(factor(f2, slot, q2))
              .mul(factor(f3, slot, q3))
              .mul(factor(f4, slot, q4))
              .mul(factor(f5, slot, q5));
      VectorMask<Double> near = product.compare(VectorOperators.LT, threshold);
      if (near.anyTrue()) {
        product.intoArray(products, 0);
        for (int lane = 0; lane < LANES; lane++) {
          offer(ring.labels(), slot + lane, rowOffset, products[lane], nearest);
        }
        threshold = nearest.threshold();
      }
    }
  }

  private static DoubleVector factor(double[] column, int slot, double query) {
    return DoubleVector.fromArray(SPECIES, column, slot).sub(query).abs().add(1);
  }

  private static void offer(
      byte[] labels, int slot, long rowOffset, double product, NearestRows nearest) {
    // False for NaN: a row with an undefined feature never passes.
    if (product < nearest.threshold() && labels[slot] <= 1) {
      nearest.insert(rowOffset + slot, slot, product);
    }
  }
}
