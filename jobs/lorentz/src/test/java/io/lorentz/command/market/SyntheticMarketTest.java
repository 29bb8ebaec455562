package io.lorentz.command.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lorentz.archive.BarFileLog;
import io.lorentz.archive.BarFileOptions;
import io.lorentz.archive.SeriesStatistics;
import io.lorentz.archive.StampStatistics;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.Funding;
import io.lorentz.schemas.MarkPrice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The market has the properties that make real ones hard, measured as one would on real bars. */
class SyntheticMarketTest {

  private static final long MINUTE_MS = 60_000;
  private static final long DAY_MS = 86_400_000;
  private static final int DAYS = 30;
  private static final List<String> SYMBOLS = List.of("BTCUSDT", "ETHUSDT", "SOLUSDT");

  @TempDir private static Path measured;

  private static final Map<String, NavigableMap<Long, Bar>> BARS = new TreeMap<>();
  private static final Map<String, NavigableMap<Long, Double>> MARKS = new TreeMap<>();
  private static final Map<String, NavigableMap<Long, Double>> RATES = new TreeMap<>();

  @TempDir private Path folder;

  @BeforeAll
  static void readAMarket() throws IOException {
    for (String symbol : SYMBOLS) {
      BARS.put(symbol, new TreeMap<>());
      MARKS.put(symbol, new TreeMap<>());
      RATES.put(symbol, new TreeMap<>());
    }
    try (BarFileLog log = new BarFileLog(options(new SyntheticMarket(7, DAYS).write(measured)))) {
      log.forEachRemaining(record -> keep(record.getPayload()));
    }
  }

  private static void keep(Object payload) {
    if (payload instanceof Bar bar) {
      BARS.get(bar.getInstrument()).put(bar.getCloseTimeMs(), bar);
    } else if (payload instanceof MarkPrice mark) {
      MARKS.get(mark.getInstrument()).put(mark.getMarkTimeMs(), mark.getPrice());
    } else if (payload instanceof Funding funding) {
      RATES
          .get(funding.getInstrument())
          .put(funding.getFundingTimeMs(), funding.getRate().doubleValue());
    }
  }

  @Test
  void theSameSeedGivesTheSameBytesAndAnotherSeedAnotherMarket() throws IOException {
    MarketFiles first = new SyntheticMarket(1, 2).write(folder.resolve("1"));
    MarketFiles again = new SyntheticMarket(1, 2).write(folder.resolve("2"));
    MarketFiles other = new SyntheticMarket(2, 2).write(folder.resolve("3"));

    assertThat(first.bars().keySet()).containsExactlyElementsOf(SYMBOLS);
    for (String symbol : SYMBOLS) {
      assertSame(again.bars().get(symbol), first.bars().get(symbol));
      assertSame(again.funding().get(symbol), first.funding().get(symbol));
      assertSame(again.marks().get(symbol), first.marks().get(symbol));
      assertThat(Files.mismatch(first.bars().get(symbol), other.bars().get(symbol)))
          .isNotNegative();
      assertThat(Files.mismatch(first.funding().get(symbol), other.funding().get(symbol)))
          .isNotNegative();
    }
  }

  private static void assertSame(Path file, Path expected) {
    assertThat(file).hasSameBinaryContentAs(expected);
  }

  @Test
  void aLongerMarketBeginsWithTheRowsOfAShorterOne() throws IOException {
    MarketFiles two = new SyntheticMarket(5, 2).write(folder.resolve("2"));
    MarketFiles nine = new SyntheticMarket(5, 9).write(folder.resolve("9"));
    SortedMap<String, Path> barsAlone = new SyntheticMarket(5, 2).writeBars(folder.resolve("b"));

    for (String symbol : SYMBOLS) {
      List<String> rows = Files.readAllLines(two.bars().get(symbol));
      assertThat(Files.readAllLines(nine.bars().get(symbol)).subList(0, rows.size()))
          .isEqualTo(rows);
      assertSame(barsAlone.get(symbol), two.bars().get(symbol));
    }
  }

  @Test
  void itSaysThatItIsSynthetic() throws IOException {
    MarketFiles files = new SyntheticMarket(1, 1).write(folder);

    assertThat(files.bars().values())
        .allSatisfy(file -> assertThat(file.getFileName().toString()).startsWith("SYNTHETIC_"));
    for (String symbol : SYMBOLS) {
      assertThat(Files.readAllLines(files.funding().get(symbol)).subList(1, 4))
          .allSatisfy(row -> assertThat(row).startsWith("SYNTHETIC," + symbol + ","));
      assertThat(Files.readAllLines(files.marks().get(symbol)).get(1)).startsWith("SYNTHETIC,");
    }
    assertThat(Files.readString(folder.resolve("README.md"))).contains("SYNTHETIC");
  }

