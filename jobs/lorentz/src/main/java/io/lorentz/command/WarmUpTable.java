package io.lorentz.command;

import io.lorentz.command.check.WarmUpCheck;
import io.lorentz.command.check.WarmUpResult;
import io.lorentz.command.check.WarmUpResult.Column;
import io.lorentz.command.report.Cells;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The result of the warm-up check for people: a line per column, the worst of all symbols. */
final class WarmUpTable {

  private static final int NAME_WIDTH = 36;
  private static final int BARS_WIDTH = 15;

  private final WarmUpResult result;
  private final long barLengthMs;
  private final Map<String, Line> lines = new LinkedHashMap<>();
  private final TreeSet<String> timeframes =
      new TreeSet<>(Comparator.comparingInt(String::length).thenComparing(name -> name));

  /** One column of one kind of table, by timeframe; {@code ""} where the table has none. */
  private static final class Line {
    private final String name;
    private boolean traded;
    private long rows;
    private long differing;
    private OptionalInt declared = OptionalInt.empty();
    private final Map<String, Long> first = new LinkedHashMap<>();
    private final Map<String, Long> lasting = new LinkedHashMap<>();

    Line(String name) {
      this.name = name;
    }

    long most() {
      return lasting.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }
  }

  /**
   * Makes the table.
   *
   * @param barLengthMs length of the shortest bars, ms
   */
  WarmUpTable(WarmUpResult result, long barLengthMs) {
    this.result = result;
    this.barLengthMs = barLengthMs;
    result.columns().forEach(this::add);
  }

  private void add(Column column) {
    String[] words = column.table().split(" ");
    boolean ofTimeframe = !column.name().equals(WarmUpCheck.WHOLE_ROW);
    String kind = ofTimeframe ? words[0] : column.table();
    String timeframe = ofTimeframe ? words[2] : "";
    String name = ofTimeframe ? kind + " " + column.name() : kind;
    Line line = lines.computeIfAbsent(name, Line::new);
    line.traded |= column.traded();
    line.rows += column.rows();
    line.differing += column.differing();
    if (column.declaredBars().isPresent()) {
      line.declared = column.declaredBars();
    }
    line.first.merge(timeframe, column.agreedAfter(), Math::max);
    line.lasting.merge(timeframe, column.agreesAfter(), Math::max);
    if (ofTimeframe) {
      timeframes.add(timeframe);
    }
  }

  String text() {
    StringBuilder text = new StringBuilder();
    text.append("Bars after which a column is what it is with the whole history (within ")
        .append(WarmUpCheck.TOLERANCE)
        .append(
            "):\nfor the first time / for good, the worst of all starts and symbols. never: not")
        .append(" even for\nthe last tenth of the data. declared: bars before the first value.")
        .append(" *: it can change what trades.\n\nhistory started later at ")
        .append(result.startsMs().stream().map(Cells::utc).collect(Collectors.joining(", ")))
        .append("\ntrading from ")
        .append(Cells.utc(result.tradingFromMs()))
        .append(" in every run, ")
        .append(leastWarmUpBars())
        .append(" bars of ")
        .append(Cells.timeframe(barLengthMs))
        .append(" or more after the start\n\n");
    text.append(cell("column", NAME_WIDTH)).append(right("declared", 10));
    timeframes.forEach(timeframe -> text.append(right(timeframe, BARS_WIDTH)));
    text.append('\n');
    sorted(lines.values()).forEach(line -> append(line, text));
    appendVerdict(text);
    return text.toString();
  }

  private long leastWarmUpBars() {
    return result.startsMs().stream()
        .mapToLong(startMs -> (result.tradingFromMs() - startMs) / barLengthMs)
        .min()
        .orElse(0);
  }

  private static List<Line> sorted(Collection<Line> lines) {
    List<Line> sorted = new ArrayList<>(lines);
    sorted.sort(Comparator.comparingLong(Line::most).thenComparing(line -> line.name));
    return sorted;
  }

  private void append(Line line, StringBuilder text) {
    text.append(cell((line.traded ? "* " : "  ") + line.name, NAME_WIDTH));
    if (line.lasting.containsKey("")) {
      text.append(line.differing).append(" of ").append(line.rows).append(" differ\n");
      return;
    }
    text.append(
        right(line.declared.isPresent() ? Integer.toString(line.declared.getAsInt()) : "-", 10));
    for (String timeframe : timeframes) {
      boolean has = line.lasting.containsKey(timeframe);
      text.append(right(has ? bars(line, timeframe) : "-", BARS_WIDTH));
    }
    text.append('\n');
  }

  private static String bars(Line line, String timeframe) {
    return CheckWarmUpCommand.text(line.first.get(timeframe))
        + " / "
        + CheckWarmUpCommand.text(line.lasting.get(timeframe));
  }

  private void appendVerdict(StringBuilder text) {
    List<Column> found = result.columns().stream().filter(Column::found).toList();
    if (found.isEmpty()) {
      text.append("\nnothing that trades depends on where history started\n");
      return;
    }
    text.append("\nFOUND: this trades, and differs after trading began, so orders may depend on")
        .append(" where history starts:\n");
    for (Column column : found) {
      text.append("  ")
          .append(column.table())
          .append(column.name().equals(WarmUpCheck.WHOLE_ROW) ? "" : " " + column.name())
          .append(": ")
          .append(column.differingInTrading())
          .append(" rows differ\n");
    }
  }

  private static String cell(String value, int width) {
    return String.format(Locale.ROOT, "%-" + width + "s", value);
  }

  private static String right(String value, int width) {
    return String.format(Locale.ROOT, "%" + width + "s", value);
  }
}
