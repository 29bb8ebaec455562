package io.lorentz.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.command.broker.EmbeddedBroker;
import io.lorentz.command.page.AccountLimits;
import io.lorentz.command.page.PageFeed;
import io.lorentz.command.page.PageModel;
import io.lorentz.command.page.PageServer;
import io.lorentz.kafka.KafkaConnection;
import io.lorentz.kafka.LogAppender;
import io.lorentz.kafka.RowTopics;
import io.lorentz.kafka.TopicAdmin;
import io.lorentz.kafka.TopicPlan;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.DenialReason;
import io.lorentz.schemas.EquityPoint;
import io.lorentz.schemas.FeedDecision;
import io.lorentz.schemas.FeedDecisionKind;
import io.lorentz.schemas.JobStarted;
import io.lorentz.schemas.Liquidity;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.MarketClock;
import io.lorentz.schemas.OperatorAction;
import io.lorentz.schemas.OperatorCommand;
import io.lorentz.schemas.OrderDecision;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.OrderOutcome;
import io.lorentz.schemas.OrderOutcomeKind;
import io.lorentz.schemas.OrderSide;
import io.lorentz.schemas.OrderType;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.Signal;
import io.lorentz.schemas.SizeBound;
import io.lorentz.schemas.TradeClosed;
import io.lorentz.schemas.TradeOpened;
import io.lorentz.schemas.VenueProgress;
import io.lorentz.schemas.units.Money;
import io.lorentz.schemas.wire.WireCodec;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The live page over a real broker, as a person sees it and as a stranger does. */
class LivePageITCase {

  private static final long MINUTE_MS = 60_000;
  private static final long NOW_MS = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
  private static final String TOPIC = "market";
  private static final Path SHOTS = Path.of("target", "live-page");

  @TempDir Path folder;

  private EmbeddedBroker broker;
  private KafkaConnection connection;
  private PageFeed feed;
  private PageServer page;

  @BeforeEach
  void start() throws Exception {
    broker = EmbeddedBroker.start(folder.resolve("broker"), EmbeddedBroker.ANY_PORT);
    connection = KafkaConnection.of(broker.bootstrap());
    try (TopicAdmin admin = new TopicAdmin(connection)) {
      admin.ensure(TOPIC, TopicPlan.LOG);
    }
    new RowTopics(connection, TOPIC).ensure();
    append(new JobStarted("c0ffee".repeat(10) + "c0ff", "0.1.0 abcdef0", ""), clock(NOW_MS, 0));
    give(rows());
    PageModel model =
        new PageModel(
            Map.of(
                "main", new AccountLimits(true, 0.02, 0.03),
                "unlimited", new AccountLimits(false, 0.02, 0.03)));
    feed = PageFeed.start(connection, TOPIC, model);
    page = PageServer.start(model, 0);
  }

  @AfterEach
  void stop() {
    page.close();
    feed.close();
    broker.close();
  }

  private static MarketClock clock(long nowMs, long behindMs) {
    List<VenueProgress> progress = new ArrayList<>();
    for (String venue : List.of("binance", "bitget")) {
      for (String symbol : List.of("BTCUSDT", "ETHUSDT", "SOLUSDT")) {
        long lateMs = venue.equals("binance") ? behindMs : 0;
        progress.add(new VenueProgress(venue, symbol, nowMs - lateMs, false));
      }
    }
    return new MarketClock(nowMs, progress);
  }

  private void append(Object... payloads) {
    try (LogAppender seat = LogAppender.open(connection, TOPIC, 0, () -> NOW_MS)) {
      seat.append(List.of(payloads));
    }
  }

  private void give(List<Object> rows) throws Exception {
    WireCodec<RunOutput> codec = WireCodec.of(RunOutput.class);
    try (KafkaProducer<byte[], byte[]> job = new KafkaProducer<>(connection.producer())) {
      for (Object row : rows) {
        job.send(
                new ProducerRecord<>(
                    plan(row).of(TOPIC),
                    "k".getBytes(StandardCharsets.UTF_8),
                    codec.encode(new RunOutput(row))))
            .get();
      }
    }
  }

  private static TopicPlan plan(Object row) {
    if (row instanceof EquityPoint) {
      return TopicPlan.ACCOUNT;
    } else if (row instanceof Signal) {
      return TopicPlan.SIGNALS;
    } else if (row instanceof FeedDecision) {
      return TopicPlan.FEEDS;
    } else if (row instanceof TradeOpened || row instanceof TradeClosed) {
      return TopicPlan.FILLS;
    }
    return row instanceof OrderDecision ? TopicPlan.ORDERS : TopicPlan.OUTCOMES;
  }

