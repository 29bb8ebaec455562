package io.lorentz.command.check;

import io.lorentz.archive.LogOpener;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Planted lies: systems that are honest but for one thing. */
public final class Lies {

  private Lies() {}

  /** What becomes of a row; none, one or more. */
  private interface Teller {
    void tell(CheckedRow row, Consumer<CheckedRow> rows);
  }

  /** A system that reads another log than it is given. */
  public static CheckedSystem reading(CheckedSystem honest, UnaryOperator<LogOpener> lens) {
    return new CheckedSystem() {
      @Override
      public CheckedRun open(LogOpener log) {
        return honest.open(lens.apply(log));
      }

      @Override
      public boolean isTraded(String table, String column) {
        return honest.isTraded(table, column);
      }

      @Override
      public OptionalInt declaredWarmUpBars(String table, String column) {
        return honest.declaredWarmUpBars(table, column);
      }
    };
  }

  /** An indicator that is shifted by a bar: each value of the column is that of the next row. */
  public static CheckedSystem shifted(CheckedSystem honest, String table, String column) {
    return new Lying(
        honest,
        log -> {
          Map<Long, Object> next = new HashMap<>();
          long[] before = {Long.MIN_VALUE};
          for (CheckedRow row : rows(honest, log, table)) {
            next.put(before[0], row.cell(column));
            before[0] = row.timeMs();
          }
          return (row, rows) ->
              rows.accept(
                  row.table().equals(table) && next.containsKey(row.timeMs())
                      ? with(row, column, next.get(row.timeMs()))
                      : row);
        });
  }

  /** An indicator normalised by the least and greatest value of the whole log. */
  public static CheckedSystem rangedByTheWhole(CheckedSystem honest, String table, String column) {
    return new Lying(
        honest,
        log -> {
          double[] range = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
          for (CheckedRow row : rows(honest, log, table)) {
            double value = (double) row.cell(column);
            if (!Double.isNaN(value)) {
              range[0] = Math.min(range[0], value);
              range[1] = Math.max(range[1], value);
            }
          }
          return (row, rows) ->
              rows.accept(
                  row.table().equals(table)
                      ? with(
                          row,
                          column,
                          ((double) row.cell(column) - range[0]) / (range[1] - range[0]))
                      : row);
        });
  }

  /** A venue that fills entries at the close of the bar that gave the signal. */
  public static CheckedSystem filledAtTheSignal(CheckedSystem honest) {
    return new Lying(
        honest,
        log -> {
          Map<Long, BigDecimal> closes = closes(honest, log);
          Map<String, Long> entries = new HashMap<>();
          return (row, rows) -> {
            noteEntry(row, entries);
            Long decidedMs = row.table().equals(RowNames.OUTCOMES) ? entries.get(row.key()) : null;
            rows.accept(
                decidedMs != null && row.cell("outcome").toString().equals("FILLED")
                    ? with(
                        with(row, "price", closes.get(decidedMs)),
                        "referencePrice",
                        closes.get(decidedMs))
                    : row);
          };
        });
  }

  /** A venue that fills entries when they are decided, before there is a bar that could. */
  public static CheckedSystem filledAtOnce(CheckedSystem honest) {
    return new Lying(
        honest,
        log -> {
          Map<String, CheckedRow> outcomes = new HashMap<>();
          for (CheckedRow row : rows(honest, log, RowNames.OUTCOMES)) {
            outcomes.put(row.key(), row);
          }
          Map<String, Long> entries = new HashMap<>();
          return (row, rows) -> {
            noteEntry(row, entries);
            boolean entry = entries.containsKey(row.key());
            if (row.table().equals(RowNames.ORDERS) && outcomes.containsKey(row.key()) && entry) {
              rows.accept(row);
              rows.accept(outcomes.get(row.key()));
            } else if (!(row.table().equals(RowNames.OUTCOMES) && entry)) {
              rows.accept(row);
            }
          };
        });
  }

  private static void noteEntry(CheckedRow row, Map<String, Long> entries) {
    if (row.table().equals(RowNames.ORDERS)
        && row.cell("intent").toString().equals("ENTRY")
        && row.cell("sizeBound") != null) {
      entries.put(row.key(), row.timeMs());
    }
  }

  private static Map<Long, BigDecimal> closes(CheckedSystem honest, LogOpener log) {
    Map<Long, BigDecimal> closes = new HashMap<>();
    for (CheckedRow row : rows(honest, log, RowNames.SIGNALS)) {
      closes.put(row.timeMs(), BigDecimal.valueOf((double) row.cell("close")));
    }
    return closes;
  }

  private static List<CheckedRow> rows(CheckedSystem system, LogOpener log, String table) {
    List<CheckedRow> all = new ArrayList<>();
    try (CheckedRun run = system.open(log)) {
      Consumer<CheckedRow> keep =
          row -> {
            if (row.table().equals(table)) {
              all.add(row);
            }
          };
      boolean more = true;
      while (more) {
        more = run.step(keep);
      }
    }
    return all;
  }

  private static CheckedRow with(CheckedRow row, String column, Object value) {
    List<Object> cells = new ArrayList<>(row.cells());
    cells.set(row.columns().indexOf(column), value);
    return new CheckedRow(row.table(), row.key(), row.timeMs(), row.columns(), cells);
  }

  /** A system whose rows pass through a teller, which has read the whole log before. */
  private record Lying(CheckedSystem honest, Function<LogOpener, Teller> tellers)
      implements CheckedSystem {

    @Override
    public CheckedRun open(LogOpener log) {
      Teller teller = tellers.apply(log);
      CheckedRun run = honest.open(log);
      return new CheckedRun() {
        @Override
        public boolean step(Consumer<CheckedRow> rows) {
          return run.step(row -> teller.tell(row, rows));
        }

        @Override
        public long progressMs() {
          return run.progressMs();
        }

        @Override
        public void close() {
          run.close();
        }
      };
    }

    @Override
    public boolean isTraded(String table, String column) {
      return honest.isTraded(table, column);
    }

    @Override
    public OptionalInt declaredWarmUpBars(String table, String column) {
      return honest.declaredWarmUpBars(table, column);
    }
  }
}
