package io.lorentz.command.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.bitget.Credentials;
import io.lorentz.bitget.Hosts;
import io.lorentz.bitget.desk.DeskOptions;
import io.lorentz.bitget.desk.EntryPolicy;
import io.lorentz.bitget.desk.HardCaps;
import io.lorentz.bitget.fake.AcceptedOrder;
import io.lorentz.bitget.fake.FakeBitget;
import io.lorentz.bitget.fake.FakeBitgetServer;
import io.lorentz.bitget.fake.FakeContract;
import io.lorentz.bitget.fake.FakeKey;
import io.lorentz.bitget.fake.FakeStart;
import io.lorentz.bitget.fake.FaultPlan;
import io.lorentz.command.broker.EmbeddedBroker;
import io.lorentz.command.edge.EdgeRun;
import io.lorentz.command.edge.EdgeSettings;
import io.lorentz.exchanges.dialect.Extras;
import io.lorentz.exchanges.edge.EdgeOptions;
import io.lorentz.exchanges.fake.FakeMarket;
import io.lorentz.exchanges.fake.FakeVenue;
import io.lorentz.exchanges.fake.Faults;
import io.lorentz.exchanges.feed.Internet;
import io.lorentz.kafka.KafkaConnection;
import io.lorentz.kafka.LogScan;
import io.lorentz.kafka.TopicPlan;
import io.lorentz.schemas.BestQuote;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.OrderAction;
import io.lorentz.schemas.OrderCommand;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.OrderSide;
import io.lorentz.schemas.OrderType;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.units.Money;
import io.lorentz.schemas.wire.WireCodec;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long an order takes from its record to the wire: a live edge over a real broker, its feed and
 * its log beside, REST by HTTP on loopback. Five orders a second are placed and five cancelled,
 * fewer than the limits allow, at their own pace whatever the answers take.
 */
class LiveLatencyITCase {

  private static final String ACCOUNT = "main";
  private static final String BTC = "BTCUSDT";
  private static final String TOPIC = "latency";
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int WARM_UP = 20;
  private static final int FEW = 40;
  private static final int MANY = 600;
  private static final long EVERY_MS = 100;

  /** Our id of the order, without the number of the attempt. */
  private static final Pattern REQUEST =
      Pattern.compile("(?s)^POST /api/v2/mix/order/(place|cancel)-order .*?\"(L[0-9]{27})00\"");

  /** Of the median, where other tests take the processors: it tells a wait from work. */
  private static final double BOUND_BESIDE_MS = 250;

  /** Of the 99th percentile, where nothing else runs. */
  private static final double BOUND_MS = 20;

  private final WireCodec<RunOutput> codec = WireCodec.of(RunOutput.class);
  private final Map<String, Long> begunNanos = new ConcurrentHashMap<>();
  private final Map<String, Long> acknowledgedNanos = new ConcurrentHashMap<>();
  private final Map<String, Long> arrivedNanos = new ConcurrentHashMap<>();

  /** How long a thread that waits takes to hear of something, at the same pace: the machine's. */
  private final List<Double> handoversMs = Collections.synchronizedList(new ArrayList<>());

  private final ExecutorService other = Executors.newSingleThreadExecutor();
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicBoolean goesOn = new AtomicBoolean(true);

  @TempDir Path folder;

  private EmbeddedBroker broker;
  private FakeVenue feed;
  private FakeBitgetServer venue;
  private WireTap tap;
  private BitgetLink link;
  private CompletableFuture<Void> edge;

  @BeforeEach
  void start() {
    broker = EmbeddedBroker.start(folder.resolve("broker"), EmbeddedBroker.ANY_PORT);
    feed = new FakeVenue("bitget", new FakeMarket(3), System::currentTimeMillis, Faults.none(), 1);
    FakeBitget bitget = new FakeBitget(1, FakeStart.ready("10000"), FakeContract.btc());
    BigDecimal price = new BigDecimal("60000");
    bitget.price(BTC, System.currentTimeMillis(), price, price);
    FakeKey key = FakeKey.usual();
    venue =
        new FakeBitgetServer(bitget, key, false, System::currentTimeMillis, FaultPlan.none(), 1);
    tap = new WireTap(venue.rest(), this::arrived);
    link =
        BitgetLink.open(
            new Hosts(tap.uri(), venue.privateStream(), false),
            new Credentials(key.key(), key.secret(), key.passphrase()));
    edge =
        CompletableFuture.runAsync(
            () ->
                new EdgeRun(edgeSettings(), Optional.of(new LiveExecution(liveSettings(), link)))
                    .run(goesOn::get, ms -> {}),
            task -> new Thread(task, "edge").start());
    await("listens", () -> ControlClient.in(folder).isPresent());
    await(
        "has compared",
        () -> ControlClient.in(folder).orElseThrow().status().path("agrees").asBoolean());
    // Before it has seen a price no entry leaves.
    await("sees a price", this::isQuoted);
  }