  private static BigDecimal amount(String text) {
    return Money.toBorder(new BigDecimal(text));
  }

  private static List<Object> rows() {
    List<Object> rows = new ArrayList<>();
    for (int minute = 0; minute < 240; minute++) {
      double equity = 10_000 + 40 * Math.sin(minute / 25.0) - minute * 0.4;
      for (String account : List.of("main", "unlimited")) {
        rows.add(point(account, NOW_MS - (239 - minute) * MINUTE_MS, equity));
      }
    }
    for (int i = 0; i < 12; i++) {
      long atMs = NOW_MS - (60 - 5 * i) * MINUTE_MS;
      String symbol = List.of("BTCUSDT", "ETHUSDT", "SOLUSDT").get(i % 3);
      rows.add(signal(symbol, atMs, i % 2 == 0 ? 1 : -1));
      rows.addAll(entry(i, symbol, atMs, i % 4 == 3));
    }
    rows.add(
        new FeedDecision(
            FeedDecisionKind.SOURCE_CHANGED,
            "BTCUSDT",
            NOW_MS - MINUTE_MS,
            "binance",
            "bitget",
            ""));
    return rows;
  }

  private static EquityPoint point(String account, long timeMs, double equity) {
    return EquityPoint.newBuilder()
        .setAccount(account)
        .setTimeMs(timeMs)
        .setBalance(amount("9941.25"))
        .setEquity(
            amount(
                BigDecimal.valueOf(equity)
                    .setScale(2, java.math.RoundingMode.HALF_UP)
                    .toPlainString()))
        .setExposure(amount("5250.5"))
        .setDayLoss(0.0123)
        .setDrawdown(0.0171)
        .setOpenPositions(2)
        .setTrading(true)
        .setBars(1)
        .setMissingBars(0)
        .setGaps(0)
        .setSignals(12)
        .build();
  }

  private static Signal signal(String symbol, long atMs, int direction) {
    return new Signal(
        atMs,
        0,
        symbol,
        atMs,
        atMs - 2 * MINUTE_MS,
        direction,
        0.7312,
        0.8125,
        300_000L,
        41.25,
        60_123.4,
        BarQuality.COMPLETE,
        "main");
  }

  private static String id(int i) {
    return "L" + "0".repeat(25) + (char) ('a' + i) + "e";
  }

  private static List<Object> entry(int i, String symbol, long atMs, boolean denied) {
    List<Object> rows = new ArrayList<>();
    rows.add(
        OrderDecision.newBuilder()
            .setAccount("main")
            .setClientId(id(i))
            .setDecisionTimeMs(atMs)
            .setInstrument(symbol)
            .setIntent(OrderIntent.ENTRY)
            .setAttempt(0)
            .setSide(i % 2 == 0 ? OrderSide.BUY : OrderSide.SELL)
            .setType(OrderType.MARKET)
            .setQuantity(amount(denied ? "0" : "0.062"))
            .setStopPrice(denied ? null : amount("59880.5"))
            .setTierMs(300_000)
            .setLeverage(10)
            .setSizeBound(denied ? null : SizeBound.TIER)
            .setStopToCost(3.2)
            .setValidUntilMs(atMs + 120_000)
            .setLimitPrice(null)
            .build());
    rows.add(
        OrderOutcome.newBuilder()
            .setAccount("main")
            .setClientId(id(i))
            .setOutcome(denied ? OrderOutcomeKind.DENIED : OrderOutcomeKind.FILLED)
            .setOutcomeTimeMs(atMs + MINUTE_MS)
            .setDenial(denied ? DenialReason.POSITION_OPEN : null)
            .setDetail("")
            .setPrice(denied ? null : amount("60123.4"))
            .setQuantity(amount(denied ? "0" : "0.062"))
            .setFee(amount(denied ? "0" : "2.24"))
            .setReferencePrice(denied ? null : amount("60120"))
            .setLiquidity(denied ? null : Liquidity.TAKER)
            .build());
    if (!denied) {
      rows.add(
          new TradeOpened(
              "main",
              id(i),
              symbol,
              i % 2 == 0 ? 1 : -1,
              atMs + MINUTE_MS,
              amount("0.062"),
              amount("60123.4"),
              amount("59880.5"),
              300_000L,
              10,
              amount("2.24"),
              amount("0.2")));
    }
    if (!denied && i < 9) {
      rows.add(
          new TradeClosed(
              "main",
              id(i),
              "x" + id(i),
              atMs + 20 * MINUTE_MS,
              OrderIntent.EXIT_TIME,
              amount("60201.1"),
              amount("4.48"),
              amount("0"),
              amount(i % 3 == 0 ? "-7.25" : "4.82"),
              amount("0.3")));
    }
    return rows;
  }

