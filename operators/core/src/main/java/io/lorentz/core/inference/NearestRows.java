package io.lorentz.core.inference;

import java.util.Arrays;

/**
 * The k nearest rows found so far, nearest first; of equally near rows the smaller row comes first.
 * Reused from query to query. Not thread-safe.
 */
public final class NearestRows {

  private final double[] products;
  private final long[] rows;
  private final int[] slots;
  private int size;
  private double limit = Double.POSITIVE_INFINITY;
  private boolean limitable = true;

  /**
   * @param k how many rows to keep, at least 1
   */
  public NearestRows(int k) {
    products = new double[k];
    rows = new long[k];
    slots = new int[k];
  }

  /** Number of rows found, at most k. */
  public int size() {
    return size;
  }

  /** True if k rows were found. */
  public boolean isFull() {
    return size == products.length;
  }

  /**
   * Index of a neighbour's row in its series.
   *
   * @param rank 0 for the nearest, less than {@link #size()}
   */
  public long row(int rank) {
    return rows[rank];
  }

  /**
   * Slot of a neighbour's row in the ring.
   *
   * @param rank 0 for the nearest, less than {@link #size()}
   */
  public int slot(int rank) {
    return slots[rank];
  }

  /**
   * Ranking value of a neighbour: the product of (1 + |difference|), 1 or more.
   *
   * @param rank 0 for the nearest, less than {@link #size()}
   */
  public double product(int rank) {
    return products[rank];
  }

  /** Number of rows it keeps at most. */
  int capacity() {
    return products.length;
  }

  /**
   * Forgets all rows.
   *
   * @param mayLimit whether {@link #limit} has an effect
   */
  void clear(boolean mayLimit) {
    size = 0;
    limit = Double.POSITIVE_INFINITY;
    limitable = mayLimit;
    Arrays.fill(products, Double.POSITIVE_INFINITY);
  }

  /**
   * Lets only rows below a ranking value enter, while fewer than k are kept. A scan that knows that
   * k rows lie below it spares taking rows in that would leave again. It may be mistaken, because
   * some of them may have no label; see {@link #isCutShort}.
   */
  void limit(double product) {
    if (limitable && !isFull() && product < limit) {
      limit = product;
      products[products.length - 1] = product;
    }
  }

  /** True if a limit may have kept a row out that belongs to the k nearest. */
  boolean isCutShort() {
    return limit < Double.POSITIVE_INFINITY && !(isFull() && products[products.length - 1] < limit);
  }

  /** A row enters if its ranking value is less than this; NaN never is. */
  double threshold() {
    return products[products.length - 1];
  }

  /**
   * Takes a row in. Rows must come in ascending order; so a row that ties with a kept one is the
   * greater of the two and goes behind it.
   *
   * @param product ranking value, less than {@link #threshold()}
   * @return the new threshold
   */
  double insert(long row, int slot, double product) {
    int rank = size < products.length ? size++ : products.length - 1;
    while (rank > 0 && products[rank - 1] > product) {
      products[rank] = products[rank - 1];
      rows[rank] = rows[rank - 1];
      slots[rank] = slots[rank - 1];
      rank--;
    }
    products[rank] = product;
    rows[rank] = row;
    slots[rank] = slot;
    return threshold();
  }
}
