package io.lorentz.exchanges.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.core.market.Arbiter;
import io.lorentz.core.market.ArbiterSink;
import io.lorentz.core.market.MarketOptions;
import io.lorentz.exchanges.dialect.Dialect;
import io.lorentz.exchanges.dialect.Dialects;
import io.lorentz.exchanges.dialect.Extras;
import io.lorentz.exchanges.edge.EdgeOptions;
import io.lorentz.exchanges.fake.FakeMarket;
import io.lorentz.exchanges.fake.FakeMarket.Shape;
import io.lorentz.exchanges.fake.FakeVenue;
import io.lorentz.exchanges.fake.Faults;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.FeedDecision;
import io.lorentz.schemas.FeedDecisionKind;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.MarketClock;
import io.lorentz.schemas.VenueBar;
import io.lorentz.schemas.VenueStatus;
import io.lorentz.schemas.VenueStatusKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Six venues at fifty times the real rate, with everything going wrong all the time. */
class FeedSoakITCase {

  private static final long SPEED = 50;
  private static final long MINUTE_MS = FakeMarket.MINUTE_MS;
  private static final long NOW_MS = Instant.parse("2026-03-01T12:00:20Z").toEpochMilli();
  private static final List<String> INSTRUMENTS = List.of("BTCUSDT", "ETHUSDT", "SOLUSDT");
  private static final List<String> VENUES = Dialects.all().stream().map(Dialect::venue).toList();
  private static final int WARM_UP_MINUTES = 5;

  /** So long a busy machine may hold all venues up: 0.6 s of its own time. */
  private static final long GIVE_UP_AFTER_MS = 30_000;

  @Test
  void halfAMinuteOfFaultsLosesNoBarAndGivesNoneTwice() {
    soak(Duration.ofSeconds(30), 5);
  }

  @Test
  @Tag("slow")
  void tenMinutesOfFaultsLoseNoBarGiveNoneTwiceAndKeepNoMemory() {
    soak(Duration.ofMinutes(10), 6);
  }

  private static void soak(Duration length, long seed) {
    FakeMarket market = new FakeMarket(seed);
    ScaledClock clock = new ScaledClock(NOW_MS, SPEED);
    Gathering edge =
        new Gathering(
            new EdgeOptions(250, GIVE_UP_AFTER_MS, 1_800_000, true), VENUES, INSTRUMENTS, clock);
    Map<String, FakeVenue> servers = new TreeMap<>();
    List<RunningFeed> feeds = new ArrayList<>();
    long beginMs = Math.floorDiv(NOW_MS, MINUTE_MS) * MINUTE_MS - WARM_UP_MINUTES * MINUTE_MS;
    long endMs = NOW_MS + length.toMillis() * SPEED;
    try {
      for (int i = 0; i < VENUES.size(); i++) {
        long skewMs = (i - 2) * 650L;
        FakeVenue server =
            new FakeVenue(VENUES.get(i), market, clock, Faults.everything(skewMs), seed);
        servers.put(VENUES.get(i), server);
        feeds.add(start(server.dialect(), clock, beginMs, edge, seed));
      }
      long thirdMs = NOW_MS + (endMs - NOW_MS) / 3;
      edge.until(() -> clock.getAsLong() > thirdMs, length.toSeconds(), "a third");
      servers.get("bitget").suffer(Faults.away(-1_300));
      long backMs = thirdMs + 4 * MINUTE_MS;
      edge.until(() -> clock.getAsLong() > backMs, length.toSeconds(), "the primary's return");
      servers.get("bitget").suffer(Faults.everything(-1_300));
      edge.until(() -> clock.getAsLong() > endMs / 2 + NOW_MS / 2, length.toSeconds(), "half");
      long halfBytes = usedBytes();
      edge.until(() -> clock.getAsLong() > endMs, length.toSeconds(), "the end");
      servers.values().forEach(server -> server.suffer(Faults.none()));
      // What is still missing comes once nothing goes wrong any more.
      edge.until(() -> allReached(edge, endMs), 60, "every bar up to the end");
      long grownBytes = usedBytes() - halfBytes;
      assertThat(grownBytes)
          .as("beside what the test keeps of the log, about 300 bytes a record")
          .isLessThan(20_000_000 + 600L * edge.log().size());
    } finally {
      feeds.forEach(RunningFeed::close);
      servers.values().forEach(FakeVenue::close);
    }
    assertThat(feeds).noneMatch(RunningFeed::faulted);
    for (String venue : VENUES) {
      for (String instrument : INSTRUMENTS) {
        checkBars(edge, market, servers.get(venue), venue, instrument, beginMs, endMs);
      }
    }
    checkProgress(edge);
    INSTRUMENTS.forEach(instrument -> checkArbitration(edge, instrument, beginMs, endMs));
    checkThatItWasHard(edge);
  }

  private static RunningFeed start(
      Dialect dialect, ScaledClock clock, long beginMs, Gathering edge, long seed) {
    Map<String, Long> begin = new TreeMap<>();
    INSTRUMENTS.forEach(instrument -> begin.put(instrument, beginMs));
    return RunningFeed.start(
        dialect,
        FeedOptions.defaults(),
        new FeedRequest(begin, Extras.NONE, Long.MAX_VALUE),
        new Internet(),
        clock,
        Duration.ofMillis(2),
        edge,
        new Random(seed));
  }

