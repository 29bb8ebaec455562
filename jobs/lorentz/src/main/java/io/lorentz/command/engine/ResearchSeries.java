package io.lorentz.command.engine;

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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Features, labels and predictions of one series, a line per bar, as the bars come. The forward
 * label of a line is undefined when the line is made; see {@link #maturedLabel()}.
 */
final class ResearchSeries {

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

  private final List<IndicatorColumn> indicatorColumns = new IndicatorTable().columns();
  private final Places places = new Places(indicatorColumns);
  private final ResearchPredictions predictions = new ResearchPredictions();
  private IndicatorTable indicators = new IndicatorTable();
  private int rowsSinceRestart;
  private final double[] closes;

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

  /** The cells of one bar. */
  static final class Line {
    private final List<IndicatorColumn> kinds;
    private final Bar bar;
    private final double[] indicators;
    private final ResearchRow research;

    Line(List<IndicatorColumn> kinds, Bar bar, double[] indicators, ResearchRow research) {
      this.kinds = kinds;
      this.bar = bar;
      this.indicators = indicators;
      this.research = research;
    }

    /** Gives the cells, in the order of {@link ResearchSeries#columns()}. */
    void write(FeatureTable.Row row) {
      row.whole((bar.getCloseTimeMs() - bar.getLengthMs()) / 1000);
      row.number(bar.getOpen());
      row.number(bar.getHigh());
      row.number(bar.getLow());
      row.number(bar.getClose());
      row.number(bar.getVolume());
      for (int i = 0; i < indicators.length; i++) {
        writeIndicator(kinds.get(i).kind(), indicators[i], row);
      }
      writePredictions(research, row);
    }
  }

  ResearchSeries() {
    closes = new double[indicators.labelDelayRows()];
  }

  /** Names of the columns. */
  static List<String> columns() {
    List<String> names = new ArrayList<>(HEAD);
    new IndicatorTable().columns().forEach(column -> names.add(column.name()));
    names.addAll(TAIL);
    return names;
  }

  /** Number of lines after which a forward label is known. */
  int labelDelayRows() {
    return closes.length;
  }

  /** Whether indicators start anew with a bar, and labels across the gap before it never mature. */
  static boolean restarts(Bar bar) {
    return bar.getMissingBefore() > 0;
  }

  /** Takes the next bar. The classifier's memory stays across a gap, as in the job. */
  Line next(Bar bar) {
    if (restarts(bar)) {
      indicators = new IndicatorTable();
      rowsSinceRestart = 0;
    }
    double[] values = new double[indicatorColumns.size()];
    indicators.next(
        bar.getOpen(), bar.getHigh(), bar.getLow(), bar.getClose(), bar.getVolume(), values);
    return new Line(indicatorColumns, bar, values, predict(bar, values));
  }

  /**
   * The forward label that the last bar made known, of the line {@link #labelDelayRows()} before;
   * NaN if there is no such line since the last restart.
   */
  double maturedLabel() {
    return indicators.maturedLabel();
  }

  /** Puts the label that the last bar made known into the line it belongs to. */
  void setMaturedLabel(Line line) {
    line.indicators[indicators.labelColumn()] = indicators.maturedLabel();
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

  private static void writeIndicator(
      IndicatorColumn.Kind kind, double value, FeatureTable.Row row) {
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

  private static void writePredictions(ResearchRow research, FeatureTable.Row row) {
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

  private static void writeSignal(ChartSignal signal, FeatureTable.Row row) {
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
