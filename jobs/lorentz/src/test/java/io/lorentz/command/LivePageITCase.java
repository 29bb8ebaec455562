package io.lorentz.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.archive.BarFileLog;
import io.lorentz.archive.BarFileOptions;
import io.lorentz.command.broker.EmbeddedBroker;
import io.lorentz.command.market.SyntheticMarket;
import io.lorentz.core.inference.Ensemble;
import io.lorentz.kafka.BarTopic;
import io.lorentz.kafka.KafkaConnection;
import io.lorentz.kafka.LogAppender;
import io.lorentz.kafka.RowTopics;
import io.lorentz.kafka.TopicAdmin;
import io.lorentz.kafka.TopicPlan;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.EquityPoint;
import io.lorentz.schemas.FeatureVector;
import io.lorentz.schemas.FeedDecision;
import io.lorentz.schemas.FeedDecisionKind;
import io.lorentz.schemas.JobStarted;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.MarketClock;
import io.lorentz.schemas.OrderDecision;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.OrderOutcome;
import io.lorentz.schemas.OrderOutcomeKind;
import io.lorentz.schemas.Prediction;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.Signal;
import io.lorentz.schemas.TradeClosed;
import io.lorentz.schemas.TradeOpened;
import io.lorentz.schemas.VenueProgress;
import io.lorentz.schemas.units.Money;
import io.lorentz.schemas.wire.WireCodec;
import io.lorentz.trading.BareLoop;
import io.lorentz.trading.LoopWatcher;
import io.lorentz.trading.TradingOptions;
import io.lorentz.trading.configuration.ConfigurationBinder;
import io.lorentz.trading.configuration.ResolvedConfiguration;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The live page as a person sees it, by {@code ui} over the topics of a run of a day. What it shows
 * is held against the rows, and what it recomputes against what the run came to. {@link
 * PaperPageITCase} sees it while a recording plays.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LivePageITCase {

  private static final String TOPIC = "market";
  private static final List<String> INSTRUMENTS = List.of("BTCUSDT", "ETHUSDT", "SOLUSDT");
  private static final String CONFIDENCE = "confirmation.min-confidence=0.4";
  private static final Path SHOTS = Path.of("target", "live-page");

  @TempDir static Path folder;

  private final List<Object> rows = new ArrayList<>();
  private final Map<String, FeatureVector> vectors = new HashMap<>();
  private final Map<String, Prediction> predictions = new HashMap<>();
  private final List<Bar> bars = new ArrayList<>();
  private Browser browser;
  private EmbeddedBroker broker;
  private TypedCommand ui;

  @BeforeAll
  void showARun() throws Exception {
    browser = Browser.start(folder.resolve("profile"));
    broker = EmbeddedBroker.start(folder.resolve("broker"), EmbeddedBroker.ANY_PORT);
    KafkaConnection connection = KafkaConnection.of(broker.bootstrap());
    ResolvedConfiguration<TradingOptions> resolved =
        new ConfigurationBinder<>(TradingOptions.class, TradingOptions.defaults())
            .resolve(Optional.empty(), List.of(CONFIDENCE));
    List<LogRecord> log = log();
    run(log, resolved.options());
    write(connection, log, resolved.sha256());
    ui =
        new TypedCommand(
            "ui", "--topic", TOPIC, "--bootstrap", broker.bootstrap(), "--set", CONFIDENCE);
    browser.view(1440, 900, false);
    browser.open(ui.page());
    browser.await("document.querySelectorAll('#trades tbody tr').length > 0");
    browser.await("!document.getElementById('line').textContent.includes('reading')");
  }

  @AfterAll
  void stop() {
    if (ui != null) {
      assertThat(ui.interrupted()).isEqualTo(0);
    }
    if (broker != null) {
      broker.close();
    }
    if (browser != null) {
      browser.close();
    }
  }

  private static List<LogRecord> log() throws IOException {
    Map<String, List<String>> files = new TreeMap<>();
    new SyntheticMarket(1, 1)
        .writeBars(folder.resolve("bars"))
        .forEach((symbol, file) -> files.put(symbol, List.of(file.toString())));
    List<LogRecord> log = new ArrayList<>();
    try (BarFileLog source = new BarFileLog(BarFileOptions.of(files))) {
      source.forEachRemaining(log::add);
    }
    return log;
  }

  /** The run: rows of the bare loop, which are the job's, and what led to them. */
  private void run(List<LogRecord> log, TradingOptions options) {
    BareLoop loop =
        new BareLoop(
            options,
            INSTRUMENTS,
            Ensemble.jvm(options.inference()),
            row -> rows.add(row.getPayload()));
    loop.watchedBy(
        new LoopWatcher() {
          @Override
          public void bar(Bar bar) {
            bars.add(bar);
          }

          @Override
          public void vector(FeatureVector vector) {
            vectors.put(
                key(vector.getInstrument(), vector.getTimeframeMs(), vector.getCloseTimeMs()),
                vector);
          }

          @Override
          public void prediction(Prediction prediction) {
            predictions.put(
                key(
                    prediction.getInstrument(),
                    prediction.getTimeframeMs(),
                    prediction.getMarketTimeMs()),
                prediction);
          }
        });
    log.forEach(loop::on);
    rows.add(
        new FeedDecision(
            FeedDecisionKind.SOURCE_CHANGED,
            "BTCUSDT",
            endMs(),
            "binance",
            "bitget",
            "clock=" + (endMs() + 24_071) + " last=" + (endMs() - 60_000)));
  }

  private long endMs() {
    return bars.get(bars.size() - 1).getCloseTimeMs();
  }

  private void write(KafkaConnection connection, List<LogRecord> log, String configuration)
      throws Exception {
    List<LogRecord> whole = new ArrayList<>();
    whole.add(
        new LogRecord(
            log.get(0).getLogTimeMs() - 1, 0, new JobStarted(configuration, "0.1.0 a test", "")));
    whole.addAll(log);
    whole.add(new LogRecord(log.get(log.size() - 1).getLogTimeMs() + 1, 0, clock()));
    try (TopicAdmin admin = new TopicAdmin(connection)) {
      admin.ensure(TOPIC, TopicPlan.LOG);
    }
    try (LogAppender appender = LogAppender.open(connection, TOPIC, 0, () -> 0)) {
      appender.publish(whole);
    }
    new RowTopics(connection, TOPIC).ensure();
    new BarTopic(connection, TOPIC).ensure();
    WireCodec<RunOutput> rowCodec = WireCodec.of(RunOutput.class);
    WireCodec<Bar> barCodec = WireCodec.of(Bar.class);
    try (KafkaProducer<byte[], byte[]> job = new KafkaProducer<>(connection.producer())) {
      for (Object payload : rows) {
        RunOutput row = new RunOutput(payload);
        send(job, TopicPlan.ofRow(row), rowCodec.encode(row));
      }
      for (Bar bar : bars.subList(bars.size() - 100, bars.size())) {
        send(job, TopicPlan.BARS, barCodec.encode(bar));
      }
    }
  }

  private static void send(KafkaProducer<byte[], byte[]> job, TopicPlan plan, byte[] value) {
    // Closing the producer waits for all of them.
    var unused =
        job.send(new ProducerRecord<>(plan.of(TOPIC), "k".getBytes(StandardCharsets.UTF_8), value));
  }

  /** One venue is in time, of the other one instrument is late. */
  private MarketClock clock() {
    List<VenueProgress> progress = new ArrayList<>();
    for (String instrument : INSTRUMENTS) {
      progress.add(new VenueProgress("binance", instrument, endMs(), false));
      progress.add(
          new VenueProgress(
              "bitget",
              instrument,
              instrument.equals("BTCUSDT") ? endMs() - 180_000 : endMs(),
              false));
    }
    return new MarketClock(endMs() + 24_000, progress);
  }

  private static String key(String instrument, long timeframeMs, long timeMs) {
    return instrument + "|" + timeframeMs + "|" + timeMs;
  }

  private <T> List<T> rows(Class<T> kind) {
    return rows.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  @Test
  void aRunThatHasEndedSaysSinceWhenNothingCame() {
    assertThat(browser.find("#line").getText())
        .contains(
            "connected, but nothing comes; last record",
            "days ago",
            "market clock 2025-01-02 00:00:24");
    assertThat(browser.find("#run").getText())
        .contains("paper: no order goes to a venue", "no trained model", "configuration");
    assertThat(browser.texts("#notices .notice")).isEmpty();
  }

  @Test
  void whatStandsThereAreTheRowsOfTheRun() {
    List<OrderDecision> orders = rows(OrderDecision.class);
    assertThat(count("#orders tbody tr")).isEqualTo(Math.min(200, orders.size()));
    assertThat(count("#signals tbody tr")).isEqualTo(Math.min(100, rows(Signal.class).size()));
    assertThat(count("#trades tbody tr")).isEqualTo(Math.min(100, rows(TradeClosed.class).size()));
    assertThat(count("#positions tbody tr"))
        .isEqualTo(rows(TradeOpened.class).size() - rows(TradeClosed.class).size());
    Map<String, EquityPoint> last =
        rows(EquityPoint.class).stream()
            .collect(
                Collectors.toMap(
                    EquityPoint::getAccount, point -> point, (before, after) -> after));
    last.forEach(
        (account, point) ->
            assertThat(browser.texts("[data-account=" + account + "] dd"))
                .contains(grouped(Money.fromBorder(point.getEquity())))
                .contains(
                    account.equals("main")
                        ? rounded(100 * point.getDayLoss(), 2) + " of 2.00 %"
                        : rounded(100 * point.getDayLoss(), 2) + " %, no limit"));
    assertThat(browser.texts("#feeds > .body tbody tr td:first-child"))
        .containsExactlyInAnyOrder("binance", "bitget");
    assertThat(browser.texts("#decisions tbody tr"))
        .singleElement()
        .asString()
        .contains("source changed", "clock=2025-01-02 00:00:24 UTC");
  }

  private long count(String selector) {
    return (long) browser.script("return document.querySelectorAll(arguments[0]).length", selector);
  }

  private static String rounded(double value, int digits) {
    return String.format(Locale.ROOT, "%,." + digits + "f", value).replace('-', '−');
  }

  private static String grouped(BigDecimal value) {
    return String.format(Locale.ROOT, "%,.2f", value.doubleValue());
  }

  private OrderOutcome outcome(OrderDecision order) {
    return rows(OrderOutcome.class).stream()
        .filter(
            outcome ->
                outcome.getClientId().equals(order.getClientId())
                    && outcome.getAccount().equals(order.getAccount()))
        .findFirst()
        .orElseThrow();
  }

  private OrderDecision entry(OrderOutcomeKind kind) {
    return rows(OrderDecision.class).stream()
        .filter(
            order -> order.getIntent() == OrderIntent.ENTRY && order.getAccount().equals("main"))
        .filter(
            order ->
                rows(OrderOutcome.class).stream()
                    .anyMatch(
                        outcome ->
                            outcome.getClientId().equals(order.getClientId())
                                && outcome.getOutcome() == kind))
        .reduce((before, after) -> after)
        .orElseThrow();
  }

  private void openChain(OrderDecision order) {
    browser
        .find(
            "#orders tr[data-key='" + order.getAccount() + "|" + order.getClientId() + "'] button")
        .click();
    browser.await("document.getElementById('chain').open");
    browser.await(
        "document.querySelector('#chain .proof') || document.querySelector('#chain .notice')");
  }

  private void closeChain() {
    browser.find("#chain-close").click();
    browser.await("!document.getElementById('chain').open");
  }

  @Test
  void theChainOfAnOrderIsTheReplaysToTheLastDigitShown() throws Exception {
    OrderDecision order = entry(OrderOutcomeKind.FILLED);
    Signal signal =
        rows(Signal.class).stream()
            .filter(
                one ->
                    one.getInstrument().equals(order.getInstrument())
                        && one.getMarketTimeMs() == order.getDecisionTimeMs())
            .findFirst()
            .orElseThrow();
    browser.view(1440, 900, false);
    openChain(order);

    assertThat(browser.texts("#chain .proof[data-same=true]")).hasSize(1);
    assertReading(1, 60_000, signal, signal.getFastConfidence());
    assertReading(2, 300_000, signal, signal.getSlowConfidence());
    assertThat(browser.texts("[data-neighbours='1m'] tbody tr")).hasSize(8);
    assertThat(browser.texts("[data-neighbours='5m'] tbody tr")).hasSize(8);
    String steps = String.join("\n", browser.texts("#chain-steps li"));
    OrderOutcome outcome = outcome(order);
    assertThat(steps)
        .contains("confirmation: ", "rule main", "risk: approved, ")
        .contains("leverage " + order.getLeverage() + "×")
        .contains("stop " + exact(order.getStopPrice()))
        .contains("outcome: filled " + exact(outcome.getQuantity()))
        .contains(" at " + exact(outcome.getPrice()))
        .contains("fee " + exact(outcome.getFee()) + " USDT");
    look("chain");
    closeChain();
    assertThat(browser.complaints()).isEmpty();
  }

  private static String exact(BigDecimal amount) {
    String text = Money.text(Money.fromBorder(amount));
    int point = text.indexOf('.');
    String whole = point < 0 ? text : text.substring(0, point);
    return whole.replaceAll("\\B(?=(\\d{3})+$)", ",") + (point < 0 ? "" : text.substring(point));
  }

  private void assertReading(int column, long timeframeMs, Signal signal, double confidence) {
    Prediction prediction =
        List.of(signal.getMarketTimeMs(), signal.getEarlierTimeMs()).stream()
            .map(timeMs -> predictions.get(key(signal.getInstrument(), timeframeMs, timeMs)))
            .filter(one -> one != null && Math.abs(one.getScore()) == confidence)
            .findFirst()
            .orElseThrow();
    FeatureVector vector =
        vectors.get(key(signal.getInstrument(), timeframeMs, prediction.getMarketTimeMs()));
    List<String> shown = browser.texts("#readings tbody tr td:nth-child(" + (column + 1) + ")");
    assertThat(shown)
        .contains(
            rounded(vector.getRsi14(), 6),
            rounded(vector.getWaveTrend(), 6),
            rounded(vector.getCci20(), 6),
            rounded(vector.getAdx20(), 6),
            rounded(vector.getRsi9(), 6),
            rounded(prediction.getLorentzian(), 4) + " × 0.60",
            rounded(prediction.getLogistic(), 4) + " × 0.30",
            rounded(prediction.getScore(), 6));
  }

  @Test
  void aRefusedEntrySaysWhyAndWithWhichNumbers() throws Exception {
    OrderDecision order = entry(OrderOutcomeKind.DENIED);
    OrderOutcome outcome = outcome(order);
    String reason = outcome.getDenial().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    browser.view(1440, 900, false);
    openChain(order);

    assertThat(String.join("\n", browser.texts("#chain-steps li")))
        .contains("risk: denied, " + reason)
        .contains(outcome.getDetail());
    closeChain();
    assertThat(browser.texts("#signals td.reasons"))
        .anyMatch(text -> text.contains("main: denied, " + reason));
  }

  @Test
  void nothingOverlapsAndNobodyIsShutOutAtAnySizeAndInAnyColours() throws Exception {
    browser.view(1440, 900, false);
    browser.script("document.getElementById('by-instrument').open = true");
    browser.await("document.querySelectorAll('#by-instrument tbody tr').length === 6");
    look("page");
    browser.script("document.getElementById('by-instrument').open = false");
    assertThat(browser.complaints()).isEmpty();
  }

  /**
   * At both sizes, light and dark: nothing is wider than its place, and axe finds nothing. What axe
   * looks for depends on size and colours each, not on both together, so it is asked twice.
   */
  private void look(String name) throws IOException {
    for (int[] size : new int[][] {{1440, 900}, {390, 844}}) {
      for (boolean dark : new boolean[] {false, true}) {
        browser.view(size[0], size[1], dark);
        String shot = name + "-" + size[0] + (dark ? "-dark" : "-light");
        assertThat(browser.script("return document.documentElement.scrollWidth"))
            .as(shot)
            .isEqualTo((long) size[0]);
        assertThat((List<?>) browser.script(STICKS_OUT)).as(shot).isEmpty();
        if (dark == size[0] < 1_000) {
          assertThat(browser.seriousViolations()).as(shot).isEmpty();
        }
        browser.view(size[0], Math.max(size[1], (int) (long) browser.script(DIALOG)), dark);
        // What scrolls by itself is painted a frame later than the rest.
        browser.asyncScript(
            "const done = arguments[0];"
                + "requestAnimationFrame(() => requestAnimationFrame(() => done()));");
        browser.screenshot(SHOTS.resolve(shot + ".png"));
      }
    }
  }

  /** A dialog scrolls by itself, so for a picture of all of it the view has to be as high. */
  private static final String DIALOG =
      """
      const dialog = document.querySelector('dialog[open]');
      return dialog ? dialog.scrollHeight + 60 : 0;
      """;

  private static final String STICKS_OUT =
      """
      return [...document.querySelectorAll('main section, header, dialog[open]')].flatMap(section => {
        const edge = section.getBoundingClientRect();
        return [...section.querySelectorAll('*')]
          .filter(one => !one.closest('.scroll, svg'))
          .filter(one => one.getClientRects().length > 0)
          .filter(one => one.getBoundingClientRect().right > edge.right + 1
            || one.getBoundingClientRect().left < edge.left - 1)
          .map(one => section.id + ' ' + one.tagName + ' ' + one.textContent.slice(0, 40));
      });
      """;
}
