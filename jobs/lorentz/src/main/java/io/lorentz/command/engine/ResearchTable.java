package io.lorentz.command.engine;

import io.lorentz.archive.BarFileLog;
import io.lorentz.command.FeatureTable;
import io.lorentz.command.report.Cells;
import io.lorentz.core.features.IndicatorColumn;
import io.lorentz.core.features.IndicatorTable;
import io.lorentz.core.inference.ChartFlags;
import io.lorentz.core.inference.ChartSignal;
import io.lorentz.core.inference.ResearchPredictions;
import io.lorentz.core.inference.ResearchRow;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.FeatureVector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Features, labels and predictions of one series, a row per bar.
 *
 * <p>The forward label of a row is known some bars later, so rows are held back by that many; at
 * the end of the data, and before an unbridged gap, they go out with the label undefined.
 */
final class ResearchTable implements FeatureTable {

  private static final List<String> HEAD =
      List.of("time", "open", "high", "low", "close", "volume");
  private static final List<String> TAIL =
      List.of(
          "pred_stream",
          "pred_knn8",
          "stream_signal",
          "stream_bars_held",
          "stream_is_early_flip",
          "stream_new_buy",
          "stream_new_sell",
          "stream_start_long",
          "stream_start_short",
          "stream_end_long_strict",
          "stream_end_short_strict",
          "stream_end_long_dyn",
          "stream_end_short_dyn",
          "stream_kept_idx",
          "stream_kept_dist",
          "knn8_idx",
          "knn8_dist");

  private final Iterator<Bar> bars;
  private final BarFileLog log;
  private final ArrayDeque<Held> held = new ArrayDeque<>();
  private final ArrayDeque<Held> ready = new ArrayDeque<>();
  private final List<IndicatorColumn> indicatorColumns = new IndicatorTable().columns();
  private final Places places = new Places(indicatorColumns);
  private final ResearchPredictions predictions = new ResearchPredictions();
  private IndicatorTable indicators = new IndicatorTable();
  private int rowsSinceRestart;
  private final double[] closes;

  /** A row that waits for its label. */
  private static final class Held {
    private final Bar bar;
    private final double[] indicators;
    private final ResearchRow research;

    Held(Bar bar, double[] indicators, ResearchRow research) {
      this.bar = bar;
      this.indicators = indicators;
      this.research = research;
    }
  }

  /** Where in an indicator row the inputs of the predictions stand. */
  private static final class Places {
    private final int[] features;
    private final int volatility;
    private final int regime;
    private final int bull;
    private final int bear;
    private final int bullChange;
    private final int bearChange;

    Places(List<IndicatorColumn> columns) {
      List<String> names = columns.stream().map(IndicatorColumn::name).toList();
      features =
          new int[] {
            names.indexOf("f1"),
            names.indexOf("f2"),
            names.indexOf("f3"),
            names.indexOf("f4"),
            names.indexOf("f5")
          };
      volatility = names.indexOf("filter_volatility");
      regime = names.indexOf("filter_regime");
      bull = names.indexOf("kernel_bull");
      bear = names.indexOf("kernel_bear");
      bullChange = names.indexOf("kernel_bull_change");
      bearChange = names.indexOf("kernel_bear_change");
    }

    ChartFlags flags(double[] row) {
      return ChartFlags.byDefault(
          row[volatility] > 0,
          row[regime] > 0,
          row[bull] > 0,
          row[bear] > 0,
          row[bullChange] > 0,
          row[bearChange] > 0);
    }
  }

  /** Takes the bars of one timeframe; closes the log they come from. */
  ResearchTable(Iterator<Bar> bars, BarFileLog log) {
    this.bars = bars;
    this.log = log;
    this.closes = new double[indicators.labelDelayRows()];
  }

  @Override
  public List<String> columns() {
    List<String> names = new ArrayList<>(HEAD);
    indicatorColumns.forEach(column -> names.add(column.name()));
    names.addAll(TAIL);
    return names;
  }