  private boolean isQuoted() {
    AtomicBoolean quoted = new AtomicBoolean();
    new LogScan(KafkaConnection.of(broker.bootstrap()), TOPIC, 0)
        .readFrom(
            0,
            new LogScan.Visitor() {
              @Override
              public boolean onRecord(long offset, LogRecord logRecord, byte[] bytes) {
                quoted.compareAndSet(
                    false,
                    logRecord.getPayload() instanceof BestQuote quote
                        && quote.getInstrument().equals(BTC));
                return !quoted.get();
              }

              @Override
              public void onUnreadable(long offset, String reason) {
                throw new AssertionError(reason);
              }
            });
    return quoted.get();
  }

  @AfterEach
  void stop() throws Exception {
    goesOn.set(false);
    other.shutdownNow();
    edge.get(60, TimeUnit.SECONDS);
    link.close();
    tap.close();
    venue.close();
    feed.close();
    broker.close();
  }

  private EdgeSettings edgeSettings() {
    return new EdgeSettings(
        KafkaConnection.of(broker.bootstrap()),
        TOPIC,
        List.of(feed.dialect()),
        List.of(BTC),
        Duration.ofMinutes(5),
        Extras.NONE,
        new Internet(),
        System::currentTimeMillis,
        ms -> {},
        Duration.ofMillis(10),
        new EdgeOptions(250, 10_000, 1_000, true),
        Optional.empty());
  }

  private LiveSettings liveSettings() {
    DeskOptions defaults = DeskOptions.defaults();
    DeskOptions wide =
        new DeskOptions(
            new EntryPolicy(false, 0, 0, true, 60_000),
            new HardCaps(
                new BigDecimal("50000"), new BigDecimal("100000"), 600, 25, BigDecimal.ZERO),
            defaults.unprotectedBoundMs(),
            defaults.reconcileEveryMs(),
            defaults.jobSilentAfterMs(),
            defaults.maxDriftUsdt());
    return new LiveSettings(
        ACCOUNT, List.of(BTC), new BigDecimal("10000"), wide, "bitget", folder, 0);
  }

  private static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  /** The first request of an id counts: a cancel may be asked again. */
  private void arrived(WireTap.Request request) {
    Matcher words = REQUEST.matcher(request.text());
    if (words.find()) {
      arrivedNanos.putIfAbsent(words.group(1) + " " + words.group(2), request.atNanos());
    }
  }

  private static String id(int order) {
    return String.format(Locale.ROOT, "L%027d", order);
  }

  /** A limit far below the market, so that it rests until it is taken back. */
  private static OrderCommand command(OrderAction action, int order, long number) {
    long nowMs = System.currentTimeMillis();
    return OrderCommand.newBuilder()
        .setAction(action)
        .setAccount(ACCOUNT)
        .setClientId(id(order))
        .setParentId("")
        .setInstrument(BTC)
        .setDecisionTimeMs(nowMs)
        .setIntent(OrderIntent.ENTRY)
        .setAttempt(0)
        .setSide(OrderSide.BUY)
        .setType(OrderType.LIMIT)
        .setLimitPrice(Money.toBorder(new BigDecimal("50000")))
        .setQuantity(Money.toBorder(new BigDecimal("0.001")))
        .setValidUntilMs(nowMs + 600_000)
        .setCause(action == OrderAction.CANCEL ? "OPPOSITE" : "")
        .setReduceOnly(false)
        .setNumber(number)
        .setLeverage(5)
        .setDecidedPrice(Money.toBorder(new BigDecimal("50000")))
        .build();
  }

  /** Writes as a job does: each step places an order, or takes the one before it back. */
  private void give(KafkaProducer<byte[], byte[]> job, int step) {
    long handedNanos = System.nanoTime();
    other.execute(() -> handoversMs.add((System.nanoTime() - handedNanos) / 1e6));
    boolean place = step % 2 == 0;
    int order = place ? step / 2 : step / 2 - 1;
    if (order < 0) {
      return;
    }
    OrderCommand command =
        command(place ? OrderAction.SUBMIT : OrderAction.CANCEL, order, numbers.incrementAndGet());
    String what = (place ? "place " : "cancel ") + id(order);
    begunNanos.put(what, System.nanoTime());
    write(job, command, () -> acknowledgedNanos.put(what, System.nanoTime()));
    if (place) {
      // An entry waits for it.
      write(job, stop(command), () -> {});
    }
  }

