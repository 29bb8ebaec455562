package io.lorentz.core.inference;

/**
 * Searches rows of a ring for the nearest ones. Nearest by {@link LorentzianDistance}, ties to the
 * smaller row; rows without a label are passed over. Not thread-safe.
 */
public final class RingSearch {

  private final NeighbourScan scan;
  private final NearestRows nearest;
  private final int neighbours;

  /** Searches with the fastest scan this JVM has. */
  public RingSearch(int neighbours) {
    this(neighbours, NeighbourScan.fastest());
  }

  /**
   * Searches.
   *
   * @param neighbours how many rows to find, 1 or more
   * @param scan how rows are searched; its choice changes the speed only
   */
  public RingSearch(int neighbours, NeighbourScan scan) {
    this.neighbours = neighbours;
    this.scan = scan;
    nearest = new NearestRows(neighbours);
  }

  /**
   * Finds the nearest of the rows {@code firstRow} to {@code lastRow}, none if the first is
   * greater.
   *
   * @param query five features, all defined
   * @return at most as many as asked for, nearest first; overwritten by the next search
   */
  public NearestRows search(FeatureRing ring, long firstRow, long lastRow, double[] query) {
    nearest.clear(true);
    offer(ring, firstRow, lastRow, query);
    if (nearest.isCutShort()) {
      nearest.clear(false);
      offer(ring, firstRow, lastRow, query);
    }
    return nearest;
  }

  /**
   * The mean label of the nearest rows, -1 to 1; NaN while there are fewer than asked for.
   *
   * @param query five features, all defined
   */
  public double vote(FeatureRing ring, long firstRow, long lastRow, double[] query) {
    NearestRows found = search(ring, firstRow, lastRow, query);
    if (!found.isFull()) {
      return Double.NaN;
    }
    byte[] labels = ring.labels();
    int sum = 0;
    for (int rank = 0; rank < neighbours; rank++) {
      sum += labels[found.slot(rank)];
    }
    return (double) sum / neighbours;
  }

  private void offer(FeatureRing ring, long firstRow, long lastRow, double[] query) {
    if (firstRow > lastRow) {
      return;
    }
    int from = ring.slot(firstRow);
    int to = ring.slot(lastRow) + 1;
    if (from < to) {
      scan.scan(ring, from, to, firstRow, query, nearest);
    } else {
      // The rows lie around the end of the ring: the older part first, for the ties.
      int older = ring.capacity() - from;
      scan.scan(ring, from, ring.capacity(), firstRow, query, nearest);
      scan.scan(ring, 0, to, firstRow + older, query, nearest);
    }
  }
}
