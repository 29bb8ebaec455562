package io.lorentz.command.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lorentz.archive.ArchiveSource;
import io.lorentz.archive.BarFileLog;
import io.lorentz.archive.BarFileOptions;
import io.lorentz.archive.RunOutputSink;
import io.lorentz.command.LoopbackPort;
import io.lorentz.command.engine.Scrape.Sample;
import io.lorentz.command.market.MarketFiles;
import io.lorentz.command.market.SyntheticMarket;
import io.lorentz.core.confirmation.ConfirmationOptions;
import io.lorentz.core.group.TradeTally;
import io.lorentz.flink.inference.EnsembleFactory;
import io.lorentz.schemas.EquityPoint;
import io.lorentz.schemas.OrderDecision;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.OrderOutcome;
import io.lorentz.schemas.OrderOutcomeKind;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.Signal;
import io.lorentz.schemas.TradeClosed;
import io.lorentz.trading.TradingOptions;
import io.lorentz.trading.TradingPipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A job over a made-up market stands still while a position is open. What Prometheus would read of
 * it then is what the rows say; after a failure, what comes of state is there again.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetricsITCase {

  private static final int DAYS = 8;
  private static final int PARALLELISM = 2;
  private static final long DEADLINE_S = 60;
  private static final List<String> ACCOUNTS = List.of("main", "unlimited");
  private static final Pattern ROW =
      Pattern.compile("\\| `(\\w+)` \\| (\\w+) \\| ([^|]*) \\|([^|]*)\\| .+ \\|");

  private final List<RunOutput> rows = new ArrayList<>();
  private final Map<String, Long> records = new TreeMap<>();
  private Scrape before;
  private Scrape after;

  @BeforeAll
  void runTheJob(@TempDir Path folder) throws Exception {
    MarketFiles market = new SyntheticMarket(1, DAYS).write(folder.resolve("market"));
    BarFileOptions bars =
        BarFileOptions.of(paths(market.bars()))
            .withFunding(paths(market.funding()))
            .withMarks(paths(market.marks()));
    long holdAt = expect(bars);
    int port = LoopbackPort.free();
    HoldingGate.close();
    JobClient job = start(bars, new HoldingGate(holdAt), port, folder);
    try {
      long read = records.values().stream().mapToLong(Long::longValue).sum();
      long orders = decisions("unlimited").count();
      before =
          scrape(
              port,
              s ->
                  s.sum("lorentz_market_records_total") == read
                      && s.sum("lorentz_orders_sent_total", "account", "unlimited") == orders
                      && near(
                          s,
                          "lorentz_account_equity_usdt",
                          last("unlimited").getEquity().doubleValue()));
      HoldingGate.fail();
      after =
          scrape(
              port,
              s ->
                  s.sum("flink_jobmanager_job_numRestarts") == 1
                      && allOfTheSecondAttempt(s)
                      // The last one that the group registers.
                      && !s.find("lorentz_checkpoint_age_seconds").isEmpty()
                      && near(
                          s,
                          "lorentz_account_equity_usdt",
                          last("unlimited").getEquity().doubleValue()));
    } finally {
      // Its cluster ends with it.
      HoldingGate.release();
      job.getJobExecutionResult().get(DEADLINE_S, TimeUnit.SECONDS);
    }
  }

  /** Tasks of the first attempt may leave after the counter of restarts has risen. */
  private static boolean allOfTheSecondAttempt(Scrape scrape) {
    return scrape.samples().stream()
        .filter(sample -> sample.name().startsWith("lorentz_"))
        .allMatch(sample -> sample.labels().get("task_attempt_num").equals("1"));
  }

  private static boolean near(Scrape scrape, String name, double value) {
    return Math.abs(scrape.sum(name, "account", "unlimited") - value) < 1e-9;
  }

  /** By the bare loop: rows and records before the place where the job is held. */
  private long expect(BarFileOptions bars) {
    List<RunOutput> all = new ArrayList<>();
    List<Long> causes = new ArrayList<>();
    all.addAll(new Replays(options(), bars).bareLoop((row, index) -> causes.add(index)));
    long holdAt = -1;
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).getPayload() instanceof EquityPoint point
          && point.getAccount().equals("unlimited")
          && point.getOpenPositions() > 0) {
        holdAt = causes.get(i) + 1;
      }
    }
    assertThat(holdAt).as("place with an open position").isPositive();
    for (int i = 0; i < all.size(); i++) {
      if (causes.get(i) < holdAt) {
        rows.add(all.get(i));
      }
    }
    try (BarFileLog log = new BarFileLog(bars)) {
      for (long index = 0; index < holdAt; index++) {
        records.merge(kind(log.next().getPayload()), 1L, Long::sum);
      }
    }
    return holdAt;
  }

  private static String kind(Object payload) {
    return switch (payload.getClass().getSimpleName()) {
      case "Bar" -> "bar";
      case "Trade" -> "trade";
      case "Heartbeat" -> "heartbeat";
      case "Funding" -> "funding";
      case "MarkPrice" -> "mark_price";
      case "DayRoll" -> "day_roll";
      case "OperatorCommand" -> "command";
      default -> "other";
    };
  }

  private static JobClient start(BarFileOptions bars, HoldingGate gate, int port, Path folder)
      throws Exception {
    Configuration configuration = TradingPipeline.configuration();
    configuration.setString("metrics.reporters", "prom");
    configuration.setString(
        "metrics.reporter.prom.factory.class",
        "org.apache.flink.metrics.prometheus.PrometheusReporterFactory");
    configuration.setString("metrics.reporter.prom.port", Integer.toString(port));
    configuration.setString("metrics.reporter.prom.filterLabelValueCharacters", "false");
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(100));
    configuration.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        folder.resolve("checkpoints").toUri().toString());
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 2);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(1));
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(PARALLELISM, configuration);
    TradingPipeline.Edges edges =
        new TradingPipeline.Edges(
            new ArchiveSource(BarFileLog.opener(bars), gate),
            ArchiveSource.everyRecordItsOwn(),
            "market-archive",
            new RunOutputSink(Files.createDirectories(folder.resolve("spool"))),
            EnsembleFactory.jvm());
    new TradingPipeline(options(), List.copyOf(bars.files().keySet()), edges).build(env);
    return env.executeAsync("lorentz trading");
  }

  /**
   * Asks until the condition holds, then once more: metrics are read one after the other, and what
   * was read first may be older than what the condition looked at. The job is held by then.
   */
  private static Scrape scrape(int port, Predicate<Scrape> condition) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_S);
    Scrape last = new Scrape(List.of(), Map.of());
    while (System.nanoTime() < deadline) {
      try {
        last = Scrape.of(port);
      } catch (IOException notYet) {
        Thread.onSpinWait();
      }
      if (condition.test(last)) {
        return Scrape.of(port);
      }
    }
    throw new AssertionError("not within " + DEADLINE_S + " s; last: " + last);
  }

  private static Map<String, List<String>> paths(Map<String, Path> files) {
    Map<String, List<String>> paths = new TreeMap<>();
    files.forEach((symbol, file) -> paths.put(symbol, List.of(file.toString())));
    return paths;
  }

  private static TradingOptions options() {
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
            0.4,
            rule.maxApartMs(),
            rule.boundMs()),
        defaults.group());
  }

  private <T> Stream<T> payloads(Class<T> type) {
    return rows.stream().map(RunOutput::getPayload).filter(type::isInstance).map(type::cast);
  }

  private EquityPoint last(String account) {
    return payloads(EquityPoint.class)
        .filter(point -> point.getAccount().equals(account))
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  private Stream<OrderOutcome> outcomes(String account) {
    return payloads(OrderOutcome.class).filter(outcome -> outcome.getAccount().equals(account));
  }

  /** Orders that no outcome calls denied. */
  private Stream<OrderDecision> decisions(String account) {
    Set<String> denied =
        outcomes(account)
            .filter(outcome -> outcome.getOutcome() == OrderOutcomeKind.DENIED)
            .map(OrderOutcome::getClientId)
            .collect(Collectors.toSet());
    return payloads(OrderDecision.class)
        .filter(decision -> decision.getAccount().equals(account))
        .filter(decision -> !denied.contains(decision.getClientId()));
  }

  private static double value(Scrape scrape, String name, String account) {
    List<Sample> found = scrape.find(name, "account", account);
    assertThat(found).as("%s of %s", name, account).hasSize(1);
    return found.get(0).value();
  }

  @Test
  void recordsAreCountedByKind() {
    assertThat(records.keySet())
        .contains("bar", "heartbeat", "funding", "mark_price", "day_roll", "other");
    records.forEach(
        (kind, count) ->
            assertThat(before.sum("lorentz_market_records_total", "kind", kind))
                .as(kind)
                .isEqualTo(count.doubleValue()));
  }

  @Test
  void barsAndWhatIsMissingAreThoseOfTheLastPoint() {
    EquityPoint point = last("main");
    assertThat(point.getGaps()).isPositive();
    assertThat(before.sum("lorentz_bars_gaps_total")).isEqualTo((double) point.getGaps());
    assertThat(before.sum("lorentz_bars_missing_total")).isEqualTo((double) point.getMissingBars());
    assertThat(
            before.sum("lorentz_bars_closed_total", "timeframe", "1m")
                - before.sum("lorentz_bars_synthetic_total"))
        .isEqualTo((double) point.getBars());
    assertThat(before.sum("lorentz_bars_gap_open")).isZero();
    assertThat(before.find("lorentz_bars_gap_open")).hasSize(3);
  }

  @Test
  void figuresOfAnAccountAreThoseOfItsLastPoint() {
    assertThat(last("unlimited").getOpenPositions()).isPositive();
    for (String account : ACCOUNTS) {
      assertStandsAs(before, account);
    }
    assertThat(value(before, "lorentz_account_drawdown_limit_ratio", "main")).isEqualTo(0.03);
    assertThat(value(before, "lorentz_account_day_loss_limit_ratio", "main")).isEqualTo(0.02);
    assertThat(value(before, "lorentz_account_drawdown_limit_ratio", "unlimited")).isNaN();
  }

  private void assertStandsAs(Scrape scrape, String account) {
    EquityPoint point = last(account);
    assertThat(value(scrape, "lorentz_account_equity_usdt", account))
        .isEqualTo(point.getEquity().doubleValue());
    assertThat(value(scrape, "lorentz_account_balance_usdt", account))
        .isEqualTo(point.getBalance().doubleValue());
    assertThat(value(scrape, "lorentz_account_exposure_usdt", account))
        .isEqualTo(point.getExposure().doubleValue());
    assertThat(value(scrape, "lorentz_account_drawdown_ratio", account))
        .isEqualTo(point.getDrawdown());
    assertThat(value(scrape, "lorentz_account_day_loss_ratio", account))
        .isEqualTo(point.getDayLoss());
    assertThat(value(scrape, "lorentz_account_open_positions", account))
        .isEqualTo(point.getOpenPositions());
    assertThat(value(scrape, "lorentz_account_trading", account))
        .isEqualTo(point.getTrading() ? 1 : 0);
  }

  @Test
  void denialsAreCountedByReason() {
    for (String account : ACCOUNTS) {
      Map<String, Double> expected = new TreeMap<>();
      outcomes(account)
          .filter(outcome -> outcome.getOutcome() == OrderOutcomeKind.DENIED)
          .forEach(
              outcome ->
                  expected.merge(
                      outcome.getDenial().name().toLowerCase(Locale.ROOT), 1.0, Double::sum));
      Map<String, Double> counted = new TreeMap<>();
      before.find("lorentz_risk_denials_total", "account", account).stream()
          .filter(sample -> sample.value() > 0)
          .forEach(sample -> counted.put(sample.labels().get("reason"), sample.value()));
      assertThat(expected).as(account).isNotEmpty();
      assertThat(counted).as(account).isEqualTo(expected);
    }
  }

  @Test
  void ordersAreCountedByIntentAndOpenOnesAreThoseWithoutAnEnd() {
    for (String account : ACCOUNTS) {
      for (OrderIntent intent : OrderIntent.values()) {
        long sent = decisions(account).filter(d -> d.getIntent() == intent).count();
        assertThat(
                before.sum(
                    "lorentz_orders_sent_total",
                    "account",
                    account,
                    "intent",
                    intent.name().toLowerCase(Locale.ROOT)))
            .as("%s of %s", intent, account)
            .isEqualTo((double) sent);
      }
      long ended = outcomes(account).filter(o -> o.getOutcome() != OrderOutcomeKind.DENIED).count();
      assertThat(value(before, "lorentz_orders_open", account))
          .isEqualTo((double) (decisions(account).count() - ended));
      assertThat(value(before, "lorentz_orders_unknown", account)).isZero();
      assertThat(value(before, "lorentz_execution_fills_total", account))
          .isEqualTo((double) outcomes(account).filter(o -> o.getQuantity().signum() > 0).count());
    }
    assertThat(value(before, "lorentz_orders_open", "unlimited")).isPositive();
    assertThat(before.sum("lorentz_orders_latency_seconds_count"))
        .isEqualTo((double) (decisions("main").count() + decisions("unlimited").count()));
  }

  @Test
  void profitsOfTradesAddUpToTheBalance() {
    for (String account : ACCOUNTS) {
      long trades = payloads(TradeClosed.class).filter(t -> t.getAccount().equals(account)).count();
      assertThat(trades).isPositive();
      assertThat(value(before, "lorentz_account_trades_total", account)).isEqualTo((double) trades);
      double net =
          value(before, "lorentz_account_gross_profit_usdt_total", account)
              - value(before, "lorentz_account_gross_loss_usdt_total", account);
      if (last(account).getOpenPositions() == 0) {
        assertThat(net).isCloseTo(last(account).getBalance().doubleValue() - 10_000, within(1e-6));
      }
      if (trades <= TradeTally.WINDOW) {
        assertThat(value(before, "lorentz_account_win_rate_ratio", account))
            .isEqualTo(value(before, "lorentz_account_wins_total", account) / trades);
      }
    }
  }

  @Test
  void signalsAndSlippageAreCounted() {
    long signals = payloads(Signal.class).filter(s -> s.getSource().equals("main")).count();
    assertThat(before.sum("lorentz_confirmation_signals_total"))
        .isEqualTo((double) signals)
        .isPositive();
    assertThat(before.sum("lorentz_confirmation_candidates_total")).isGreaterThan((double) signals);
    assertThat(before.sum("lorentz_inference_predictions_total", "timeframe", "15m")).isPositive();
    for (String account : ACCOUNTS) {
      assertThat(value(before, "lorentz_execution_slippage_bps_count", account))
          .isEqualTo((double) outcomes(account).filter(o -> o.getQuantity().signum() > 0).count());
    }
  }

  @Test
  void afterARestartFiguresAreThereAgainAndCountersBeginAtZero() {
    for (String account : ACCOUNTS) {
      assertStandsAs(after, account);
      assertThat(value(after, "lorentz_orders_open", account))
          .isEqualTo(value(before, "lorentz_orders_open", account));
      assertThat(value(after, "lorentz_account_trades_total", account)).isZero();
      assertThat(value(after, "lorentz_account_win_rate_ratio", account)).isNaN();
    }
    assertThat(after.sum("lorentz_checkpoint_age_seconds")).isBetween(0.0, 60.0);
  }

  /** 23 of each instrument, 52 of each account, 18 of each subtask, 20 of the job. */
  @Test
  void seriesAreAsManyAsTheDocumentSays() {
    assertThat(before.samples())
        .filteredOn(sample -> sample.name().startsWith("lorentz_"))
        .hasSize(23 * 3 + 54 * ACCOUNTS.size() + 18 * PARALLELISM + 20);
  }

  @Test
  void theTableAndTheJobNameTheSameMetrics() throws IOException {
    Map<String, String> documented = new TreeMap<>();
    String text = Files.readString(Scrape.document(), UTF_8);
    Matcher row = ROW.matcher(text.substring(0, text.indexOf("Only where the log is a topic")));
    while (row.find()) {
      Set<String> labels = new TreeSet<>();
      Stream.of(row.group(4).split(","))
          .map(String::strip)
          .filter(label -> !label.isEmpty())
          .forEach(labels::add);
      documented.put(
          row.group(1), (row.group(2).equals("histogram") ? "summary" : "gauge") + labels);
    }
    Map<String, String> registered = new TreeMap<>();
    before.types().entrySet().stream()
        .filter(type -> type.getKey().startsWith("lorentz_"))
        .forEach(
            type ->
                registered.put(type.getKey(), type.getValue() + before.ownLabels(type.getKey())));
    assertThat(registered).isEqualTo(documented);
  }
}
