package io.lorentz.command;

import java.util.List;

/** A table of features that is computed while it is read. Not thread-safe. */
public interface FeatureTable extends AutoCloseable {

  /** Names of the columns, in order. */
  List<String> columns();

  /**
   * Gives the cells of the next row, one call per column in order.
   *
   * @return false if there are no more rows; then no cell was given
   */
  boolean next(Row row);

  /** Frees what the table reads from. */
  @Override
  void close();

  /** Takes the cells of a row. */
  interface Row {

    /** A number; NaN means undefined. */
    void number(double value);

    /** A whole number. */
    void whole(long value);

    /** A flag, written 0 or 1. */
    void flag(boolean value);

    /** A text, for example a list of neighbours. */
    void text(String value);

    /** A value that is undefined at this bar: the cell stays empty. */
    void undefined();
  }
}
