package io.lorentz.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.command.broker.EmbeddedBroker;
import io.lorentz.command.engine.EmbeddedEngine;
import io.lorentz.core.inference.Ensemble;
import io.lorentz.exchanges.fake.FakeMarket;
import io.lorentz.exchanges.fake.FakeRecording;
import io.lorentz.kafka.KafkaConnection;
import io.lorentz.kafka.LogScan;
import io.lorentz.kafka.RowTopics;
import io.lorentz.schemas.EquityPoint;
import io.lorentz.schemas.FeatureVector;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.OrderDecision;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.OrderOutcome;
import io.lorentz.schemas.OrderOutcomeKind;
import io.lorentz.schemas.Prediction;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.Signal;
import io.lorentz.schemas.TradeClosed;
import io.lorentz.schemas.TradeOpened;
import io.lorentz.schemas.units.Money;
import io.lorentz.trading.BareLoop;
import io.lorentz.trading.LoopWatcher;
import io.lorentz.trading.TradingOptions;
import io.lorentz.trading.configuration.ConfigurationBinder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The live page as a person sees it: first inside {@code paper} while a recording plays, then by
 * {@code ui} over what that run has left. What it shows is held against the rows themselves, and
 * what it recomputes against a replay.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LivePageITCase {

  private static final long MINUTE_MS = FakeMarket.MINUTE_MS;
  private static final long BEGIN_MS = Instant.parse("2026-03-01T23:50:10Z").toEpochMilli();
  private static final int HISTORY = 1_200;
  private static final int MINUTES = 26;
  private static final List<String> INSTRUMENTS = List.of("BTCUSDT", "ETHUSDT", "SOLUSDT");
  private static final String CONFIDENCE = "confirmation.min-confidence=0.1";
  private static final Path SHOTS = Path.of("target", "live-page");
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Pattern ADDRESS = Pattern.compile("live page: (http://\\S+)");

  @TempDir static Path folder;

  private final List<Object> rows = new ArrayList<>();
  private final Map<String, FeatureVector> vectors = new HashMap<>();
  private final Map<String, Prediction> predictions = new HashMap<>();
  private Browser browser;
  private List<String> seenWhileItRan;
  private String stateWhileItRan;
  private String stateAfterIt;
  private EmbeddedBroker broker;
  private Command ui;

  /** A verb on a thread of its own, as a person starts it. */
  private static final class Command {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();
    private final Thread thread;

    Command(String... arguments) {
      thread = new Thread(() -> exitCode.complete(run(arguments)));
      thread.start();
    }

    private int run(String... arguments) {
      Surroundings surroundings =
          new Surroundings(new PrintWriter(out, true), new PrintWriter(err, true), false, 2);
      return CommandLineFactory.create(new EmbeddedEngine(), surroundings, "the.log")
          .execute(arguments);
    }

    URI page() {
      long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
      Matcher told = ADDRESS.matcher(out.toString());
      while (!told.find()) {
        assertThat(exitCode).as(out + " " + err).isNotDone();
        assertThat(System.nanoTime()).as(out + " " + err).isLessThan(deadlineNanos);
        Thread.onSpinWait();
        told = ADDRESS.matcher(out.toString());
      }
      return URI.create(told.group(1));
    }
  }

  @BeforeAll
  void playARecordingAndWatch() throws Exception {
    browser = Browser.start(folder.resolve("profile"));
    Path recording = folder.resolve("market.jsonl");
    new FakeRecording(
            LivePageITCase::bar,
            List.of("bitget", "binance"),
            INSTRUMENTS,
            List.of(new FakeRecording.Outage("bitget", BEGIN_MS + 90_000, BEGIN_MS + 330_000)))
        .write(recording, BEGIN_MS, HISTORY, MINUTES);
    Command paper =
        new Command(
            "paper",
            "--replay-recording",
            recording.toString(),
            "--speed",
            "60",
            "--data",
            folder.resolve("paper").toString(),
            "--warm-up",
            String.valueOf(HISTORY),
            "--ui-port",
            "0",
            "--set",
            CONFIDENCE);
    browser.view(1440, 900, false);
    browser.open(paper.page());
    browser.await("document.querySelectorAll('#orders tbody tr').length > 0");
    browser.await("document.querySelectorAll('#accounts .account').length === 2");
    browser.await("document.getElementById('line').className === 'live'");
    stateWhileItRan = browser.find("#line").getText();
    seenWhileItRan = browser.texts("#orders tbody tr:last-child td");
    browser.screenshot(SHOTS.resolve("running.png"));
    assertThat(paper.exitCode).succeedsWithin(PATIENCE).as(paper.err.toString()).isEqualTo(0);
    browser.await("document.getElementById('line').textContent.startsWith('not connected')");
    stateAfterIt = browser.find("#line").getText();

    broker =
        EmbeddedBroker.start(folder.resolve("paper").resolve("broker"), EmbeddedBroker.ANY_PORT);
    replay(KafkaConnection.of(broker.bootstrap()));
    ui =
        new Command(
            "ui", "--topic", "market", "--bootstrap", broker.bootstrap(), "--set", CONFIDENCE);
    browser.open(ui.page());
    browser.await("document.querySelectorAll('#trades tbody tr').length > 0");
    browser.await("!document.getElementById('line').textContent.includes('reading')");
  }

  @AfterAll
  void stop() {
    if (ui != null) {
      ui.thread.interrupt();
      assertThat(ui.exitCode).succeedsWithin(PATIENCE);
    }
    if (broker != null) {
      broker.close();
    }
    if (browser != null) {
      browser.close();
    }
  }

  /** Waves of different lengths: the market trends and turns, and every minute is as it was. */
  private static FakeMarket.Shape bar(String venue, String instrument, long startMs, int steps) {
    BigDecimal open = price(venue, instrument, startMs, 0);
    BigDecimal high = open;
    BigDecimal low = open;
    BigDecimal last = open;
    for (int step = 1; step <= steps; step++) {
      last = price(venue, instrument, startMs, step);
      high = high.max(last);
      low = low.min(last);
    }
    return new FakeMarket.Shape(open, high, low, last, 1_000L + startMs / MINUTE_MS % 997);
  }

  private static BigDecimal price(String venue, String instrument, long startMs, int step) {
    double minute = (startMs - BEGIN_MS) / (double) MINUTE_MS + step / (double) FakeMarket.STEPS;
    double level =
        switch (instrument) {
          case "BTCUSDT" -> 60_000;
          case "ETHUSDT" -> 3_000;
          default -> 150;
        };
    double phase = instrument.charAt(0);
    double price =
        level
            * (1 + venue.length() * 1e-6)
            * (1
                + 0.01 * Math.sin(minute / 47 + phase)
                + 0.003 * Math.sin(minute / 11 + 2 * phase)
                + 0.0005 * Math.sin(minute * 3.7));
    return BigDecimal.valueOf(price)
        .setScale(instrument.equals("BTCUSDT") ? 1 : 2, RoundingMode.HALF_UP);
  }

  /** The rows as they lie there, and what led to them by a loop of the test's own. */
  private void replay(KafkaConnection connection) {
    new RowTopics(connection, "market").read(row -> rows.add(row.getPayload()));
    TradingOptions options =
        new ConfigurationBinder<>(TradingOptions.class, TradingOptions.defaults())
            .resolve(Optional.empty(), List.of(CONFIDENCE))
            .options();
    List<RunOutput> unused = new ArrayList<>();
    BareLoop loop =
        new BareLoop(options, INSTRUMENTS, Ensemble.jvm(options.inference()), unused::add);
    loop.watchedBy(
        new LoopWatcher() {
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
    new LogScan(connection, "market", 0)
        .read(
            new LogScan.Visitor() {
              @Override
              public boolean onRecord(long offset, LogRecord logRecord, byte[] bytes) {
                loop.on(logRecord);
                return true;
              }

              @Override
              public void onUnreadable(long offset, String reason) {
                throw new AssertionError(reason);
              }
            });
  }

  private static String key(String instrument, long timeframeMs, long timeMs) {
    return instrument + "|" + timeframeMs + "|" + timeMs;
  }

  private <T> List<T> rows(Class<T> kind) {
    return rows.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  @Test
  void whileARecordingPlaysThePageGoesWithIt() {
    assertThat(stateWhileItRan).startsWith("connected; market clock 2026-03-0");
    assertThat(seenWhileItRan).hasSizeGreaterThan(5);
    assertThat(stateAfterIt).contains("trying again");
  }

  @Test
  void aRunThatHasEndedSaysSinceWhenNothingCame() {
    assertThat(browser.find("#line").getText())
        .contains(
            "connected, but nothing comes; last record", "days ago", "market clock 2026-03-02");
    assertThat(browser.find("#run").getText())
        .contains("paper: no order goes to a venue", "no trained model", "configuration");
    assertThat(browser.texts("#notices .notice")).isEmpty();
  }

  @Test
  void whatStandsThereAreTheRowsOfTheRun() {
    List<OrderDecision> orders = rows(OrderDecision.class);
    assertThat(cells("#orders tbody tr")).hasSize(Math.min(200, orders.size()));
    assertThat(cells("#signals tbody tr")).hasSize(Math.min(100, rows(Signal.class).size()));
    assertThat(cells("#trades tbody tr")).hasSize(Math.min(100, rows(TradeClosed.class).size()));
    assertThat(cells("#positions tbody tr"))
        .hasSize(rows(TradeOpened.class).size() - rows(TradeClosed.class).size());
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
        .anyMatch(text -> text.contains("source changed"));
  }

  private List<String> cells(String rows) {
    return browser.texts(rows);
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

  /** At both sizes, light and dark: nothing is wider than its place, and axe finds nothing. */
  private void look(String name) throws IOException {
    for (int[] size : new int[][] {{1440, 900}, {390, 844}}) {
      for (boolean dark : new boolean[] {false, true}) {
        browser.view(size[0], size[1], dark);
        String shot = name + "-" + size[0] + (dark ? "-dark" : "-light");
        assertThat(browser.script("return document.documentElement.scrollWidth"))
            .as(shot)
            .isEqualTo((long) size[0]);
        assertThat((List<?>) browser.script(STICKS_OUT)).as(shot).isEmpty();
        assertThat(browser.seriousViolations()).as(shot).isEmpty();
        browser.screenshot(SHOTS.resolve(shot + ".png"));
      }
    }
  }

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
