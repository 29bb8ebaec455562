package io.lorentz.command.engine;

import io.lorentz.command.FeatureTable;
import io.lorentz.command.check.CheckedRow;
import io.lorentz.command.check.RowNames;
import io.lorentz.core.bars.BarBuilder;
import io.lorentz.core.bars.BarOptions;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.SeriesEnded;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The research columns of one instrument on every timeframe. A row comes with its bar, its forward
 * label undefined; the label comes as a row of its own, at the time it became known.
 */
final class ResearchTables {

  private static final List<String> COLUMNS = ResearchSeries.columns();
  private static final List<String> LABEL_COLUMNS = List.of("label_fwd4_of_ms", "label_fwd4");

  private final String instrument;
  private final BarBuilder builder;
  private final Map<Long, Table> tables = new TreeMap<>();
  private Consumer<CheckedRow> rows = row -> {};

  ResearchTables(String instrument, BarOptions options) {
    this.instrument = instrument;
    this.builder = new BarBuilder(instrument, options);
    options.timeframesMs().forEach(lengthMs -> tables.put(lengthMs, new Table(lengthMs)));
  }

  private final class Table {
    private final String name;
    private final String labels;
    private final ResearchSeries series = new ResearchSeries();
    private final Deque<Long> unlabelled = new ArrayDeque<>();

    Table(long timeframeMs) {
      name = RowForms.tableOf(RowNames.RESEARCH, instrument, timeframeMs);
      labels = RowForms.tableOf(RowNames.LABELS, instrument, timeframeMs);
    }

    void take(Bar bar) {
      long timeMs = bar.getCloseTimeMs();
      if (ResearchSeries.restarts(bar)) {
        unlabelled.clear();
      }
      CellList cells = new CellList();
      series.next(bar).write(cells);
      rows.accept(new CheckedRow(name, "", timeMs, COLUMNS, cells.cells));
      unlabelled.addLast(timeMs);
      if (unlabelled.size() > series.labelDelayRows()) {
        rows.accept(
            new CheckedRow(
                labels,
                "",
                timeMs,
                LABEL_COLUMNS,
                List.of(unlabelled.removeFirst(), series.maturedLabel())));
      }
    }
  }

  /** Works off one record of the log. */
  void on(LogRecord logRecord, Consumer<CheckedRow> rows) {
    this.rows = rows;
    Object payload = logRecord.getPayload();
    if (payload instanceof Bar bar && bar.getInstrument().equals(instrument)) {
      builder.onBar(bar, this::closed);
    } else if (payload instanceof Heartbeat heartbeat) {
      builder.onHeartbeat(heartbeat, this::closed);
    } else if (payload instanceof SeriesEnded ended && ended.getInstrument().equals(instrument)) {
      builder.onSeriesEnded(ended);
    }
  }

  private void closed(Bar bar) {
    if (!bar.getCorrected() && bar.getQuality() != BarQuality.SYNTHETIC) {
      tables.get(bar.getLengthMs()).take(bar);
    }
  }

  /** The cells of a row. */
  private static final class CellList implements FeatureTable.Row {

    private final List<Object> cells = new ArrayList<>(COLUMNS.size());

    @Override
    public void number(double value) {
      cells.add(value);
    }

    @Override
    public void whole(long value) {
      cells.add(value);
    }

    @Override
    public void flag(boolean value) {
      cells.add(value);
    }

    @Override
    public void text(String value) {
      cells.add(value);
    }

    @Override
    public void undefined() {
      cells.add(Double.NaN);
    }
  }
}
