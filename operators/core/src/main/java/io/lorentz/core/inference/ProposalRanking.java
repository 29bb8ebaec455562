package io.lorentz.core.inference;

import java.util.Arrays;

/**
 * Votes by exactly ranked rows where a device has proposed the nearest ones by single precision.
 * The device decides nothing: rows are ranked here, in double, and where a row that was not
 * proposed could be among the nearest, all rows are. So a vote does not depend on the device, its
 * version, or the batch.
 *
 * <p>Not thread-safe.
 */
public final class ProposalRanking {

  private final RingSearch whole;
  private final NearestRows nearest;
  private final int neighbours;
  private int[] ascending = new int[0];
  private long rankedWhole;

  /** Ranks the given number of neighbours. */
  public ProposalRanking(int neighbours) {
    this.neighbours = neighbours;
    this.whole = new RingSearch(neighbours);
    this.nearest = new NearestRows(neighbours);
  }

  /**
   * The mean label of the nearest rows of a trained memory, -1 to 1; NaN if it has fewer rows than
   * neighbours are asked for.
   *
   * @param memory all of whose rows have a label
   * @param query five features, all defined
   * @param proposed rows, the nearest by single precision, in any order
   * @param from index of the first proposed row
   * @param count how many are proposed
   * @param greatest greatest ranking value of a proposed row, in single precision
   */
  public double vote(
      FeatureRing memory, double[] query, long[] proposed, int from, int count, float greatest) {
    double magnitude = memory.magnitudeWith(query);
    // So far out, single precision sifts badly.
    if (!(magnitude <= LorentzianDistance.GREATEST_MAGNITUDE)) {
      return all(memory, query);
    }
    if (ascending.length < count) {
      ascending = new int[count];
    }
    for (int i = 0; i < count; i++) {
      ascending[i] = (int) proposed[from + i];
    }
    // Equally near rows rank by their number, so they have to come in its order.
    Arrays.sort(ascending, 0, count);
    nearest.clear(false);
    for (int i = 0; i < count; i++) {
      double product = LorentzianDistance.product(memory.columns(), ascending[i], query);
      if (product < nearest.threshold()) {
        nearest.insert(ascending[i], ascending[i], product);
      }
    }
    boolean certain =
        count == memory.capacity()
            || isCertain(greatest / (1 + LorentzianDistance.singlePrecisionError(magnitude)));
    return certain ? mean(memory) : all(memory, query);
  }

  /** Whether no row outside the proposal, none nearer than this, is as near as the last to vote. */
  private boolean isCertain(double leastOutside) {
    return nearest.isFull() && leastOutside > nearest.product(neighbours - 1);
  }

  private double mean(FeatureRing memory) {
    if (!nearest.isFull()) {
      return Double.NaN;
    }
    byte[] labels = memory.labels();
    int sum = 0;
    for (int rank = 0; rank < neighbours; rank++) {
      sum += labels[nearest.slot(rank)];
    }
    return (double) sum / neighbours;
  }

  private double all(FeatureRing memory, double[] query) {
    rankedWhole++;
    return whole.vote(memory, 0, memory.capacity() - 1L, query);
  }

  /** How many votes took all rows, because a proposal was not certain. */
  public long rankedWhole() {
    return rankedWhole;
  }
}