  @Test
  void aPersonSeesWhatTheRunDoesAndWhatLedToAnOrder() throws Exception {
    try (Browser browser = Browser.start(folder.resolve("profile"))) {
      browser.view(1440, 900, false);
      browser.open(page.address());
      browser.await("document.querySelectorAll('#orders tbody tr').length === 12");
      browser.await("document.querySelectorAll('#feeds tbody tr').length === 3");
      browser.await("document.querySelectorAll('#accounts h3').length === 2");
      browser.await("document.querySelectorAll('#trades tbody tr').length === 7");
      browser.await("document.querySelectorAll('#signals tbody tr').length === 12");
      assertThat(browser.script("return location.href").toString()).doesNotContain("token");
      assertThat(browser.texts("#accounts h3")).containsExactly("main", "unlimited");
      assertThat(browser.texts("#accounts dd"))
          .contains("1.23 of 2.00 %", "1.71 of 3.00 %", "1.23 %, no limit");
      assertThat(browser.texts("#orders tbody tr:first-child td"))
          .contains("denied: position open");
      assertThat(browser.texts("#positions tbody tr")).hasSize(2);
      assertThat(browser.texts("#trades tbody tr")).hasSize(7);
      look(browser, "page");

      browser.view(1440, 900, false);
      browser.find("#orders tbody tr:nth-child(2) button").click();
      browser.await("document.querySelector('dialog').open");
      assertThat(String.join("\n", browser.texts("dialog li")))
          .contains("1m score 0.731, 5m score 0.813")
          .contains("tier 5m, rule main")
          .contains("size bound by tier, leverage 10×")
          .contains("filled at 60123.4, fee 2.24");
      look(browser, "chain");
      browser.find("dialog button").click();

      append(
          new OperatorCommand(NOW_MS, "main", OperatorAction.HALT, "a test"),
          clock(NOW_MS, 120_000));
      browser.await("document.querySelector('#accounts .notice') !== null");
      browser.await("document.querySelector('#feeds td.down') !== null");
      assertThat(browser.texts("#accounts .notice"))
          .containsExactly("Halted by a person: no entries.");
      assertThat(browser.complaints()).isEmpty();
    }
  }

  /**
   * At both sizes, light and dark: nothing is wider than the page, and axe finds nothing serious.
   */
  private void look(Browser browser, String name) throws IOException {
    for (int[] size : new int[][] {{1440, 900}, {390, 844}}) {
      for (boolean dark : new boolean[] {false, true}) {
        browser.view(size[0], size[1], dark);
        assertThat(browser.script("return document.documentElement.scrollWidth"))
            .as("%s at %d", name, size[0])
            .isEqualTo((long) size[0]);
        assertThat(browser.seriousViolations()).isEmpty();
        browser.screenshot(
            SHOTS.resolve(name + "-" + size[0] + (dark ? "-dark" : "-light") + ".png"));
      }
    }
  }

  private HttpResponse<String> get(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void aStrangerSeesNothing() throws Exception {
    URI address = page.address();
    URI bare = URI.create("http://127.0.0.1:" + address.getPort() + "/");
    String token = address.getQuery().substring("token=".length());

    assertThat(get(HttpRequest.newBuilder(bare)).statusCode()).isEqualTo(403);
    for (String path : List.of("/events", "/live.js", "/?token=" + "0".repeat(token.length()))) {
      HttpResponse<String> refused = get(HttpRequest.newBuilder(bare.resolve(path)));
      assertThat(refused.statusCode()).as(path).isEqualTo(403);
      assertThat(refused.body()).doesNotContain("equity");
    }
    HttpResponse<String> admitted = get(HttpRequest.newBuilder(address));
    assertThat(admitted.statusCode()).isEqualTo(303);
    assertThat(admitted.headers().firstValue("location")).hasValue("/");
    String cookie = admitted.headers().firstValue("set-cookie").orElseThrow();
    assertThat(cookie).containsIgnoringCase("httponly").containsIgnoringCase("samesite=strict");
    HttpRequest.Builder known =
        HttpRequest.newBuilder(bare).header("Cookie", cookie.substring(0, cookie.indexOf(';')));
    HttpResponse<String> seen = get(known);
    assertThat(seen.statusCode()).isEqualTo(200);
    assertThat(seen.headers().firstValue("content-security-policy").orElseThrow())
        .contains("default-src 'none'");
    assertThat(get(known.POST(HttpRequest.BodyPublishers.noBody())).statusCode()).isEqualTo(405);
  }

  /** As by a name of another's that is made to mean this machine. */
  @Test
  void nobodyReachesItUnderAnotherName() throws Exception {
    URI address = page.address();
    try (java.net.Socket socket =
        new java.net.Socket(java.net.InetAddress.getLoopbackAddress(), address.getPort())) {
      String request =
          "GET /?"
              + address.getQuery()
              + " HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 403").doesNotContain("Set-Cookie");
    }
  }