  @Override
  public boolean next(Row row) {
    while (ready.isEmpty() && bars.hasNext()) {
      take(bars.next());
    }
    if (ready.isEmpty()) {
      ready.addAll(held);
      held.clear();
    }
    if (ready.isEmpty()) {
      return false;
    }
    write(ready.removeFirst(), row);
    return true;
  }

  @Override
  public void close() {
    log.close();
  }

  private void take(Bar bar) {
    if (bar.getMissingBefore() > 0) {
      restart();
    }
    double[] values = new double[indicatorColumns.size()];
    indicators.next(
        bar.getOpen(), bar.getHigh(), bar.getLow(), bar.getClose(), bar.getVolume(), values);
    held.addLast(new Held(bar, values, predict(bar, values)));
    if (held.size() > indicators.labelDelayRows()) {
      Held matured = held.removeFirst();
      matured.indicators[indicators.labelColumn()] = indicators.maturedLabel();
      ready.addLast(matured);
    }
  }

  /** The classifier's memory stays, as in the job; only labels across the gap never mature. */
  private void restart() {
    ready.addAll(held);
    held.clear();
    indicators = new IndicatorTable();
    rowsSinceRestart = 0;
  }

  private ResearchRow predict(Bar bar, double[] values) {
    double close = bar.getClose();
    int place = rowsSinceRestart % closes.length;
    boolean matures = rowsSinceRestart >= closes.length;
    int label = matures ? (int) Math.signum(close - closes[place]) : 0;
    closes[place] = close;
    rowsSinceRestart++;
    int[] f = places.features;
    FeatureVector vector =
        new FeatureVector(
            bar.getCloseTimeMs(),
            0,
            bar.getInstrument(),
            bar.getLengthMs(),
            bar.getCloseTimeMs(),
            0L,
            values[f[0]],
            values[f[1]],
            values[f[2]],
            values[f[3]],
            values[f[4]],
            0,
            Double.NaN,
            close,
            bar.getQuality(),
            false,
            matures ? 0L : -1L,
            label);
    return predictions.onVector(vector, places.flags(values));
  }

  private void write(Held from, Row row) {
    Bar bar = from.bar;
    row.whole((bar.getCloseTimeMs() - bar.getLengthMs()) / 1000);
    row.number(bar.getOpen());
    row.number(bar.getHigh());
    row.number(bar.getLow());
    row.number(bar.getClose());
    row.number(bar.getVolume());
    for (int i = 0; i < from.indicators.length; i++) {
      writeIndicator(indicatorColumns.get(i).kind(), from.indicators[i], row);
    }
    writePredictions(from.research, row);
  }

  private static void writeIndicator(IndicatorColumn.Kind kind, double value, Row row) {
    if (Double.isNaN(value)) {
      row.undefined();
      return;
    }
    switch (kind) {
      case REAL -> row.number(value);
      case WHOLE -> row.whole((long) value);
      case FLAG -> row.flag(value > 0);
    }
  }

  private static void writePredictions(ResearchRow research, Row row) {
    row.whole(research.predStream());
    if (research.predKnn8().isPresent()) {
      row.whole(research.predKnn8().getAsInt());
    } else {
      row.undefined();
    }
    writeSignal(research.signal(), row);
    row.text(joined(research.streamKeptIdx(), index -> Long.toString(index)));
    row.text(joined(research.streamKeptDist(), Cells::shortest));
    row.text(joined(research.knn8Idx(), index -> Long.toString(index)));
    row.text(joined(research.knn8Dist(), Cells::shortest));
  }

  private static void writeSignal(ChartSignal signal, Row row) {
    row.whole(signal.signal());
    row.whole(signal.barsHeld());
    row.flag(signal.earlyFlip());
    row.flag(signal.newBuy());
    row.flag(signal.newSell());
    row.flag(signal.startLong());
    row.flag(signal.startShort());
    row.flag(signal.endLongStrict());
    row.flag(signal.endShortStrict());
    row.flag(signal.endLongDynamic());
    row.flag(signal.endShortDynamic());
  }

  private static <T> String joined(List<T> values, Function<T, String> cell) {
    return values.stream().map(cell).collect(Collectors.joining(";"));
  }
}
