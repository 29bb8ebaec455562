package io.lorentz.command;

import io.lorentz.command.check.ClassifierBar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rows of a table of features, as the study of the classifier takes them. */
final class ClassifierBars implements AutoCloseable {

  private final FeatureTable table;
  private final List<String> columns;
  private final Cells cells = new Cells();

  /** Takes the table over: it is closed with this. */
  ClassifierBars(FeatureTable table) {
    this.table = table;
    this.columns = table.columns();
  }

  /** The cells of one row: numbers and texts beside one another. */
  private static final class Cells implements FeatureTable.Row {
    private final List<Double> numbers = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();

    @Override
    public void number(double value) {
      numbers.add(value);
      texts.add("");
    }

    @Override
    public void whole(long value) {
      number((double) value);
    }

    @Override
    public void flag(boolean value) {
      number(value ? 1 : 0);
    }

    @Override
    public void text(String value) {
      numbers.add(Double.NaN);
      texts.add(value);
    }

    @Override
    public void undefined() {
      number(Double.NaN);
    }
  }

  /** The next bar; empty at the end. */
  Optional<ClassifierBar> next() {
    cells.numbers.clear();
    cells.texts.clear();
    if (!table.next(cells)) {
      return Optional.empty();
    }
    return Optional.of(
        new ClassifierBar(
            Math.round(number("time")) * 1000,
            number("open"),
            number("high"),
            number("low"),
            number("close"),
            List.of(number("f1"), number("f2"), number("f3"), number("f4"), number("f5")),
            (int) number("label_pine"),
            number("label_fwd4"),
            (int) number("pred_stream"),
            number("pred_knn8"),
            rows(cells.texts.get(columns.indexOf("stream_kept_idx"))),
            number("stream_start_long") > 0,
            number("stream_start_short") > 0,
            number("stream_end_long_strict") > 0 || number("stream_end_short_strict") > 0));
  }

  private double number(String column) {
    return cells.numbers.get(columns.indexOf(column));
  }

  private static List<Integer> rows(String joined) {
    List<Integer> rows = new ArrayList<>();
    for (String row : joined.split(";", -1)) {
      if (!row.isEmpty()) {
        rows.add(Integer.valueOf(row));
      }
    }
    return rows;
  }

  @Override
  public void close() {
    table.close();
  }
}