  @Test
  @Tag("slow")
  void threeHundredSymbolsForTenMinutesLeaveTheBrowsersMemoryFlat() throws Exception {
    staysFlat(Duration.ofMinutes(10));
  }

  /** Twice a second everything changes that can, each minute of the market in one of these. */
  private void staysFlat(Duration lasting) throws Exception {
    PageModel model = new PageModel(Map.of("main", new AccountLimits(true, 0.02, 0.03)));
    ScheduledExecutorService market = Executors.newSingleThreadScheduledExecutor();
    try (PageServer busy = PageServer.start(model, 0);
        Browser browser = Browser.start(folder.resolve("profile"))) {
      AtomicInteger minute = new AtomicInteger();
      var unused =
          market.scheduleAtFixedRate(
              () -> change(model, minute.getAndIncrement()), 0, 500, TimeUnit.MILLISECONDS);
      browser.view(1440, 900, false);
      browser.open(busy.address());
      // By then all lists are as long as they get.
      awaitMinute(browser, minute, 12);
      long before = browser.heapBytes();
      int last = minute.get() + (int) (lasting.toMillis() / 500);
      awaitMinute(browser, minute, last);
      long after = browser.heapBytes();

      System.out.printf(
          Locale.ROOT,
          "300 symbols, %d s: scripts hold %.1f MB, then %.1f MB; %s elements%n",
          lasting.toSeconds(),
          before / 1e6,
          after / 1e6,
          browser.script("return document.querySelectorAll('*').length"));
      assertThat(after - before).isLessThan(4_000_000);
      assertThat(browser.texts("#state").get(0)).startsWith("connected");
      assertThat((Long) browser.script("return document.querySelectorAll('*').length"))
          .isLessThan(12_000);
    } finally {
      market.shutdownNow();
    }
  }

  /** Until the page shows what the market has done by then: it is not behind. */
  private static void awaitMinute(Browser browser, AtomicInteger minute, int goal)
      throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    while (minute.get() < goal) {
      assertThat(never.await(200, TimeUnit.MILLISECONDS)).isFalse();
    }
    browser.await("state.run && state.run.clockMs >= " + (NOW_MS + (goal - 1L) * MINUTE_MS));
  }

  private static void change(PageModel model, int minute) {
    long nowMs = NOW_MS + minute * MINUTE_MS;
    List<VenueProgress> progress = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      String symbol = String.format(Locale.ROOT, "COIN%03dUSDT", i);
      progress.add(new VenueProgress("bitget", symbol, nowMs, false));
      progress.add(new VenueProgress("binance", symbol, nowMs - i * 1_000L, false));
      if ((i + minute) % 10 == 0) {
        model.onRow(new RunOutput(signal(symbol, nowMs, minute % 2 == 0 ? 1 : -1)));
        int number = minute * 300 + i;
        for (Object row : entry(i % 9, symbol, nowMs, i % 20 == 0)) {
          model.onRow(new RunOutput(renamed(row, "L" + number)));
        }
      }
    }
    model.onRow(new RunOutput(point("main", nowMs, 10_000 + minute % 50)));
    model.onLog(new LogRecord(nowMs, 0, new MarketClock(nowMs, progress)));
  }

  private static Object renamed(Object row, String id) {
    if (row instanceof OrderDecision order) {
      order.setClientId(id);
    } else if (row instanceof OrderOutcome outcome) {
      outcome.setClientId(id);
    } else if (row instanceof TradeOpened trade) {
      trade.setEntryId(id);
    } else if (row instanceof TradeClosed trade) {
      trade.setEntryId(id);
    }
    return row;
  }
}
