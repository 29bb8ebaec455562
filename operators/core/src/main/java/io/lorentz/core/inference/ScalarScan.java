package io.lorentz.core.inference;

/**
 * The scan in plain Java: ranking values of a block of slots into a buffer (a loop that C2 turns
 * into vector instructions), then a pass that compares them with the threshold.
 */
final class ScalarScan implements NeighbourScan {

  /** Slots per block: buffer and five columns of a block fit the first-level cache (12 KiB). */
  private static final int BLOCK_SLOTS = 256;

  private final double[] products = new double[BLOCK_SLOTS];

  @Override
  public void scan(
      FeatureRing ring,
      int fromSlot,
      int toSlot,
      long firstRow,
      double[] query,
      NearestRows nearest) {
    for (int start = fromSlot; start < toSlot; start += BLOCK_SLOTS) {
      int count = Math.min(BLOCK_SLOTS, toSlot - start);
      LorentzianDistance.products(ring.columns(), start, count, query, products);
      select(ring.labels(), start, count, firstRow - fromSlot, nearest);
    }
  }

  private void select(byte[] labels, int start, int count, long rowOffset, NearestRows nearest) {
    double threshold = nearest.threshold();
    for (int i = 0; i < count; i++) {
      // False for NaN: a row with an undefined feature never passes.
      if (products[i] < threshold) {
        int slot = start + i;
        if (labels[slot] <= 1) {
          threshold = nearest.insert(rowOffset + slot, slot, products[i]);
        }
      }
    }
  }
}