  private OrderCommand stop(OrderCommand entry) {
    return OrderCommand.newBuilder(entry)
        .setClientId("L9" + entry.getClientId().substring(2))
        .setParentId(entry.getClientId())
        .setIntent(OrderIntent.STOP)
        .setSide(OrderSide.SELL)
        .setType(OrderType.STOP_MARKET)
        .setLimitPrice(null)
        .setStopPrice(Money.toBorder(new BigDecimal("49000")))
        .setValidUntilMs(Long.MAX_VALUE)
        .setReduceOnly(true)
        .setNumber(numbers.incrementAndGet())
        .setLeverage(0)
        .setDecidedPrice(null)
        .build();
  }

  private void write(KafkaProducer<byte[], byte[]> job, OrderCommand command, Runnable written) {
    var unused =
        job.send(
            new ProducerRecord<>(
                TopicPlan.COMMANDS.of(TOPIC),
                ACCOUNT.getBytes(StandardCharsets.UTF_8),
                codec.encode(new RunOutput(command))),
            (metadata, failure) -> written.run());
  }

  @Test
  void anOrderIsOnTheWireSoonAfterItsRecordIsInTheTopic() throws Exception {
    give(WARM_UP + FEW);

    assertThat(quantile(told("place "), 0.5)).as("median, ms").isLessThan(BOUND_BESIDE_MS);
    assertThat(quantile(told("cancel "), 0.5)).as("median, ms").isLessThan(BOUND_BESIDE_MS);
  }

  @Test
  @Tag("slow")
  void ofManyOrdersTheSlowestOfAHundredIsSoonOnTheWireToo() throws Exception {
    give(WARM_UP + MANY);

    assertThat(quantile(told("place "), 0.99)).as("p99, ms").isLessThan(BOUND_MS);
    assertThat(quantile(told("cancel "), 0.99)).as("p99, ms").isLessThan(BOUND_MS);
  }

  /** Writes them at their pace, then waits until each has arrived, once. */
  private void give(int orders) throws Exception {
    AtomicInteger step = new AtomicInteger();
    CountDownLatch given = new CountDownLatch(2 * orders);
    ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
    try (KafkaProducer<byte[], byte[]> job =
        new KafkaProducer<>(KafkaConnection.of(broker.bootstrap()).producer())) {
      var unused =
          pace.scheduleAtFixedRate(
              () -> {
                if (given.getCount() > 0) {
                  give(job, step.getAndIncrement());
                  given.countDown();
                }
              },
              0,
              EVERY_MS,
              TimeUnit.MILLISECONDS);
      assertThat(given.await(10, TimeUnit.MINUTES)).isTrue();
    } finally {
      pace.shutdownNow();
    }
    await("all have arrived", () -> arrivedNanos.size() == 2 * orders - 1);
    assertThat(venue.ask(FakeBitget::acceptedOrders))
        .extracting(AcceptedOrder::clientOid)
        .doesNotHaveDuplicates()
        .hasSize(orders);
  }

  /** From the broker's acknowledgement, sorted; says it, and what it is from the job's call. */
  private double[] told(String kind) {
    double[] fromTopic = milliseconds(kind, acknowledgedNanos);
    double[] fromJob = milliseconds(kind, begunNanos);
    double[] handovers = handoversMs.stream().mapToDouble(ms -> ms).sorted().toArray();
    System.out.printf(
        Locale.ROOT,
        "%s%d: record acknowledged to wire p50 %.1f p99 %.1f ms; record given to wire p50 %.1f p99"
            + " %.1f ms; one thread to another p50 %.2f p99 %.2f ms%n",
        kind,
        fromTopic.length,
        quantile(fromTopic, 0.5),
        quantile(fromTopic, 0.99),
        quantile(fromJob, 0.5),
        quantile(fromJob, 0.99),
        quantile(handovers, 0.5),
        quantile(handovers, 0.99));
    return fromTopic;
  }

  private double[] milliseconds(String kind, Map<String, Long> since) {
    return arrivedNanos.entrySet().stream()
        .filter(arrival -> arrival.getKey().startsWith(kind))
        .filter(
            arrival -> Integer.parseInt(arrival.getKey().substring(kind.length() + 1)) >= WARM_UP)
        .mapToDouble(arrival -> (arrival.getValue() - since.get(arrival.getKey())) / 1e6)
        .sorted()
        .toArray();
  }

  private static double quantile(double[] sorted, double share) {
    return sorted[(int) Math.ceil(share * sorted.length) - 1];
  }
}
