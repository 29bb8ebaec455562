package io.lorentz.command.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lorentz.bitget.desk.DeskOptions;
import io.lorentz.bitget.desk.EntryPolicy;
import io.lorentz.command.broker.EmbeddedBroker;
import io.lorentz.command.edge.EdgeRun;
import io.lorentz.command.edge.EdgeSettings;
import io.lorentz.command.fault.FaultException;
import io.lorentz.exchanges.dialect.Extras;
import io.lorentz.exchanges.edge.EdgeOptions;
import io.lorentz.exchanges.fake.FakeVenue;
import io.lorentz.exchanges.fake.Faults;
import io.lorentz.exchanges.feed.Internet;
import io.lorentz.kafka.KafkaConnection;
import io.lorentz.kafka.KafkaFaultException;
import io.lorentz.kafka.LogAppender;
import io.lorentz.kafka.LogScan;
import io.lorentz.kafka.RowTopics;
import io.lorentz.kafka.TopicPlan;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.MarketClock;
import io.lorentz.schemas.OperatorAction;
import io.lorentz.schemas.OperatorCommand;
import io.lorentz.schemas.OrderAction;
import io.lorentz.schemas.OrderCommand;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.OrderSide;
import io.lorentz.schemas.OrderType;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.VenueEvent;
import io.lorentz.schemas.VenueEventKind;
import io.lorentz.schemas.units.Money;
import io.lorentz.schemas.wire.WireCodec;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A live edge over a real broker: commands come from their topic, a venue at the level of questions
 * carries them out, and no job runs at all.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LiveEdgeITCase {

  private static final String ACCOUNT = "main";
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir static Path folder;

  private final WireCodec<RunOutput> codec = WireCodec.of(RunOutput.class);
  private EmbeddedBroker broker;
  private FakeVenue feed;

  @BeforeAll
  void start() {
    broker = EmbeddedBroker.start(folder.resolve("broker"), EmbeddedBroker.ANY_PORT);
    feed = new FakeVenue("bitget", ToyVenue::bar, System::currentTimeMillis, Faults.none(), 1);
  }

  @AfterAll
  void stop() {
    feed.close();
    broker.close();
  }

  private KafkaConnection connection() {
    return KafkaConnection.of(broker.bootstrap());
  }

  private static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  /** An edge on a thread of its own. */
  private final class LiveEdge {
    private final AtomicBoolean goesOn = new AtomicBoolean(true);
    private final AtomicBoolean hangs = new AtomicBoolean();
    private final CountDownLatch awake = new CountDownLatch(1);
    private final Path control;
    private final CompletableFuture<Void> done;

    LiveEdge(String topic, ToyVenue venue) {
      control = folder.resolve(topic);
      done =
          CompletableFuture.runAsync(
              () -> run(topic, venue), task -> new Thread(task, "edge").start());
      await("listens", () -> ControlClient.in(control).isPresent() || done.isDone());
      assertThat(done).isNotDone();
      await("has compared", () -> client().status().path("agrees").asBoolean());
    }

    private void run(String topic, ToyVenue venue) {
      try (VenueLink link = venue.link()) {
        new EdgeRun(settings(topic), Optional.of(new LiveExecution(live(control), link)))
            .run(this::goesOn, ms -> {});
      }
    }

    private boolean goesOn() {
      try {
        if (hangs.get()) {
          awake.await();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return goesOn.get();
    }

    /** While an edge opens its appender again it may answer late. */
    boolean saysHalted() {
      try {
        return client().status().path("halted").asBoolean();
      } catch (FaultException e) {
        return false;
      }
    }

    ControlClient client() {
      return ControlClient.in(control).orElseThrow();
    }

    void end() throws Exception {
      goesOn.set(false);
      done.get(60, TimeUnit.SECONDS);
    }
  }

  private EdgeSettings settings(String topic) {
    return new EdgeSettings(
        connection(),
        topic,
        List.of(feed.dialect()),
        List.of(ToyVenue.BTC),
        Duration.ofMinutes(5),
        Extras.NONE,
        new Internet(),
        System::currentTimeMillis,
        ms -> {},
        Duration.ofMillis(10),
        new EdgeOptions(250, 10_000, 1_000, true),
        Optional.empty());
  }

  private static LiveSettings live(Path control) {
    DeskOptions defaults = DeskOptions.defaults();
    DeskOptions taker =
        new DeskOptions(
            new EntryPolicy(false, 0, 0, true, 60_000),
            defaults.caps(),
            defaults.unprotectedBoundMs(),
            defaults.reconcileEveryMs(),
            defaults.jobSilentAfterMs(),
            defaults.maxDriftUsdt());
    return new LiveSettings(
        ACCOUNT, List.of(ToyVenue.BTC), new BigDecimal("10000"), taker, "bitget", control, 0);
  }

  private static String id(String name) {
    return "L" + "0".repeat(27 - name.length()) + name;
  }

  private static BigDecimal amount(String text) {
    return Money.toBorder(new BigDecimal(text));
  }

  private static OrderCommand.Builder command(String name, OrderIntent intent, long number) {
    boolean entry = intent == OrderIntent.ENTRY;
    return OrderCommand.newBuilder()
        .setAction(OrderAction.SUBMIT)
        .setAccount(ACCOUNT)
        .setClientId(id(name))
        .setParentId("")
        .setInstrument(ToyVenue.BTC)
        .setDecisionTimeMs(System.currentTimeMillis())
        .setIntent(intent)
        .setAttempt(0)
        .setSide(entry ? OrderSide.BUY : OrderSide.SELL)
        .setType(OrderType.MARKET)
        .setQuantity(amount("2"))
        .setValidUntilMs(System.currentTimeMillis() + 600_000)
        .setCause("")
        .setReduceOnly(!entry)
        .setNumber(number)
        .setLeverage(entry ? 5 : 0)
        .setDecidedPrice(entry ? amount("100") : null);
  }

  private static OrderCommand entry(long number) {
    return command("e", OrderIntent.ENTRY, number).build();
  }

  private static OrderCommand restingEntry(long number) {
    return command("e", OrderIntent.ENTRY, number)
        .setType(OrderType.LIMIT)
        .setLimitPrice(amount("99"))
        .build();
  }

  private static OrderCommand stop(long number) {
    return command("s", OrderIntent.STOP, number)
        .setParentId(id("e"))
        .setType(OrderType.STOP_MARKET)
        .setStopPrice(amount("95"))
        .setValidUntilMs(Long.MAX_VALUE)
        .build();
  }

  /** What a job writes. */
  private void give(String topic, OrderCommand... commands) throws Exception {
    try (KafkaProducer<byte[], byte[]> job = new KafkaProducer<>(connection().producer())) {
      for (OrderCommand command : commands) {
        job.send(
                new ProducerRecord<>(
                    TopicPlan.COMMANDS.of(topic),
                    command.getAccount().getBytes(StandardCharsets.UTF_8),
                    codec.encode(new RunOutput(command))))
            .get();
      }
    }
  }

  private List<Object> log(String topic) {
    List<Object> payloads = new ArrayList<>();
    new LogScan(connection(), topic, 0)
        .read(
            new LogScan.Visitor() {
              @Override
              public boolean onRecord(long offset, LogRecord logRecord, byte[] bytes) {
                return payloads.add(logRecord.getPayload());
              }

              @Override
              public void onUnreadable(long offset, String reason) {
                throw new AssertionError(reason);
              }
            });
    return payloads;
  }

  private List<VenueEventKind> told(String topic, String name) {
    return log(topic).stream()
        .filter(VenueEvent.class::isInstance)
        .map(VenueEvent.class::cast)
        .filter(event -> event.getClientId().equals(id(name)))
        .map(VenueEvent::getKind)
        .toList();
  }

  @Test
  void whatTheJobCommandsIsExecutedAndTheVenuesEventsComeBackInTheLog() throws Exception {
    ToyVenue venue = new ToyVenue();
    LiveEdge edge = new LiveEdge("executed", venue);
    // At least once: a job that was restored writes again what it has written.
    OrderCommand entry = entry(1);
    OrderCommand stop = stop(2);
    give("executed", entry, stop, entry, stop);
    await("is filled", () -> told("executed", "e").contains(VenueEventKind.FILLED));
    await("is protected", () -> told("executed", "s").contains(VenueEventKind.ACCEPTED));
    await(
        "holds it",
        () -> edge.client().status().path("positions").path(ToyVenue.BTC).asText().equals("2"));
    edge.end();

    assertThat(venue.placed()).hasSize(1);
    assertThat(told("executed", "e"))
        .containsExactly(VenueEventKind.ACCEPTED, VenueEventKind.FILLED);
  }

  @Test
  void anEdgeThatStartsInTheMiddleSendsNothingTwiceAndTellsEveryFillOnce() throws Exception {
    ToyVenue venue = new ToyVenue();
    LiveEdge first = new LiveEdge("again", venue);
    give("again", restingEntry(1), stop(2));
    await("rests", () -> venue.resting() == 1);
    await("is told", () -> told("again", "e").contains(VenueEventKind.ACCEPTED));
    first.end();
    assertThat(ControlClient.in(first.control)).as("its file").isEmpty();

    venue.fillWhatRests();
    LiveEdge second = new LiveEdge("again", venue);
    await("is filled", () -> told("again", "e").contains(VenueEventKind.FILLED));
    await("is protected", () -> told("again", "s").contains(VenueEventKind.ACCEPTED));
    second.end();

    assertThat(venue.placed()).hasSize(1);
    assertThat(told("again", "e")).containsExactly(VenueEventKind.ACCEPTED, VenueEventKind.FILLED);
  }

  @Test
  void aHaltOverLoopbackTakesEntriesBackWithinASecondThoughNoJobLives() throws Exception {
    ToyVenue venue = new ToyVenue();
    LiveEdge edge = new LiveEdge("halted", venue);
    give("halted", restingEntry(1), stop(2));
    await("rests", () -> venue.resting() == 1);
    await("is told", () -> told("halted", "e").contains(VenueEventKind.ACCEPTED));

    long beganNanos = System.nanoTime();
    edge.client().obey(OperatorAction.HALT, "", "a test");
    await("is taken back", () -> venue.resting() == 0);
    assertThat(Duration.ofNanos(System.nanoTime() - beganNanos)).isLessThan(Duration.ofSeconds(1));
    assertThat(edge.client().status().path("halted").asBoolean()).isTrue();
    await("is told", () -> told("halted", "e").contains(VenueEventKind.CANCELLED));
    edge.end();

    List<Object> log = log("halted");
    List<OperatorCommand> commands =
        log.stream()
            .filter(OperatorCommand.class::isInstance)
            .map(OperatorCommand.class::cast)
            .toList();
    assertThat(commands).extracting(OperatorCommand::getReason).containsExactly("a test");
    LiveEdge next = new LiveEdge("halted", venue);
    assertThat(next.client().status().path("halted").asBoolean()).as("after a restart").isTrue();
    next.end();
  }

  @Test
  void flattenClosesWhatIsOpenAndACommandOfAnotherAccountIsOnlyWrittenDown() throws Exception {
    ToyVenue venue = new ToyVenue();
    LiveEdge edge = new LiveEdge("flattened", venue);
    give("flattened", entry(1), stop(2));
    await("is filled", () -> told("flattened", "e").contains(VenueEventKind.FILLED));
    edge.client().obey(OperatorAction.FLATTEN, "unlimited", "of another");
    assertThat(edge.client().status().path("halted").asBoolean()).isFalse();

    edge.client().obey(OperatorAction.FLATTEN, ACCOUNT, "a test");
    await("is closed", () -> venue.position().signum() == 0);
    await("by the log", () -> edge.client().status().path("positions").isEmpty());
    edge.end();

    assertThat(log("flattened").stream().filter(OperatorCommand.class::isInstance)).hasSize(2);
  }

  @Test
  void aCommandThatSomebodyElseAppendsIsObeyedToo() throws Exception {
    ToyVenue venue = new ToyVenue();
    LiveEdge edge = new LiveEdge("appended", venue);
    try (LogAppender seat =
        LogAppender.open(connection(), "appended", 0, System::currentTimeMillis)) {
      seat.append(
          List.of(
              new OperatorCommand(
                  System.currentTimeMillis(), ACCOUNT, OperatorAction.HALT, "by the log")));
    }
    await("is halted", edge::saysHalted);
    edge.end();

    assertThat(log("appended").stream().filter(OperatorCommand.class::isInstance)).hasSize(1);
  }

  @Test
  void anEdgeThatAnotherHasReplacedEndsAndSendsNothingMore() throws Exception {
    ToyVenue venue = new ToyVenue();
    LiveEdge edge = new LiveEdge("replaced", venue);
    // As a process that hangs while another takes over.
    edge.hangs.set(true);
    try (LogAppender seat =
        LogAppender.open(connection(), "replaced", 0, System::currentTimeMillis)) {
      MarketClock clock = new MarketClock(System.currentTimeMillis(), List.of());
      seat.append(List.of(clock));
      seat.append(List.of(clock));
      give("replaced", entry(1), stop(2));
      edge.awake.countDown();
      assertThatThrownBy(() -> edge.done.get(60, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOf(KafkaFaultException.class);
    }

    assertThat(venue.placed()).isEmpty();
    assertThat(told("replaced", "e")).isEmpty();
  }

  @Test
  void onlyItsOwnerReadsHowAnEdgeIsReachedAndNobodyIsServedWithoutTheToken() throws Exception {
    LiveEdge edge = new LiveEdge("guarded", new ToyVenue());
    Path file = edge.control.resolve(ControlFile.NAME);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    ControlFile known = ControlFile.in(edge.control).orElseThrow();
    Path forged = folder.resolve("forged");
    new ControlFile(known.port(), "0".repeat(64), known.topic()).write(forged);

    assertThatThrownBy(
            () -> ControlClient.in(forged).orElseThrow().obey(OperatorAction.HALT, "", "a test"))
        .hasMessageContaining("it answered 403")
        .hasMessageContaining("Close all");
    assertThat(edge.client().status().path("halted").asBoolean()).isFalse();
    edge.end();
  }

  @Test
  void anEdgeThatWasKilledIsStillKnownAndTheWayByHandIsTold() {
    Path left = folder.resolve("left");
    new ControlFile(1, "0".repeat(64), "left").write(left);

    assertThatThrownBy(() -> ControlClient.in(left).orElseThrow().status())
        .hasMessageContaining("nothing was written into the log")
        .hasMessageContaining("Cancel all")
        .hasMessageContaining("remove the file");
  }

  @Test
  @Tag("slow") // An edge before it may have sent them: they are looked up for 35 s.
  void commandsThatWereWrittenWhileNoEdgeRanAreExecutedByTheNext() throws Exception {
    new RowTopics(connection(), "waiting").ensure();
    give("waiting", entry(1), stop(2));
    ToyVenue venue = new ToyVenue();
    LiveEdge edge = new LiveEdge("waiting", venue);
    await("is filled", () -> told("waiting", "e").contains(VenueEventKind.FILLED));
    edge.end();

    assertThat(venue.placed()).hasSize(1);
  }
}
