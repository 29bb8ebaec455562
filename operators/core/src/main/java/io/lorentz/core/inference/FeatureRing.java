package io.lorentz.core.inference;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The newest rows of one series: five features and a label each, one array per feature, row {@code
 * r} in slot {@code r mod capacity}.
 *
 * <p>Threading: the task thread writes; a worker may read the rows its {@link Query} names without
 * a lock, as long as the query is valid (see there), because none of them is written again. Handing
 * the query over must be a happens-before edge, as any concurrent queue gives it.
 */
public final class FeatureRing {

  /** Number of features of a row. */
  public static final int FEATURES = 5;

  /** The label of the row has not matured yet. */
  static final byte PENDING = 2;

  /** The label of the row will never mature, or the row was never seen. */
  static final byte VOID = 3;

  private final double[][] columns;
  // The columns, rounded: what VectorScan sifts rows by.
  private final float[][] rounded;
  private final byte[] labels;
  private double magnitude;

  /**
   * Makes an empty ring: every slot undefined.
   *
   * @param capacity number of rows kept, at least 1
   */
  FeatureRing(int capacity) {
    columns = new double[FEATURES][capacity];
    for (double[] column : columns) {
      Arrays.fill(column, Double.NaN);
    }
    rounded = new float[FEATURES][capacity];
    for (float[] column : rounded) {
      Arrays.fill(column, Float.NaN);
    }
    labels = new byte[capacity];
    Arrays.fill(labels, VOID);
  }

  /**
   * Makes a ring that is full and stays as it is: row {@code r} is in slot {@code r}.
   *
   * @param columns five arrays, one per feature, all defined
   * @param labels a label per row: -1, 0 or 1
   * @throws IllegalArgumentException if the arrays are not of one length, 1 or more
   */
  public static FeatureRing of(double[][] columns, byte[] labels) {
    if (columns.length != FEATURES || labels.length == 0) {
      throw new IllegalArgumentException(
          "memory: must have "
              + FEATURES
              + " columns and a row, had "
              + columns.length
              + " columns"
              + " and "
              + labels.length
              + " rows; train again");
    }
    FeatureRing ring = new FeatureRing(labels.length);
    double[] row = new double[FEATURES];
    for (int r = 0; r < labels.length; r++) {
      for (int feature = 0; feature < FEATURES; feature++) {
        row[feature] = columns[feature][r];
      }
      ring.write(r, row);
      ring.setLabel(r, labels[r]);
    }
    return ring;
  }

  private FeatureRing(FeatureRing original) {
    columns = new double[FEATURES][];
    rounded = new float[FEATURES][];
    for (int feature = 0; feature < FEATURES; feature++) {
      columns[feature] = original.columns[feature].clone();
      rounded[feature] = original.rounded[feature].clone();
    }
    labels = original.labels.clone();
    magnitude = original.magnitude;
  }

  /** A ring of its own with the same rows. */
  FeatureRing copy() {
    return new FeatureRing(this);
  }

  /** Number of rows kept. */
  public int capacity() {
    return labels.length;
  }

  /** Slot of a row: the same in every column. */
  public int slot(long row) {
    return (int) (row % labels.length);
  }

  /**
   * One feature of all slots.
   *
   * @param feature 0 for f1 to 4 for f5
   * @return the live array, not a copy; readers must not write it
   */
  public double[] column(int feature) {
    return columns[feature];
  }

  /** Matured label of a row: -1, 0 or 1; another value if the row must not be used. */
  public int label(long row) {
    return labels[slot(row)];
  }

  /** True if the label of the row is known. */
  public boolean isMatured(long row) {
    return labels[slot(row)] <= 1;
  }

  double[][] columns() {
    return columns;
  }

  /** The columns in single precision. */
  float[][] rounded() {
    return rounded;
  }

  /**
   * No feature of a row in the ring, nor of the query, is further from 0 than this; NaN if one of
   * the query's is.
   */
  double magnitudeWith(double[] query) {
    double greatest = magnitude;
    for (double feature : query) {
      greatest = Math.max(greatest, Math.abs(feature));
    }
    return greatest;
  }

  byte[] labels() {
    return labels;
  }

  /** Copies the features of a row into {@code target}. */
  void read(long row, double[] target) {
    int slot = slot(row);
    for (int feature = 0; feature < FEATURES; feature++) {
      target[feature] = columns[feature][slot];
    }
  }

  /** Writes a row whose label is open; the row one capacity earlier is lost. */
  void write(long row, double[] features) {
    int slot = slot(row);
    for (int feature = 0; feature < FEATURES; feature++) {
      columns[feature][slot] = features[feature];
      rounded[feature][slot] = (float) features[feature];
      // False for NaN.
      if (Math.abs(features[feature]) > magnitude) {
        magnitude = Math.abs(features[feature]);
      }
    }
    labels[slot] = PENDING;
  }

  void setLabel(long row, byte label) {
    labels[slot(row)] = label;
  }

  /** Features of the rows {@code first..last}, as the state keeps them. */
  ByteBuffer featureBytes(long first, long last) {
    ByteBuffer bytes = ByteBuffer.allocate((int) (last - first + 1) * FEATURES * Double.BYTES);
    for (long row = first; row <= last; row++) {
      int slot = slot(row);
      for (double[] column : columns) {
        bytes.putDouble(column[slot]);
      }
    }
    return bytes.flip();
  }

  /** Labels of the rows {@code first..last}, as the state keeps them. */
  ByteBuffer labelBytes(long first, long last) {
    ByteBuffer bytes = ByteBuffer.allocate((int) (last - first + 1));
    for (long row = first; row <= last; row++) {
      bytes.put(labels[slot(row)]);
    }
    return bytes.flip();
  }

  /** Fills the ring with rows of a state; the last of them is {@code last}. */
  void fill(long last, ByteBuffer featureBytes, ByteBuffer labelBytes) {
    ByteBuffer features = featureBytes.duplicate();
    ByteBuffer marks = labelBytes.duplicate();
    double[] values = new double[FEATURES];
    for (long row = last - marks.remaining() + 1; row <= last; row++) {
      for (int feature = 0; feature < FEATURES; feature++) {
        values[feature] = features.getDouble();
      }
      write(row, values);
      setLabel(row, marks.get());
    }
  }
}
