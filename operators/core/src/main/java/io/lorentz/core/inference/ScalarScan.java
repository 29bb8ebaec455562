package io.lorentz.core.inference;

/**
 * The scan in plain Java: ranking values of a block of slots into a buffer (loops that C2 turns
 * into vector instructions), then a pass that compares them with the threshold.
 */
final class ScalarScan implements NeighbourScan {

  /** Slots per block: buffer and five columns of a block fit the first-level cache (12 KiB). */
  private static final int BLOCK_SLOTS = 256;

  // As long as a column, because equal indices let C2 vectorise; see LorentzianDistance.products.
  private double[] products = new double[0];

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
    for (int start = fromSlot; start < toSlot; start += BLOCK_SLOTS) {
      int end = Math.min(start + BLOCK_SLOTS, toSlot);
      LorentzianDistance.products(ring.columns(), start, end, query, products);
      select(ring.labels(), start, end, firstRow - fromSlot, nearest);
    }
  }

  private void select(byte[] labels, int from, int to, long rowOffset, NearestRows nearest) {
    double threshold = nearest.threshold();
    for (int slot = from; slot < to; slot++) {
      // False for NaN: a row with an undefined feature never passes.
      if (products[slot] < threshold && labels[slot] <= 1) {
        threshold = nearest.insert(rowOffset + slot, slot, products[slot]);
      }
    }
  }
}
