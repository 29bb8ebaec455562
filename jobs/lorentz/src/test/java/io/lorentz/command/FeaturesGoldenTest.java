package io.lorentz.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code lorentz features}, from the arguments to the file, gives every column of the golden series
 * bar by bar, and the features and kernels of TradingView's own exports.
 */
class FeaturesGoldenTest {

  private static final double TOLERANCE = 1e-9;

  /** The input, copied through. */
  private static final List<String> INPUT = words("time open high low close volume");

  /** Of {@code *_lc}: compared within the tolerance. */
  private static final List<String> CLASSIFIER_NUMBERS =
      words(
          """
          rsi14 rsi9 wt1_10_11 wt2_10_11 cci20_close lc_plus_di20 lc_minus_di20 lc_dx20
          lc_adx20 f1 f2 f3 f4 f5 atr1 atr10 klmf abs_curve_slope slope_ema200
          norm_slope_decline lc_adx14 ema200 sma200 yhat1_rq yhat2_gauss
          """);

  /** Of {@code *_lc}: integers and booleans. */
  private static final List<String> CLASSIFIER_EXACT =
      words(
          """
          label_pine label_fwd4 pred_stream pred_knn8 filter_volatility filter_regime
          filter_adx20 kernel_bull kernel_bear kernel_bull_change kernel_bear_change
          kernel_bull_smooth kernel_bear_smooth stream_signal stream_bars_held
          stream_is_early_flip stream_new_buy stream_new_sell stream_start_long
          stream_start_short stream_end_long_strict stream_end_short_strict
          stream_end_long_dyn stream_end_short_dyn
          """);

  /** Of {@code *_ind}. */
  private static final List<String> INDICATOR_NUMBERS =
      words(
          """
          tv_ema20 tv_sma20 tv_ema200 tv_sma200 tv_rma14_close tv_tr tv_atr1 tv_atr10
          tv_atr14 tv_atr22 tv_rsi9 tv_rsi14 tv_cci20_close tv_cci20_hlc3 tv_plus_di14
          tv_minus_di14 tv_adx14 tv_plus_di20 tv_minus_di20 tv_adx20 wt1_10_11 wt2_10_11
          wt1_10_21 wt2_10_21 ce_close_long_stop ce_close_short_stop ce_hl_long_stop
          ce_hl_short_stop ce_plain_long ce_plain_short
          """);

  /** Of {@code *_ind}: integers and booleans. */
  private static final List<String> INDICATOR_EXACT =
      words(
          """
          ce_close_dir ce_close_buy ce_close_sell ce_hl_dir ce_hl_buy ce_hl_sell
          """);

  /** Of {@code *_talib}. */
  private static final List<String> TALIB_NUMBERS =
      words(
          """
          talib_rsi9 talib_rsi14 talib_ema10 talib_ema20 talib_ema200 talib_sma20
          talib_sma200 talib_trange talib_atr1 talib_atr10 talib_atr14 talib_atr22
          talib_adx14 talib_dx14 talib_plus_di14 talib_minus_di14 talib_adx20 talib_dx20
          talib_plus_di20 talib_minus_di20 talib_cci14 talib_cci20 talib_cci20_closeonly
          """);

  /** Of {@code *_nbr}: lists of rows. */
  private static final List<String> NEIGHBOUR_ROWS =
      words(
          """
          stream_kept_idx knn8_idx
          """);

  /** Of {@code *_nbr}: lists of distances. */
  private static final List<String> NEIGHBOUR_DISTANCES =
      words(
          """
          stream_kept_dist knn8_dist
          """);