  @Test
  void barsLackWhatIsSaidToBeMissingAndNothingElse() {
    List<MissingBars> missing = new SyntheticMarket(7, DAYS).missing();

    assertThat(missing).anyMatch(gap -> gap.minutes() <= 5).anyMatch(gap -> gap.minutes() >= 20);
    for (String symbol : SYMBOLS) {
      List<Long> lacking = new ArrayList<>();
      long startMs = BARS.get(symbol).firstKey();
      for (long ms = startMs; ms < startMs + DAYS * DAY_MS; ms += MINUTE_MS) {
        if (!BARS.get(symbol).containsKey(ms)) {
          lacking.add(ms - MINUTE_MS);
        }
      }
      assertThat(lacking)
          .allMatch(ms -> missing.stream().anyMatch(gap -> gap.holds(symbol, ms)))
          .hasSizeGreaterThan(20);
      for (MissingBars gap : missing) {
        for (int i = 0; i < gap.minutes() && gap.symbol().equals(symbol); i++) {
          assertThat(lacking).contains(gap.startMs() + i * MINUTE_MS);
        }
      }
    }
  }

  @Test
  void returnsHaveFatTails() {
    for (String symbol : SYMBOLS) {
      assertThat(kurtosis(returns(symbol))).as(symbol).isGreaterThan(6).isLessThan(200);
    }
  }

  @Test
  void volatilityClustersButReturnsDoNotRepeat() {
    for (String symbol : SYMBOLS) {
      double[] returns = returns(symbol);
      double[] sizes = new double[returns.length];
      for (int i = 0; i < returns.length; i++) {
        sizes[i] = Math.abs(returns[i]);
      }
      assertThat(autocorrelation(sizes, 1)).as(symbol).isGreaterThan(0.15);
      assertThat(autocorrelation(sizes, 60)).as(symbol).isGreaterThan(0.05);
      for (int lag = 1; lag <= 5; lag++) {
        assertThat(autocorrelation(returns, lag)).as(symbol).isBetween(-0.03, 0.05);
      }
    }
  }

  @Test
  void theCoinsMoveTogether() {
    double[] btc = common("BTCUSDT");
    assertThat(correlation(btc, common("ETHUSDT"))).isBetween(0.5, 0.95);
    assertThat(correlation(btc, common("SOLUSDT"))).isBetween(0.5, 0.95);
  }

  @Test
  void volumeComesWithMoves() {
    for (String symbol : SYMBOLS) {
      double[] volumes = BARS.get(symbol).values().stream().mapToDouble(Bar::getVolume).toArray();
      double[] ranges =
          BARS.get(symbol).values().stream()
              .mapToDouble(bar -> (bar.getHigh() - bar.getLow()) / bar.getClose())
              .toArray();
      assertThat(correlation(volumes, ranges)).as(symbol).isGreaterThan(0.6);
    }
  }

  @Test
  void everyRegimeComesAndACrashIsTheWildest() {
    RandomNumbers random = new RandomNumbers(1);
    Map<Regime, Integer> minutes = new TreeMap<>();
    Regime regime = Regime.RANGE;
    for (int i = 0; i < DAYS * 1440; i++) {
      regime = regime.next(random);
      minutes.merge(regime, 1, Integer::sum);
    }

    assertThat(minutes.keySet()).containsExactly(Regime.values());
    assertThat(minutes.get(Regime.CRASH)).isBetween(30, DAYS * 1440 / 20);
    assertThat(Regime.CRASH.volatility()).isGreaterThan(2 * Regime.TREND_DOWN.volatility());
    // Within half an hour a crash falls by more than the usual moves of half an hour.
    assertThat(30 * Regime.CRASH.drift(0)).isLessThan(-2 * Math.sqrt(30));
  }

  @Test
  void fundingIsPaidEveryEightHoursAndFollowsTheTrend() {
    for (String symbol : SYMBOLS) {
      NavigableMap<Long, Double> rates = RATES.get(symbol);
      // The one at the very end is stamped some ms after the last bar.
      assertThat(rates).hasSizeBetween(3 * DAYS - 1, 3 * DAYS);
      List<Double> paid = new ArrayList<>();
      List<Double> changes = new ArrayList<>();
      rates.forEach(
          (stampMs, rate) -> {
            assertThat(Math.floorMod(stampMs, DAY_MS / 3)).isBetween(0L, 16L);
            assertThat(Math.abs(rate)).isLessThanOrEqualTo(0.0075);
            NavigableMap<Long, Bar> bars = BARS.get(symbol);
            paid.add(rate);
            changes.add(
                Math.log(
                    bars.floorEntry(stampMs).getValue().getClose()
                        / bars.ceilingEntry(stampMs - DAY_MS / 3).getValue().getClose()));
          });
      assertThat(correlation(array(paid), array(changes))).as(symbol).isGreaterThan(0.3);
      assertThat(paid).anyMatch(rate -> rate > 0.0001).anyMatch(rate -> rate < 0.0001);
    }
  }