  private static boolean allReached(Gathering edge, long endMs) {
    long lastMs = Math.floorDiv(endMs, MINUTE_MS) * MINUTE_MS;
    return edge.writer().reachedMs() >= lastMs;
  }

  private static long usedBytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** The venue's own bars, each once and in order; a correction may replace one that was torn. */
  private static void checkBars(
      Gathering edge,
      FakeMarket market,
      FakeVenue server,
      String venue,
      String instrument,
      long beginMs,
      long endMs) {
    TreeMap<Long, Bar> last = new TreeMap<>();
    long nextMs = beginMs + MINUTE_MS;
    for (VenueBar written : edge.bars(venue, instrument)) {
      Bar bar = written.getBar();
      if (bar.getCorrected()) {
        assertThat(last).containsKey(bar.getCloseTimeMs());
      } else {
        assertThat(bar.getCloseTimeMs()).as("%s %s", venue, instrument).isEqualTo(nextMs);
        nextMs += MINUTE_MS;
      }
      last.put(bar.getCloseTimeMs(), bar);
    }
    assertThat(nextMs).isGreaterThan(Math.floorDiv(endMs, MINUTE_MS) * MINUTE_MS);
    last.forEach(
        (closeMs, bar) -> {
          Shape shape = market.bar(venue, instrument, closeMs - MINUTE_MS, FakeMarket.STEPS);
          assertThat(List.of(bar.getOpen(), bar.getHigh(), bar.getLow(), bar.getClose()))
              .as("%s %s %s", venue, instrument, Instant.ofEpochMilli(closeMs))
              .containsExactly(
                  shape.open().doubleValue(),
                  shape.high().doubleValue(),
                  shape.low().doubleValue(),
                  shape.close().doubleValue());
          assertThat(bar.getVolume()).isEqualTo(server.volume(shape));
        });
  }

  private static void checkProgress(Gathering edge) {
    long progressMs = Long.MIN_VALUE;
    for (Object payload : edge.log()) {
      if (payload instanceof Heartbeat heartbeat) {
        assertThat(heartbeat.getProgressMs()).isGreaterThan(progressMs);
        progressMs = heartbeat.getProgressMs();
      }
    }
  }

  /**
   * What the job trades on: every minute once, in order, and never later than the bound behind the
   * moment at which some venue's bar of it was there.
   */
  private static void checkArbitration(
      Gathering edge, String instrument, long beginMs, long endMs) {
    Taken taken = new Taken();
    Arbiter arbiter = new Arbiter(instrument, MarketOptions.defaults(), MINUTE_MS);
    Map<Long, Long> firstMs = new TreeMap<>();
    for (Object payload : edge.log()) {
      if (payload instanceof VenueBar bar && bar.getBar().getInstrument().equals(instrument)) {
        taken.clockMs = Math.max(taken.clockMs, bar.getReceivedMs());
        firstMs.merge(bar.getBar().getCloseTimeMs(), bar.getReceivedMs(), Math::min);
        arbiter.onBar(bar, taken);
      } else if (payload instanceof MarketClock clock) {
        taken.clockMs = Math.max(taken.clockMs, clock.getClockMs());
        arbiter.onClock(clock, taken);
      } else if (payload instanceof Heartbeat heartbeat) {
        arbiter.onHeartbeat(heartbeat, taken);
      }
    }
    long boundMs = MarketOptions.defaults().staleAfterMs() + CLOCK_STEP_MS;
    long nextMs = beginMs + MINUTE_MS;
    for (Map.Entry<Long, Long> given : taken.givenMs.entrySet()) {
      assertThat(given.getKey()).as(instrument).isEqualTo(nextMs);
      nextMs += MINUTE_MS;
      long readyMs = Math.max(given.getKey() + boundMs, firstMs.get(given.getKey()));
      assertThat(given.getValue())
          .as("%s %s", instrument, Instant.ofEpochMilli(given.getKey()))
          .isLessThanOrEqualTo(Math.max(readyMs, taken.startedMs));
    }
    assertThat(nextMs).isGreaterThan(endMs - 2 * MINUTE_MS);
    assertThat(taken.changes).as("venues took over").isPositive();
  }

  /** How far apart two readings of the clock may lie in the log, where the machine is busy. */
  private static final long CLOCK_STEP_MS = 5_000;

  private static final class Taken implements ArbiterSink {
    private final TreeMap<Long, Long> givenMs = new TreeMap<>();
    private long clockMs = Long.MIN_VALUE;
    private long startedMs = Long.MIN_VALUE;
    private int changes;

    @Override
    public void bar(Bar bar) {
      if (!bar.getCorrected()) {
        startedMs = givenMs.size() <= WARM_UP_MINUTES ? clockMs : startedMs;
        assertThat(givenMs.put(bar.getCloseTimeMs(), clockMs)).as("given once").isNull();
      }
    }

    @Override
    public void decision(FeedDecision decision) {
      changes += decision.getKind() == FeedDecisionKind.SOURCE_CHANGED ? 1 : 0;
    }
  }

  private static void checkThatItWasHard(Gathering edge) {
    Map<VenueStatusKind, Long> told = new EnumMap<>(VenueStatusKind.class);
    for (Object payload : edge.log()) {
      if (payload instanceof VenueStatus status) {
        told.merge(status.getKind(), 1L, Long::sum);
      }
    }
    assertThat(told.get(VenueStatusKind.DISCONNECTED)).as("%s", told).isGreaterThan(10);
    assertThat(told).containsKey(VenueStatusKind.SKEWED);
  }
}
