package io.lorentz.command.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.lorentz.archive.ArchiveSource;
import io.lorentz.archive.BarFileLog;
import io.lorentz.archive.BarFileOptions;
import io.lorentz.core.baselines.BaselineOptions;
import io.lorentz.core.confirmation.ConfirmationOptions;
import io.lorentz.core.group.AccountOptions;
import io.lorentz.schemas.EquityPoint;
import io.lorentz.schemas.Funding;
import io.lorentz.schemas.OrderDecision;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.TradeClosed;
import io.lorentz.schemas.TradeOpened;
import io.lorentz.trading.BaselineAccounts;
import io.lorentz.trading.NamedConfirmation;
import io.lorentz.trading.TradingOptions;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A month of real bars of three symbols gives one SHA-256 of {@code orders.csv}: by the bare loop
 * and by the job, at any parallelism, with the bars named in any order, and after failures.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SameOrdersITCase {

  private static final List<String> SYMBOLS = List.of("BTCUSDT", "ETHUSDT", "SOLUSDT");
  private static final Path CSV =
      Path.of(System.getProperty("lorentz.shared", ""), "market-data", "csv");

  private final Map<Double, Oracle> oracles = new LinkedHashMap<>();

  @TempDir static Path folder;

  /** What the bare loop gave. */
  private record Oracle(List<RunOutput> rows, List<Long> causes, String sha256, Path report) {}

  @BeforeAll
  void runTheBareLoop() throws Exception {
    assumeThat(Files.isDirectory(CSV)).as("no real bars at %s", CSV).isTrue();
    for (double confidence : new double[] {0.7, 0.4}) {
      List<Long> causes = new ArrayList<>();
      List<RunOutput> rows =
          new Replays(options(confidence), bars(SYMBOLS))
              .bareLoop((row, index) -> causes.add(index));
      Path report = folder.resolve("bare-" + confidence);
      oracles.put(confidence, new Oracle(rows, causes, Replays.report(rows, report), report));
    }
  }

  @ParameterizedTest(name = "confidence {0}, parallelism {1}")
  @CsvSource({"0.7, 2", "0.4, 4"})
  void theJobGivesTheOrdersOfTheBareLoop(double confidence, int parallelism) throws Exception {
    String run = "job-" + confidence + "-" + parallelism;
    List<RunOutput> rows =
        new Replays(options(confidence), bars(SYMBOLS)).job(parallelism, folder.resolve(run));

    assertSame(rows, oracles.get(confidence), folder.resolve(run + "-report"));
  }

  @ParameterizedTest(name = "parallelism {0}")
  @ValueSource(ints = {1, 2, 3})
  @Tag("slow")
  void theJobGivesTheOrdersOfTheBareLoopAtAnyOtherParallelism(int parallelism) throws Exception {
    theJobGivesTheOrdersOfTheBareLoop(0.4, parallelism);
  }

  @Test
  @Tag("slow")
  void watermarksPerRecordAndPerCloseGiveTheSameRows() throws Exception {
    List<RunOutput> rows =
        new Replays(options(0.4), bars(SYMBOLS))
            .job(2, folder.resolve("per-record"), ArchiveSource.everyRecordItsOwn());

    assertSame(rows, oracles.get(0.4), folder.resolve("per-record-report"));
  }

  /**
   * The same month with its real funding, some of it stamped a few ms after the hour, and hourly
   * mark prices: rows are equal at any parallelism, and funding is booked.
   */
  @Test
  @Tag("slow")
  void withFundingAndMarkPricesTheJobGivesTheRowsOfTheBareLoop() throws Exception {
    Replays replays = new Replays(options(0.4), funded(bars(SYMBOLS)));

    List<RunOutput> expected = replays.bareLoop((row, index) -> {});

    for (int parallelism : new int[] {1, 2, 4}) {
      assertThat(replays.job(parallelism, folder.resolve("funded-" + parallelism)))
          .as("rows at parallelism %d", parallelism)
          .isEqualTo(expected);
    }
    // Failures directly before and directly behind a payment: it is booked once.
    long payment = indexOfPayment(funded(bars(SYMBOLS)), 30);
    assertThat(
            replays.failingJob(
                2,
                folder.resolve("funded-failing"),
                new FailingGate(List.of(payment, payment + 1)),
                folder.resolve("funded-checkpoints")))
        .isEqualTo(expected);
    assertThat(FailingGate.FAILED_AFTER).hasSize(2);
    assertThat(funding(expected)).isNotZero();
    assertThat(funding(oracles.get(0.4).rows())).isZero();
  }

  /** Index in the log of the n-th funding record, from 1. */
  private static long indexOfPayment(BarFileOptions bars, int n) {
    try (BarFileLog log = new BarFileLog(bars)) {
      int found = 0;
      for (long index = 0; log.hasNext(); index++) {
        if (log.next().getPayload() instanceof Funding) {
          found++;
          if (found == n) {
            return index;
          }
        }
      }
    }
    throw new AssertionError("fewer payments than " + n);
  }

  private static double funding(List<RunOutput> rows) {
    return rows.stream()
        .map(RunOutput::getPayload)
        .filter(TradeClosed.class::isInstance)
        .mapToDouble(payload -> ((TradeClosed) payload).getFunding().abs().doubleValue())
        .sum();
  }

  private static BarFileOptions funded(BarFileOptions bars) {
    Map<String, List<String>> funding = new LinkedHashMap<>();
    Map<String, List<String>> marks = new LinkedHashMap<>();
    for (String symbol : SYMBOLS) {
      String path = CSV.resolve("binance-usdm-perp_" + symbol).toString();
      funding.put(symbol, List.of(path + "_funding_typhonun.csv.gz"));
      marks.put(symbol, List.of(path + "_mark-1h_marketlab-slice.csv.gz"));
    }
    return bars.withFunding(funding).withMarks(marks);
  }

  @Test
  @Tag("slow")
  void theOrderInWhichBarsAreNamedChangesNothing() throws Exception {
    List<String> reversed = new ArrayList<>(SYMBOLS);
    Collections.reverse(reversed);

    List<RunOutput> rows =
        new Replays(options(0.4), bars(reversed)).job(2, folder.resolve("reversed"));

    assertSame(rows, oracles.get(0.4), folder.resolve("reversed-report"));
  }

  @Test
  void atLowConfidenceWithoutLimitsThereIsEnoughToCompare() {
    assertThat(oracles.get(0.4).rows())
        .filteredOn(
            row ->
                row.getPayload() instanceof OrderDecision decision
                    && decision.getIntent() == OrderIntent.ENTRY
                    && decision.getAccount().equals("unlimited"))
        .hasSizeGreaterThan(100);
  }

  /**
   * Three failures in one run: while an entry is working, while {@code unlimited} has a position
   * and {@code main} is stopped by a limit, and after that position was closed. The first lies
   * between a bar and the heartbeat that brings its watermark, so what CEP and the group hold back
   * is in the checkpoint.
   */
  @Test
  void failuresBeforeWithinAndAfterAPositionChangeNothing() throws Exception {
    failuresBeforeWithinAndAfterAPositionChangeNothing(2);
  }

  @Test
  @Tag("slow")
  void failuresBeforeWithinAndAfterAPositionChangeNothingAtParallelismOne() throws Exception {
    failuresBeforeWithinAndAfterAPositionChangeNothing(1);
  }

  private void failuresBeforeWithinAndAfterAPositionChangeNothing(int parallelism)
      throws Exception {
    List<Long> places = places(oracles.get(0.4));
    RestoreNotingSink.RESTORED_FROM.clear();
    String run = "failing-" + parallelism;

    List<RunOutput> rows =
        new Replays(options(0.4), bars(SYMBOLS))
            .failingJob(
                parallelism,
                folder.resolve(run),
                new FailingGate(places),
                folder.resolve(run + "-checkpoints"));

    assertThat(FailingGate.FAILED_AFTER).hasSize(3);
    assertThat(RestoreNotingSink.RESTORED_FROM).containsExactlyElementsOf(FailingGate.FAILED_AFTER);
    assertSame(rows, oracles.get(0.4), folder.resolve(run + "-report"));
  }

  /**
   * A second confirmation rule and all baselines beside main and unlimited: rows of every account,
   * and those of main and unlimited as without them.
   */
  @Test
  void withSourcesAndBaselinesTheJobGivesTheRowsOfTheBareLoop() throws Exception {
    withSourcesAndBaselinesTheJobGivesTheRowsOfTheBareLoop(2);
  }

  @Test
  @Tag("slow")
  void withSourcesAndBaselinesTheJobGivesTheRowsOfTheBareLoopAtParallelismOne() throws Exception {
    withSourcesAndBaselinesTheJobGivesTheRowsOfTheBareLoop(1);
  }

  private void withSourcesAndBaselinesTheJobGivesTheRowsOfTheBareLoop(int parallelism)
      throws Exception {
    BarFileOptions bars =
        bars(SYMBOLS).withToMs(Instant.parse("2025-05-08T10:17:00Z").toEpochMilli());
    TradingOptions options = withSources(options(0.4));
    Replays replays = new Replays(options, bars);

    List<RunOutput> expected = replays.bareLoop((row, index) -> {});
    List<RunOutput> rows = replays.job(parallelism, folder.resolve("sources-" + parallelism));

    assertThat(rows).isEqualTo(expected);
    assertThat(expected)
        .filteredOn(row -> row.getPayload() instanceof TradeClosed)
        .extracting(row -> ((TradeClosed) row.getPayload()).getAccount())
        .contains("main", "eager", "random-007", "momentum-4", "filters");
    List<RunOutput> plain = new Replays(options(0.4), bars).bareLoop((row, index) -> {});
    assertThat(ofMain(expected)).isEqualTo(ofMain(plain));
  }

  private static TradingOptions withSources(TradingOptions options) {
    AccountOptions main = AccountOptions.defaults();
    AccountOptions eager =
        new AccountOptions(
            "eager",
            main.capital(),
            true,
            main.risk(),
            main.exits(),
            main.entries(),
            "loose",
            0,
            true);
    List<AccountOptions> accounts = new ArrayList<>(options.group().accounts());
    accounts.add(eager);
    return BaselineAccounts.addTo(
        options.with(
            options.group().withAccounts(accounts),
            List.of(new NamedConfirmation("loose", options(0.3).confirmation()))),
        List.of(new BaselineOptions.RandomRate(300_000L, 0.01)),
        10,
        SYMBOLS.size());
  }

  /** Orders and trades of the accounts that are there in any case. */
  private static List<RunOutput> ofMain(List<RunOutput> rows) {
    return rows.stream().filter(row -> List.of("main", "unlimited").contains(owner(row))).toList();
  }

  private static String owner(RunOutput row) {
    if (row.getPayload() instanceof OrderDecision decision) {
      return decision.getAccount();
    }
    return row.getPayload() instanceof TradeClosed closed ? closed.getAccount() : "";
  }

  /**
   * BTC lacks three minutes, which are bridged, ETH forty, which are not, all three the five of one
   * 5m bar, and SOL ends early.
   */
  @Test
  void overHolesTheJobGivesTheOrdersOfTheBareLoop() throws Exception {
    overHolesTheJobGivesTheOrdersOfTheBareLoop(2);
  }

  @Test
  @Tag("slow")
  void overHolesTheJobGivesTheOrdersOfTheBareLoopAtParallelismOne() throws Exception {
    overHolesTheJobGivesTheOrdersOfTheBareLoop(1);
  }

  private void overHolesTheJobGivesTheOrdersOfTheBareLoop(int parallelism) throws Exception {
    Path holed = Files.createDirectories(folder.resolve("holed-" + parallelism));
    Map<String, List<String>> files = new LinkedHashMap<>();
    files.put("BTCUSDT", holed(holed, "BTCUSDT", "2025-05-05T13:02:00Z", "2025-05-05T13:05:00Z"));
    files.put("ETHUSDT", holed(holed, "ETHUSDT", "2025-05-05T18:32:00Z", "2025-05-05T19:12:00Z"));
    files.put("SOLUSDT", holed(holed, "SOLUSDT", "2025-05-06T11:03:00Z", "2026-01-01T00:00:00Z"));
    BarFileOptions bars =
        BarFileOptions.of(files).withToMs(Instant.parse("2025-05-08T00:00:00Z").toEpochMilli());
    Replays replays = new Replays(options(0.3), bars);

    List<RunOutput> expected = replays.bareLoop((row, index) -> {});
    List<RunOutput> rows = replays.job(parallelism, holed.resolve("spool"));

    assertThat(rows).isEqualTo(expected);
    EquityPoint last = (EquityPoint) lastPoint(expected);
    assertThat(last.getGaps()).isEqualTo(5);
    assertThat(last.getMissingBars()).isEqualTo(3 + 40 + 3 * 5);
    assertThat(expected)
        .filteredOn(row -> row.getPayload() instanceof TradeClosed)
        .hasSizeGreaterThan(10);
  }

  private static Object lastPoint(List<RunOutput> rows) {
    return rows.stream()
        .map(RunOutput::getPayload)
        .filter(EquityPoint.class::isInstance)
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  /** Real bars without those that open within a span, or within the five minutes all lack. */
  private static List<String> holed(Path folder, String symbol, String from, String to)
      throws IOException {
    Path target = folder.resolve(symbol + ".csv");
    try (BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(
                    new GZIPInputStream(Files.newInputStream(Path.of(file(symbol)))), UTF_8));
        BufferedWriter kept = Files.newBufferedWriter(target)) {
      kept.write(lines.readLine() + "\n");
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        long openMs = Long.parseLong(line.substring(0, line.indexOf(',')));
        if (!within(openMs, from, to)
            && !within(openMs, "2025-05-06T08:05:00Z", "2025-05-06T08:10:00Z")) {
          kept.write(line + "\n");
        }
      }
    }
    return List.of(target.toString());
  }

  private static boolean within(long openMs, String from, String to) {
    return openMs >= Instant.parse(from).toEpochMilli()
        && openMs < Instant.parse(to).toEpochMilli();
  }

  /** Indices of log records before which the job is to fail. */
  private static List<Long> places(Oracle oracle) {
    boolean mainIsStopped = false;
    long entryDecided = -1;
    for (int i = 0; i < oracle.rows().size(); i++) {
      Object payload = oracle.rows().get(i).getPayload();
      long cause = oracle.causes().get(i);
      if (payload instanceof EquityPoint point && point.getAccount().equals("main")) {
        mainIsStopped = !point.getTrading();
      } else if (payload instanceof OrderDecision decision
          && decision.getAccount().equals("unlimited")
          && decision.getIntent() == OrderIntent.ENTRY) {
        entryDecided = cause;
      } else if (mainIsStopped
          && payload instanceof TradeOpened opened
          && opened.getAccount().equals("unlimited")) {
        long closed = closed(oracle, opened.getEntryId());
        if (closed > cause + 4) {
          return List.of(entryDecided + 1, cause + 2, closed + 2);
        }
      }
    }
    throw new AssertionError("no position of one account while the other is stopped");
  }

  private static long closed(Oracle oracle, String entryId) {
    for (int i = 0; i < oracle.rows().size(); i++) {
      if (oracle.rows().get(i).getPayload() instanceof TradeClosed closed
          && closed.getAccount().equals("unlimited")
          && closed.getEntryId().equals(entryId)) {
        return oracle.causes().get(i);
      }
    }
    return -1;
  }

  private static void assertSame(List<RunOutput> rows, Oracle oracle, Path report)
      throws Exception {
    String sha256 = Replays.report(rows, report);
    for (String file : List.of("orders.csv", "trades.csv", "signals.csv", "equity.csv")) {
      assertThat(Files.mismatch(report.resolve(file), oracle.report().resolve(file)))
          .as("first byte of %s that differs from the bare loop's", file)
          .isEqualTo(-1);
    }
    assertThat(sha256).isEqualTo(oracle.sha256());
  }

  private static TradingOptions options(double confidence) {
    TradingOptions defaults = TradingOptions.defaults();
    ConfirmationOptions rule = defaults.confirmation();
    return new TradingOptions(
        defaults.bars(),
        defaults.features(),
        defaults.inference(),
        defaults.batch(),
        new ConfirmationOptions(
            rule.fastTimeframeMs(),
            rule.slowTimeframeMs(),
            rule.tierTimeframesMs(),
            confidence,
            rule.maxApartMs(),
            rule.boundMs()),
        defaults.group());
  }

  private static String file(String symbol) {
    return CSV.resolve("binance-usdm-perp_" + symbol + "_1m_typhonun.csv.gz").toString();
  }

  private static BarFileOptions bars(List<String> symbols) {
    Map<String, List<String>> files = new LinkedHashMap<>();
    for (String symbol : symbols) {
      files.put(symbol, List.of(file(symbol)));
    }
    return BarFileOptions.of(files).withToMs(Instant.parse("2025-06-03T15:31:00Z").toEpochMilli());
  }
}
