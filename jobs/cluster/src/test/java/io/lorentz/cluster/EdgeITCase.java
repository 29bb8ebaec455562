package io.lorentz.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lorentz.command.broker.EmbeddedBroker;
import io.lorentz.command.edge.EdgeRun;
import io.lorentz.command.edge.EdgeSettings;
import io.lorentz.command.edge.Standby;
import io.lorentz.exchanges.dialect.Extras;
import io.lorentz.exchanges.edge.EdgeOptions;
import io.lorentz.exchanges.fake.FakeMarket;
import io.lorentz.exchanges.fake.FakeVenue;
import io.lorentz.exchanges.fake.Faults;
import io.lorentz.exchanges.feed.Internet;
import io.lorentz.exchanges.feed.ScaledClock;
import io.lorentz.kafka.KafkaConnection;
import io.lorentz.kafka.KafkaFaultException;
import io.lorentz.kafka.LogAppender;
import io.lorentz.kafka.LogScan;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.OperatorAction;
import io.lorentz.schemas.OperatorCommand;
import io.lorentz.schemas.TradingStart;
import io.lorentz.schemas.VenueBar;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Edges over a real broker and venues on loopback, a minute in a second. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EdgeITCase {

  private static final long SPEED = 60;
  private static final long MINUTE_MS = FakeMarket.MINUTE_MS;
  private static final long NOW_MS = Instant.parse("2026-03-01T12:00:20Z").toEpochMilli();
  private static final List<String> INSTRUMENTS = List.of("BTCUSDT", "ETHUSDT");

  @TempDir static Path folder;

  private final ScaledClock clock = new ScaledClock(NOW_MS, SPEED);
  private final FakeMarket market = new FakeMarket(3);
  private EmbeddedBroker broker;
  private FakeVenue bitget;
  private FakeVenue okx;

  @BeforeAll
  void start() {
    broker = EmbeddedBroker.start(folder.resolve("broker"), EmbeddedBroker.ANY_PORT);
    bitget = new FakeVenue("bitget", market, clock, Faults.none(), 1);
    okx = new FakeVenue("okx", market, clock, Faults.none(), 1);
  }

  @AfterAll
  void stop() {
    bitget.close();
    okx.close();
    broker.close();
  }

  private KafkaConnection connection() {
    return KafkaConnection.of(broker.bootstrap());
  }

  /** An edge on a thread of its own. */
  private final class RunningEdge {
    private final AtomicLong progressMs = new AtomicLong(Long.MIN_VALUE);
    private final CompletableFuture<Void> done;

    RunningEdge(String topic, BooleanSupplier goesOn) {
      EdgeSettings settings =
          new EdgeSettings(
              connection(),
              topic,
              List.of(bitget.dialect(), okx.dialect()),
              INSTRUMENTS,
              Duration.ofMinutes(30),
              Extras.NONE,
              new Internet(),
              clock,
              ms -> {},
              Duration.ofMillis(2),
              new EdgeOptions(250, 10_000, 1_800_000, true),
              Optional.empty());
      done =
          CompletableFuture.runAsync(
              () -> new EdgeRun(settings).run(goesOn, progressMs::set),
              task -> new Thread(task).start());
    }

    void awaitProgress(long ms) {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (progressMs.get() < ms) {
        assertThat(System.nanoTime()).as("progress %s", progressMs).isLessThan(deadline);
        assertThat(done).as("runs").isNotDone();
        Thread.onSpinWait();
      }
    }
  }

  private List<LogRecord> read(String topic) {
    List<LogRecord> records = new ArrayList<>();
    // The scan itself fails where log time does not increase.
    new LogScan(connection(), topic, 0)
        .read(
            new LogScan.Visitor() {
              @Override
              public boolean onRecord(long offset, LogRecord logRecord, byte[] bytes) {
                return records.add(logRecord);
              }

              @Override
              public void onUnreadable(long offset, String reason) {
                throw new AssertionError(reason);
              }
            });
    return records;
  }

  private static void everyMinuteOnce(List<LogRecord> records, String venue, int atLeast) {
    for (String instrument : INSTRUMENTS) {
      Map<Long, Bar> bars = new TreeMap<>();
      long nextMs = Long.MIN_VALUE;
      for (LogRecord each : records) {
        if (each.getPayload() instanceof VenueBar bar
            && bar.getVenue().equals(venue)
            && bar.getBar().getInstrument().equals(instrument)
            && !bar.getBar().getCorrected()) {
          long closeMs = bar.getBar().getCloseTimeMs();
          if (nextMs != Long.MIN_VALUE) {
            assertThat(closeMs).as("%s %s", venue, instrument).isEqualTo(nextMs);
          }
          nextMs = closeMs + MINUTE_MS;
          bars.put(closeMs, bar.getBar());
        }
      }
      assertThat(bars).as("%s %s", venue, instrument).hasSizeGreaterThanOrEqualTo(atLeast);
    }
  }

  @Test
  void aReplacedEdgeEndsAndTheLogHasEveryBarOnceInStrictlyIncreasingLogTime() throws Exception {
    CountDownLatch awake = new CountDownLatch(1);
    AtomicBoolean asleep = new AtomicBoolean();
    RunningEdge first =
        new RunningEdge(
            "replaced",
            () -> {
              if (asleep.get()) {
                await(awake);
              }
              return true;
            });
    long beginMs = Math.floorDiv(clock.getAsLong(), MINUTE_MS) * MINUTE_MS;
    first.awaitProgress(beginMs + MINUTE_MS);
    // As a process that hangs: its connections stand, it writes nothing.
    asleep.set(true);

    AtomicBoolean goesOn = new AtomicBoolean(true);
    boolean silent =
        Standby.awaitSilence(connection(), "replaced", Duration.ofMillis(500), goesOn::get);
    assertThat(silent).isTrue();
    RunningEdge second = new RunningEdge("replaced", goesOn::get);
    second.awaitProgress(clock.getAsLong() + MINUTE_MS);
    awake.countDown();
    assertThatThrownBy(() -> first.done.get(60, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(KafkaFaultException.class)
        .hasMessageContaining("another appender has taken over");
    second.awaitProgress(clock.getAsLong() + MINUTE_MS);
    goesOn.set(false);
    second.done.get(60, TimeUnit.SECONDS);

    List<LogRecord> records = read("replaced");
    everyMinuteOnce(records, "bitget", 30);
    everyMinuteOnce(records, "okx", 5);
    assertThat(records.stream().filter(each -> each.getPayload() instanceof TradingStart))
        .hasSize(1);
    assertThat(
            records.stream()
                .map(LogRecord::getPayload)
                .filter(Heartbeat.class::isInstance)
                .map(payload -> ((Heartbeat) payload).getProgressMs())
                .toList())
        .isSorted()
        .doesNotHaveDuplicates();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void anEdgeTakesItsSeatBackFromAnOperatorsCommand() throws Exception {
    AtomicBoolean goesOn = new AtomicBoolean(true);
    RunningEdge edge = new RunningEdge("commanded", goesOn::get);
    long beginMs = Math.floorDiv(clock.getAsLong(), MINUTE_MS) * MINUTE_MS;
    edge.awaitProgress(beginMs + MINUTE_MS);
    try (LogAppender seat = LogAppender.open(connection(), "commanded", 0, clock)) {
      seat.append(
          List.of(new OperatorCommand(clock.getAsLong(), "", OperatorAction.HALT, "a test")));
    }
    edge.awaitProgress(beginMs + 4 * MINUTE_MS);
    goesOn.set(false);
    edge.done.get(60, TimeUnit.SECONDS);

    List<LogRecord> records = read("commanded");
    everyMinuteOnce(records, "bitget", 30);
    assertThat(records.stream().filter(each -> each.getPayload() instanceof OperatorCommand))
        .hasSize(1);
  }

  @Test
  void anEdgeThatStartsAgainFetchesWhatWasMissed() throws Exception {
    AtomicBoolean goesOn = new AtomicBoolean(true);
    RunningEdge first = new RunningEdge("again", goesOn::get);
    long beginMs = Math.floorDiv(clock.getAsLong(), MINUTE_MS) * MINUTE_MS;
    first.awaitProgress(beginMs + MINUTE_MS);
    goesOn.set(false);
    first.done.get(60, TimeUnit.SECONDS);
    long awayMs = clock.getAsLong() + 5 * MINUTE_MS;
    while (clock.getAsLong() < awayMs) {
      Thread.onSpinWait();
    }

    AtomicBoolean again = new AtomicBoolean(true);
    RunningEdge second = new RunningEdge("again", again::get);
    second.awaitProgress(awayMs + MINUTE_MS);
    again.set(false);
    second.done.get(60, TimeUnit.SECONDS);

    everyMinuteOnce(read("again"), "bitget", 36);
    everyMinuteOnce(read("again"), "okx", 8);
  }
}