  /** Depend on where a chart ends, or stem from another program: not ours to give. */
  private static final String EXEMPT = "pred_v1|pred_v2|(v1|v2|aie)_.*";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"btcusdt_1h_a, 1h", "btcusdt_1m_a, 1m", "ethusd_5m, 5m"})
  void shouldGiveEveryGoldenColumn(String series, String timeframe) throws IOException {
    CsvTable classifier = golden(series + "_lc");
    CsvTable indicators = golden(series + "_ind");
    CsvTable talib = golden(series + "_talib");
    CsvTable neighbours = golden(series + "_nbr");
    assertCovers(classifier, INPUT, CLASSIFIER_NUMBERS, CLASSIFIER_EXACT);
    assertCovers(indicators, INDICATOR_NUMBERS, INDICATOR_EXACT);
    assertCovers(talib, TALIB_NUMBERS);
    assertCovers(neighbours, NEIGHBOUR_ROWS, NEIGHBOUR_DISTANCES);

    CsvTable features = features(input(classifier), timeframe);

    assertThat(Set.copyOf(features.columns()))
        .isEqualTo(
            union(
                INPUT,
                CLASSIFIER_NUMBERS,
                CLASSIFIER_EXACT,
                INDICATOR_NUMBERS,
                INDICATOR_EXACT,
                TALIB_NUMBERS,
                NEIGHBOUR_ROWS,
                NEIGHBOUR_DISTANCES));
    assertThat(features.rows()).hasSameSizeAs(classifier.rows());
    List<String> faults = new ArrayList<>();
    INPUT.forEach(name -> compareNumbers(classifier, name, features, name, faults));
    CLASSIFIER_NUMBERS.forEach(name -> compareNumbers(classifier, name, features, name, faults));
    CLASSIFIER_EXACT.forEach(name -> compareExactly(classifier, name, features, faults));
    INDICATOR_NUMBERS.forEach(name -> compareNumbers(indicators, name, features, name, faults));
    INDICATOR_EXACT.forEach(name -> compareExactly(indicators, name, features, faults));
    TALIB_NUMBERS.forEach(name -> compareNumbers(talib, name, features, name, faults));
    NEIGHBOUR_ROWS.forEach(name -> compareExactly(neighbours, name, features, faults));
    NEIGHBOUR_DISTANCES.forEach(name -> compareNumbers(neighbours, name, features, name, faults));
    assertThat(faults).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tv_v1_nse_nifty_1d",
        "tv_v2_coinbase_btcusd_1d",
        "tv_v2_fullhist_oanda_eurusd_1d",
        "tv_v2_fullhist_tastyfx_eurusd_1d"
      })
  void shouldGiveTradingViewsFeaturesAndKernels(String name) throws IOException {
    Path export = SharedFolder.file("golden/tradingview/" + name + ".csv.gz");
    CsvTable theirs = CsvTable.read(export);

    CsvTable ours = features(export, "1d");

    assertThat(ours.rows()).hasSameSizeAs(theirs.rows());
    List<String> faults = new ArrayList<>();
    namesOfExport(name).forEach((their, our) -> compareNumbers(theirs, their, ours, our, faults));
    assertThat(faults).isEmpty();
  }

  /** Column of the export to column of ours; the two versions of the script name them apart. */
  private static Map<String, String> namesOfExport(String export) {
    Map<String, String> names = new LinkedHashMap<>();
    if (export.startsWith("tv_v1")) {
      words("f1 f2 f3 f4 f5").forEach(feature -> names.put(feature, feature));
      names.put("yhat1", "yhat1_rq");
      names.put("yhat2", "yhat2_gauss");
    } else {
      names.put("F1_RSI", "f1");
      names.put("F2_WT", "f2");
      names.put("F3_CCI", "f3");
      names.put("F4_ADX", "f4");
      names.put("F5_RSI9", "f5");
      names.put("Kernel Regression Estimate", "yhat1_rq");
    }
    return names;
  }

  private CsvTable features(Path bars, String timeframe) throws IOException {
    Path file = folder.resolve("features.csv");
    RealCommandLine.Result result =
        RealCommandLine.run(
            "features",
            "--bars",
            "SERIES=" + bars,
            "--timeframe",
            timeframe,
            "--gaps",
            "ignore",
            "--out",
            file.toString());
    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isZero();
    return CsvTable.read(file);
  }

  /** The bars of a golden series alone, as a person would have them. */
  private Path input(CsvTable classifier) throws IOException {
    List<String> lines = new ArrayList<>(List.of(String.join(",", INPUT)));
    for (int i = 0; i < classifier.rows().size(); i++) {
      int row = i;
      lines.add(String.join(",", INPUT.stream().map(name -> classifier.cell(row, name)).toList()));
    }
    return Files.write(folder.resolve("bars.csv"), lines);
  }

  private static CsvTable golden(String name) throws IOException {
    return CsvTable.read(SharedFolder.file("golden/" + name + ".csv.gz"));
  }

  /** Every column of a golden file is compared or exempt, so that none is forgotten. */
  @SafeVarargs
  private static void assertCovers(CsvTable golden, List<String>... compared) {
    Set<String> named = union(compared);
    assertThat(golden.columns())
        .filteredOn(name -> !name.matches(EXEMPT))
        .filteredOn(name -> !name.equals("bar_index") && !name.equals("time"))
        .allSatisfy(name -> assertThat(named).contains(name));
    assertThat(golden.columns()).containsAll(named);
  }

  /** Adds one line for the first bar of a column that differs; a cell may be a list. */
  private static void compareNumbers(
      CsvTable golden, String theirs, CsvTable features, String ours, List<String> faults) {
    for (int i = 0; i < golden.rows().size(); i++) {
      String expected = golden.cell(i, theirs);
      String given = features.cell(i, ours);
      if (!agree(expected.split(";", -1), given.split(";", -1))) {
        faults.add(ours + " bar " + i + ": golden '" + expected + "', ours '" + given + "'");
        return;
      }
    }
  }

  private static boolean agree(String[] expected, String[] given) {
    if (expected.length != given.length) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      if (expected[i].isEmpty() || given[i].isEmpty()) {
        if (!expected[i].equals(given[i])) {
          return false;
        }
        continue;
      }
      double a = Double.parseDouble(expected[i]);
      double b = Double.parseDouble(given[i]);
      if (!(Math.abs(a - b) <= TOLERANCE * Math.max(1, Math.abs(a)))) {
        return false;
      }
    }
    return true;
  }

  private static void compareExactly(
      CsvTable golden, String name, CsvTable features, List<String> faults) {
    for (int i = 0; i < golden.rows().size(); i++) {
      String expected = golden.cell(i, name);
      if (!expected.equals(features.cell(i, name))) {
        faults.add(
            name
                + " bar "
                + i
                + ": golden '"
                + expected
                + "', ours '"
                + features.cell(i, name)
                + "'");
        return;
      }
    }
  }

  @SafeVarargs
  private static Set<String> union(List<String>... names) {
    Set<String> all = new LinkedHashSet<>();
    for (List<String> some : names) {
      all.addAll(some);
    }
    return all;
  }

  private static List<String> words(String text) {
    return List.of(text.strip().split("\\s+"));
  }
}
