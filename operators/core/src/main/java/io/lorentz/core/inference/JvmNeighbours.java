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

  private final RingSearch search;

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
    search = new RingSearch(options.neighbours(), scan);
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
    return search.vote(query.ring(), query.firstRow(), query.lastRow(), query.features());
  }

  /**
   * Finds the neighbours of a query.
   *
   * @return at most k rows, nearest first; overwritten by the next search
   */
  public NearestRows search(Query query) {
    return search.search(query.ring(), query.firstRow(), query.lastRow(), query.features());
  }

  /**
   * Distance of a neighbour that {@link #search} found: the sum of ln(1 + |difference|).
   *
   * @param found what the search gave
   * @param query the query searched for
   * @param rank 0 for the nearest
   */
  public double distance(NearestRows found, Query query, int rank) {
    return LorentzianDistance.between(query.ring().columns(), found.slot(rank), query.features());
  }
}
