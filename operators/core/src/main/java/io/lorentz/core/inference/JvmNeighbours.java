package io.lorentz.core.inference;

import java.util.List;

/**
 * The member {@code lorentzian}: the sum of the matured labels of the k exact nearest neighbours,
 * divided by k. Undefined until there are k candidates.
 *
 * <p>Candidates of row i are the rows i - horizon - (window - 1) to i - horizon whose features and
 * label are defined; nearest by {@link LorentzianDistance}, ties to the smaller row. Not
 * thread-safe: one instance per worker.
 */
public final class JvmNeighbours implements Classifier {

  private final NeighbourScan scan;
  private final NearestRows nearest;
  private final int neighbours;

  /** Makes the member with the fastest scan this JVM has. */
  public JvmNeighbours(EnsembleOptions options) {
    this(options, NeighbourScan.fastest());
  }

  /**
   * Makes the member.
   *
   * @param options how many neighbours vote
   * @param scan how rows are searched; its choice changes the speed only
   */
  public JvmNeighbours(EnsembleOptions options, NeighbourScan scan) {
    this.scan = scan;
    neighbours = options.neighbours();
    nearest = new NearestRows(neighbours);
  }

  @Override
  public String name() {
    return Member.LORENTZIAN.key();
  }

  @Override
  public void score(List<Query> batch, double[] scores) {
    for (int i = 0; i < batch.size(); i++) {
      scores[i] = score(batch.get(i));
    }
  }

  private double score(Query query) {
    NearestRows found = search(query);
    if (!found.isFull()) {
      return Double.NaN;
    }
    byte[] labels = query.ring().labels();
    int sum = 0;
    for (int rank = 0; rank < neighbours; rank++) {
      sum += labels[found.slot(rank)];
    }
    return (double) sum / neighbours;
  }

  /**
   * Finds the neighbours of a query.
   *
   * @return at most k rows, nearest first; overwritten by the next search
   */
  public NearestRows search(Query query) {
    nearest.clear(true);
    scanCandidates(query);
    if (nearest.isCutShort()) {
      nearest.clear(false);
      scanCandidates(query);
    }
    return nearest;
  }

  private void scanCandidates(Query query) {
    if (query.firstRow() > query.lastRow()) {
      return;
    }
    FeatureRing ring = query.ring();
    int from = ring.slot(query.firstRow());
    int to = ring.slot(query.lastRow()) + 1;
    if (from < to) {
      scan.scan(ring, from, to, query.firstRow(), query.features(), nearest);
    } else {
      // The rows lie around the end of the ring: the older part first, for the ties.
      int older = ring.capacity() - from;
      scan.scan(ring, from, ring.capacity(), query.firstRow(), query.features(), nearest);
      scan.scan(ring, 0, to, query.firstRow() + older, query.features(), nearest);
    }
  }

  /**
   * Distance of a neighbour that {@link #search} found: the sum of ln(1 + |difference|).
   *
   * @param query the query searched for
   * @param rank 0 for the nearest
   */
  public double distance(Query query, int rank) {
    return LorentzianDistance.between(query.ring().columns(), nearest.slot(rank), query.features());
  }
}
