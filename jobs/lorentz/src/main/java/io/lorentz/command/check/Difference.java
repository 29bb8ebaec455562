package io.lorentz.command.check;

import io.lorentz.command.report.Cells;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The first thing that differs between two runs.
 *
 * @param table table of the row
 * @param key key of the row in its table
 * @param column the column that changed; empty if the row is there in one of the runs only
 * @param timeMs market time the row is about, ms since 1970 UTC
 * @param expected the value of the run over the whole data, or the row; {@code none} if absent
 * @param found the value of the other run, or the row; {@code none} if absent
 */
public record Difference(
    String table, String key, String column, long timeMs, String expected, String found) {

  private static final String NONE = "none";

  /** Finds the first difference of two lists of rows. */
  static Optional<Difference> first(List<CheckedRow> expected, List<CheckedRow> found) {
    for (int i = 0; i < Math.max(expected.size(), found.size()); i++) {
      if (i == found.size() || i == expected.size()) {
        boolean vanished = i == found.size();
        CheckedRow row = vanished ? expected.get(i) : found.get(i);
        String text = text(row);
        return Optional.of(row(row, "", vanished ? text : NONE, vanished ? NONE : text));
      }
      Optional<Difference> difference = between(expected.get(i), found.get(i));
      if (difference.isPresent()) {
        return difference;
      }
    }
    return Optional.empty();
  }

  private static Optional<Difference> between(CheckedRow expected, CheckedRow found) {
    if (!expected.isAbout(found)) {
      return Optional.of(row(expected, "", text(expected), found.name() + " " + text(found)));
    }
    for (int i = 0; i < expected.cells().size(); i++) {
      Object a = expected.cells().get(i);
      Object b = found.cells().get(i);
      if (!Objects.equals(a, b)) {
        return Optional.of(row(expected, expected.columns().get(i), text(a), text(b)));
      }
    }
    return Optional.empty();
  }

  private static Difference row(CheckedRow row, String column, String expected, String found) {
    return new Difference(row.table(), row.key(), column, row.timeMs(), expected, found);
  }

  private static String text(CheckedRow row) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < row.cells().size() && text.length() < 200; i++) {
      text.append(i == 0 ? "" : " ");
      text.append(row.columns().get(i)).append('=').append(text(row.cells().get(i)));
    }
    return text.toString();
  }

  private static String text(Object cell) {
    if (cell instanceof Double real) {
      return real.isNaN() ? "undefined" : Cells.shortest(real);
    }
    if (cell instanceof BigDecimal exact) {
      return Cells.plain(exact);
    }
    return cell == null ? NONE : cell.toString();
  }

  /** One line for people: what changed, when, both values. */
  public String text() {
    String what = key.isEmpty() ? table : table + " " + key;
    String where = column.isEmpty() ? "the row of " + what : column + " of " + what;
    return where + " at " + Cells.utc(timeMs) + ": " + expected + " became " + found;
  }
}
