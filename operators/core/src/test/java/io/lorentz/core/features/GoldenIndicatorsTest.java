package io.lorentz.core.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every column of the golden series, bar by bar, and TradingView's own exports. */
class GoldenIndicatorsTest {

  private static final double TOLERANCE = 1e-9;

  /** Columns of the golden files that are not indicators: the input, and what inference gives. */
  private static final String NOT_INDICATORS =
      "bar_index|time|open|high|low|close|volume|pred_.*|(v1|v2|stream|aie)_.*";

  @ParameterizedTest
  @ValueSource(strings = {"btcusdt_1h_a", "btcusdt_1m_a", "ethusd_5m"})
  void shouldGiveEveryGoldenColumn(String series) {
    GoldenSeries classifier = GoldenSeries.read(series + "_lc");
    double[][] rows = classifier.bars().table();
    Set<String> compared = new HashSet<>();
    List<String> faults = new ArrayList<>();
    for (String file : List.of("_lc", "_ind", "_talib")) {
      GoldenSeries golden = GoldenSeries.read(series + file);
      for (String name : golden.columns().keySet()) {
        if (!name.matches(NOT_INDICATORS)) {
          compared.add(name);
          compare(name, golden.column(name), rows, faults);
        }
      }
    }
    assertThat(faults).isEmpty();
    assertThat(compared)
        .containsExactlyInAnyOrderElementsOf(
            new IndicatorTable().columns().stream().map(IndicatorColumn::name).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"btcusdt_1h_a", "btcusdt_1m_a", "ethusd_5m"})
  void shouldDeclareTheWarmUpThatTheGoldenDataShows(String series) {
    for (String file : List.of("_lc", "_ind", "_talib")) {
      GoldenSeries golden = GoldenSeries.read(series + file);
      for (IndicatorColumn column : new IndicatorTable().columns()) {
        if (golden.has(column.name())) {
          assertThat(column.warmUpBars())
              .as(column.name())
              .isEqualTo(firstDefined(golden.column(column.name())));
        }
      }
    }
  }

  @Test
  void shouldGiveTradingViewsOwnFeaturesAndKernels() {
    Map<String, String> current =
        Map.of(
            "F1_RSI", "f1",
            "F2_WT", "f2",
            "F3_CCI", "f3",
            "F4_ADX", "f4",
            "F5_RSI9", "f5",
            "Kernel Regression Estimate", "yhat1_rq");
    Map<String, String> original =
        Map.of(
            "f1",
            "f1",
            "f2",
            "f2",
            "f3",
            "f3",
            "f4",
            "f4",
            "f5",
            "f5",
            "yhat1",
            "yhat1_rq",
            "yhat2",
            "yhat2_gauss");
    List<String> faults = new ArrayList<>();
    compareExport("tv_v1_nse_nifty_1d", original, faults);
    compareExport("tv_v2_coinbase_btcusd_1d", current, faults);
    compareExport("tv_v2_fullhist_oanda_eurusd_1d", current, faults);
    compareExport("tv_v2_fullhist_tastyfx_eurusd_1d", current, faults);
    assertThat(faults).isEmpty();
  }

  private static void compareExport(String name, Map<String, String> columns, List<String> faults) {
    GoldenSeries export = GoldenSeries.read("tradingview/" + name);
    double[][] rows = export.bars().table();
    columns.forEach(
        (theirs, ours) -> {
          List<String> here = new ArrayList<>();
          compare(ours, export.column(theirs), rows, here);
          here.forEach(fault -> faults.add(name + ": " + fault));
        });
  }

  /** Adds one line for the first bar of a column that differs. */
  private static void compare(String name, double[] golden, double[][] rows, List<String> faults) {
    List<IndicatorColumn> columns = new IndicatorTable().columns();
    int index = columns.stream().map(IndicatorColumn::name).toList().indexOf(name);
    if (index < 0) {
      faults.add(name + ": missing");
      return;
    }
    boolean exact = columns.get(index).kind() != IndicatorColumn.Kind.REAL;
    for (int i = 0; i < golden.length; i++) {
      if (!agrees(golden[i], rows[i][index], exact)) {
        faults.add(name + " bar " + i + ": golden " + golden[i] + ", ours " + rows[i][index]);
        return;
      }
    }
  }

  private static boolean agrees(double golden, double ours, boolean exact) {
    if (Double.isNaN(golden) || Double.isNaN(ours)) {
      return Double.isNaN(golden) && Double.isNaN(ours);
    }
    double tolerance = exact ? 0.0 : TOLERANCE * Math.max(1.0, Math.abs(golden));
    return Math.abs(golden - ours) <= tolerance;
  }

  private static int firstDefined(double[] column) {
    int first = 0;
    while (Double.isNaN(column[first])) {
      first++;
    }
    return first;
  }
}
