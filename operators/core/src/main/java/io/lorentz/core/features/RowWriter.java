package io.lorentz.core.features;

/** Writes the values of one row of the {@link IndicatorTable}, from left to right. */
final class RowWriter {

  private double[] row = new double[0];
  private int cursor;

  /** Begins a row. */
  void begin(double[] target) {
    row = target;
    cursor = 0;
  }

  RowWriter put(double value) {
    row[cursor++] = value;
    return this;
  }

  RowWriter put(boolean flag) {
    return put(flag ? 1.0 : 0.0);
  }
}
