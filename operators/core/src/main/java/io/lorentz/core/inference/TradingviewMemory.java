package io.lorentz.core.inference;

import io.lorentz.schemas.TradingviewState;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The rule of the published indicator "Machine Learning: Lorentzian Classification" (jdehorty,
 * TradingView), version 1 with {@code maxBarsBackIndex = 0}: the form that does not depend on where
 * a chart ends, so it can be told bar by bar.
 *
 * <p>It is reproduced with its errors, which its users see on their charts: it keeps the
 * <em>farthest</em> rows of the first 2,000, labels a row with the <em>inverted past</em> move
 * (close above the close four bars earlier is -1), and skips every fourth row. Its queues live
 * across bars. The comparison of distances has Pine's tolerance of 1e-10.
 *
 * <p>One series; not thread-safe.
 */
final class TradingviewMemory {

  /** Rows that are ever searched: the first ones of the series, by row index. */
  static final int PERMANENT_ROWS = 2_000;

  /** Pine: a >= b unless b - a is greater than this. */
  private static final double PINE_TOLERANCE = 1e-10;

  /**
   * Factor on a threshold's product that lets everything through which {@link #PINE_TOLERANCE}
   * could accept: e^-1e-10 with room for the rounding of product and logarithms, which is below
   * 1e-14.
   */
  private static final double PREFILTER = 1 - 2e-10;

  private static final int SKIPPED_EVERY = 4;

  private final double[][] columns = new double[FeatureRing.FEATURES][PERMANENT_ROWS];
  private final byte[] labels = new byte[PERMANENT_ROWS];
  private final double[] products = new double[PERMANENT_ROWS];
  private final KeptNeighbours kept;
  private final KeptNeighbours keptBefore;
  private int rows;

  TradingviewMemory() {
    this(new KeptNeighbours(), new KeptNeighbours());
  }

  private TradingviewMemory(KeptNeighbours kept, KeptNeighbours keptBefore) {
    this.kept = kept;
    this.keptBefore = keptBefore;
    for (double[] column : columns) {
      Arrays.fill(column, Double.NaN);
    }
  }

  /**
   * Takes the next row, or the last one anew, and searches.
   *
   * @param row index of the row
   * @param features f1 to f5; NaN where undefined
   * @param label training label: minus the sign of close now - close four bars ago
   * @param corrected true if the row replaces the last one
   */
  void absorb(long row, double[] features, int label, boolean corrected) {
    if (corrected) {
      kept.set(keptBefore);
    } else {
      keptBefore.set(kept);
    }
    if (row < PERMANENT_ROWS) {
      store((int) row, features, (byte) label);
    }
    search((int) Math.min(PERMANENT_ROWS - 1, row), features);
  }

  /** The queue after the last row. */
  KeptNeighbours kept() {
    return kept;
  }

  private void store(int row, double[] features, byte label) {
    for (int feature = 0; feature < FeatureRing.FEATURES; feature++) {
      columns[feature][row] = features[feature];
    }
    labels[row] = label;
    rows = row + 1;
  }

  private void search(int end, double[] features) {
    double last = -1;
    double passing = passingProduct(last);
    LorentzianDistance.products(columns, 0, end + 1, features, products);
    for (int row = 0; row <= end; row++) {
      // The product spares the logarithms of nearly all rows; the sum decides. NaN never passes.
      if (products[row] >= passing && row % SKIPPED_EVERY != 0) {
        double distance = LorentzianDistance.between(columns, row, features);
        if (!(last - distance > PINE_TOLERANCE)) {
          last = kept.push(row, distance, labels[row]);
          passing = passingProduct(last);
        }
      }
    }
  }

  private static double passingProduct(double distance) {
    return StrictMath.exp(distance) * PREFILTER;
  }

  TradingviewState image() {
    ByteBuffer features = ByteBuffer.allocate(rows * FeatureRing.FEATURES * Double.BYTES);
    for (int row = 0; row < rows; row++) {
      for (double[] column : columns) {
        features.putDouble(column[row]);
      }
    }
    ByteBuffer marks = ByteBuffer.wrap(Arrays.copyOf(labels, rows));
    return new TradingviewState(features.flip(), marks, kept.bytes(), keptBefore.bytes());
  }

  static TradingviewMemory restore(TradingviewState image) {
    TradingviewMemory memory =
        new TradingviewMemory(
            KeptNeighbours.restore(image.getQueue()),
            KeptNeighbours.restore(image.getQueueBefore()));
    ByteBuffer features = image.getFeatures().duplicate();
    ByteBuffer marks = image.getLabels().duplicate();
    double[] values = new double[FeatureRing.FEATURES];
    for (int row = 0; marks.hasRemaining(); row++) {
      for (int feature = 0; feature < FeatureRing.FEATURES; feature++) {
        values[feature] = features.getDouble();
      }
      memory.store(row, values, marks.get());
    }
    return memory;
  }

  /** The state of a memory that is not kept. */
  static TradingviewState absent() {
    return new TradingviewState(
        ByteBuffer.allocate(0),
        ByteBuffer.allocate(0),
        ByteBuffer.allocate(0),
        ByteBuffer.allocate(0));
  }
}
