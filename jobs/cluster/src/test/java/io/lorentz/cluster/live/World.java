package io.lorentz.cluster.live;

import io.lorentz.bitget.fake.FakeBitget;
import io.lorentz.bitget.fake.FakeBitgetServer;
import io.lorentz.bitget.fake.FakeContract;
import io.lorentz.bitget.fake.FakeKey;
import io.lorentz.bitget.fake.FakeStart;
import io.lorentz.bitget.fake.FaultPlan;
import io.lorentz.cluster.RecordedMarket;
import io.lorentz.exchanges.dialect.Elsewhere;
import io.lorentz.exchanges.fake.FakeMarket;
import io.lorentz.exchanges.fake.FakeVenue;
import io.lorentz.exchanges.fake.Faults;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * What lies outside edge and job: a market made up from a seed, a feed that shows it, and a Bitget
 * whose prices are the same and where much goes wrong. It watches how long a position has no stop
 * while an edge works and the venue is open, by its own clock, and has something done at the moment
 * when something comes about.
 */
final class World implements AutoCloseable {

  /** Minutes of history. */
  static final int HISTORY = 1_200;

  private static final int LASTS_MINUTES = 240;
  private static final long SPEED = 20;
  private static final long BEGIN_MS = Instant.parse("2026-03-01T12:00:20Z").toEpochMilli();
  private static final long LOOK_EVERY_MS = 25;

  final SharedClock clock = SharedClock.from(BEGIN_MS, SPEED);
  final FakeBitgetServer venue;
  private final RecordedMarket market;
  private final FakeVenue feed;
  private final BooleanSupplier edgeWorks;
  private final ScheduledExecutorService time = Executors.newSingleThreadScheduledExecutor();
  private final Map<String, Long> bareSinceMs = new TreeMap<>();
  private volatile Duration longestBare = Duration.ZERO;

  /** Touched only while nobody else does anything with the venue. */
  private Optional<Trap> trap = Optional.empty();

  private record Trap(Moment moment, Object before, Runnable action, CompletableFuture<Void> done) {

    boolean isSprung(FakeBitget bitget) {
      return !moment.look(bitget).equals(before);
    }
  }

  World(long seed, BooleanSupplier edgeWorks) {
    this.edgeWorks = edgeWorks;
    SplittableRandom random = new SplittableRandom(seed);
    long originMs =
        Math.floorDiv(BEGIN_MS, FakeMarket.MINUTE_MS) * FakeMarket.MINUTE_MS
            - (HISTORY + 10) * FakeMarket.MINUTE_MS;
    market =
        new RecordedMarket(
            random.nextLong(),
            originMs,
            HISTORY + 10 + LASTS_MINUTES,
            TradedConfiguration.INSTRUMENTS);
    feed = new FakeVenue("bitget", market::bar, clock, Faults.none(), seed);
    FakeBitget bitget =
        new FakeBitget(
            random.nextLong(), FakeStart.ready("10000"), FakeContract.btc(), FakeContract.eth());
    venue =
        new FakeBitgetServer(
            bitget,
            FakeKey.usual(),
            false,
            clock,
            FaultPlan.nasty(random.split()),
            random.nextLong());
    venue.beforeAnswers(this::spring);
    step();
    var unused = time.scheduleWithFixedDelay(this::step, 0, LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
  }

  private void step() {
    venue.act(
        bitget -> {
          long nowMs = clock.getAsLong();
          for (String instrument : TradedConfiguration.INSTRUMENTS) {
            BigDecimal price = market.price(instrument, nowMs);
            bitget.price(instrument, nowMs, price, price);
            watch(bitget, instrument, nowMs);
          }
          spring(bitget);
        });
  }

  private void watch(FakeBitget bitget, String instrument, long nowMs) {
    boolean bare =
        bitget.unprotectedSinceMs(instrument).isPresent() && !bitget.isBeingClosed(instrument);
    if (!bare || !edgeWorks.getAsBoolean() || venue.turnsAway()) {
      bareSinceMs.remove(instrument);
      return;
    }
    Duration bareFor =
        Duration.ofMillis(nowMs - bareSinceMs.computeIfAbsent(instrument, none -> nowMs));
    if (bareFor.compareTo(longestBare) > 0) {
      longestBare = bareFor;
    }
  }

  /** The longest time that a position had no stop while an edge worked and the venue was open. */
  Duration longestBare() {
    return longestBare;
  }

  /** The same, also while there was no edge and the venue was closed. */
  Duration longestBareInAll() {
    return Duration.ofMillis(
        venue.<Long>ask(
            bitget ->
                TradedConfiguration.INSTRUMENTS.stream()
                    .mapToLong(bitget::longestUnprotectedMs)
                    .max()
                    .orElse(0)));
  }

  /**
   * Has something done once, at the next moment of a kind, or when so much time has passed; what
   * happens at the venue waits for it. Returns when it is done.
   *
   * @param withinMs by the machine's clock
   * @return whether the moment came in time
   */
  boolean atNext(Moment moment, long withinMs, Runnable action) throws InterruptedException {
    Trap set = venue.ask(bitget -> set(bitget, moment, action));
    try {
      set.done().get(withinMs, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return venue.ask(bitget -> springLate());
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  private Trap set(FakeBitget bitget, Moment moment, Runnable action) {
    Trap set = new Trap(moment, moment.look(bitget), action, new CompletableFuture<>());
    trap = Optional.of(set);
    return set;
  }

  private void spring(FakeBitget bitget) {
    trap.filter(set -> set.isSprung(bitget)).ifPresent(this::spring);
  }

  /** Whether it had come about a line ago. */
  private boolean springLate() {
    boolean came = trap.isEmpty();
    trap.ifPresent(this::spring);
    return came;
  }

  private void spring(Trap set) {
    trap = Optional.empty();
    set.action().run();
    set.done().complete(null);
  }

  /** Addresses for an edge: REST and socket of the feed, then of the venue. */
  List<String> addresses() {
    Elsewhere dialect = (Elsewhere) feed.dialect();
    return List.of(
        dialect.restAddress().toString(),
        dialect.socketAddress().toString(),
        venue.rest().toString(),
        venue.privateStream().toString());
  }

  /** Whether nothing is open at the venue. */
  boolean isFlat() {
    return venue.ask(
        bitget ->
            TradedConfiguration.INSTRUMENTS.stream()
                .allMatch(
                    name ->
                        bitget.position(name).signum() == 0
                            && bitget.openOrderIds(name).isEmpty()
                            && bitget.stopIds(name).isEmpty()));
  }

  @Override
  public void close() {
    time.shutdownNow();
    feed.close();
    venue.close();
  }
}
