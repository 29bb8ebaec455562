package io.lorentz.command.check;

import java.util.List;

/**
 * One row that a system gave, in a form in which any two can be compared cell by cell.
 *
 * @param table what it is a row of, e.g. {@code orders} or {@code features BTCUSDT 1m}
 * @param key what tells it from the other rows of its table at its time; may be empty
 * @param timeMs market time it is about, ms since 1970 UTC
 * @param columns names of the columns, the same list for all rows of a table
 * @param cells one value per column; each has an {@code equals}. Real numbers are {@link Double},
 *     NaN while undefined; null where a column has none
 */
public record CheckedRow(
    String table, String key, long timeMs, List<String> columns, List<Object> cells) {

  /** Checks that there is a cell for every column. */
  public CheckedRow {
    if (columns.size() != cells.size()) {
      throw new IllegalArgumentException(
          "cells: must be "
              + columns.size()
              + " as there are columns, were "
              + cells.size()
              + "; give one each");
    }
  }

  /**
   * The value of a column.
   *
   * @throws IllegalArgumentException if the table has no such column
   */
  public Object cell(String column) {
    int place = columns.indexOf(column);
    if (place < 0) {
      throw new IllegalArgumentException(
          "column: " + table + " has no " + column + "; it has " + columns);
    }
    return cells.get(place);
  }

  /** Whether both are about the same thing: table, key and time. */
  boolean isAbout(CheckedRow other) {
    return timeMs == other.timeMs && table.equals(other.table) && key.equals(other.key);
  }

  /** Table and key, for people. */
  String name() {
    return key.isEmpty() ? table : table + " " + key;
  }
}