  @Test
  void theMarkPriceStaysByTheLastPrice() {
    for (String symbol : SYMBOLS) {
      assertThat(MARKS.get(symbol)).hasSize(BARS.get(symbol).size());
      MARKS
          .get(symbol)
          .forEach(
              (ms, mark) ->
                  assertThat(mark / BARS.get(symbol).get(ms).getClose()).isBetween(0.99, 1.01));
    }
  }

  @Test
  void theReaderTakesEveryRowWithoutDuplicateOrConflict() throws IOException {
    MarketFiles files = new SyntheticMarket(3, 2).write(folder);

    try (BarFileLog log = new BarFileLog(options(files))) {
      log.forEachRemaining(record -> {});
      for (SeriesStatistics series : log.statistics().values()) {
        assertThat(series.bars()).isBetween(2 * 1440L - 65, 2 * 1440L - 21);
        assertThat(series.duplicates() + series.conflicts()).isZero();
        assertThat(series.lastCloseMs() - series.firstStartMs()).isEqualTo(2 * DAY_MS);
      }
      for (StampStatistics marks : log.markStatistics().values()) {
        assertThat(marks.outside() + marks.duplicates() + marks.conflicts()).isZero();
      }
    }
  }

  @Test
  void itHasAtLeastADay() {
    assertThatThrownBy(() -> new SyntheticMarket(1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("days:");
  }

  private static BarFileOptions options(MarketFiles files) {
    return BarFileOptions.of(paths(files.bars()))
        .withLengthMs(MINUTE_MS)
        .withFunding(paths(files.funding()))
        .withMarks(paths(files.marks()));
  }

  private static Map<String, List<String>> paths(SortedMap<String, Path> files) {
    Map<String, List<String>> paths = new TreeMap<>();
    files.forEach((symbol, file) -> paths.put(symbol, List.of(file.toString())));
    return paths;
  }

  /** Log returns of bars that follow each other. */
  private static double[] returns(String symbol) {
    List<Double> returns = new ArrayList<>();
    for (Bar bar : BARS.get(symbol).values()) {
      Bar before = BARS.get(symbol).get(bar.getCloseTimeMs() - MINUTE_MS);
      if (before != null) {
        returns.add(Math.log(bar.getClose() / before.getClose()));
      }
    }
    return array(returns);
  }

  /** Log returns of bars that follow each other in all three coins. */
  private static double[] common(String symbol) {
    List<Double> returns = new ArrayList<>();
    for (long ms : BARS.get("BTCUSDT").keySet()) {
      boolean inAll =
          SYMBOLS.stream()
              .allMatch(
                  each ->
                      BARS.get(each).containsKey(ms) && BARS.get(each).containsKey(ms - MINUTE_MS));
      if (inAll) {
        NavigableMap<Long, Bar> bars = BARS.get(symbol);
        returns.add(Math.log(bars.get(ms).getClose() / bars.get(ms - MINUTE_MS).getClose()));
      }
    }
    return array(returns);
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double kurtosis(double[] values) {
    double mean = mean(values);
    double second = 0;
    double fourth = 0;
    for (double value : values) {
      double square = (value - mean) * (value - mean);
      second += square / values.length;
      fourth += square * square / values.length;
    }
    return fourth / (second * second);
  }

  private static double autocorrelation(double[] values, int lag) {
    double[] early = new double[values.length - lag];
    double[] late = new double[values.length - lag];
    System.arraycopy(values, 0, early, 0, early.length);
    System.arraycopy(values, lag, late, 0, late.length);
    return correlation(early, late);
  }

  private static double correlation(double[] a, double[] b) {
    double meanA = mean(a);
    double meanB = mean(b);
    double product = 0;
    double squareA = 0;
    double squareB = 0;
    for (int i = 0; i < a.length; i++) {
      product += (a[i] - meanA) * (b[i] - meanB);
      squareA += (a[i] - meanA) * (a[i] - meanA);
      squareB += (b[i] - meanB) * (b[i] - meanB);
    }
    return product / Math.sqrt(squareA * squareB);
  }
}
