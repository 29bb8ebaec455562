package io.lorentz.exchanges.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.exchanges.dialect.Dialect;
import io.lorentz.exchanges.dialect.Dialects;
import io.lorentz.exchanges.dialect.Extras;
import io.lorentz.exchanges.edge.EdgeOptions;
import io.lorentz.exchanges.fake.FakeMarket;
import io.lorentz.exchanges.fake.FakeMarket.Shape;
import io.lorentz.exchanges.fake.FakeVenue;
import io.lorentz.exchanges.fake.Faults;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.DayRoll;
import io.lorentz.schemas.Funding;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.MarketClock;
import io.lorentz.schemas.TradingStart;
import io.lorentz.schemas.VenueBar;
import io.lorentz.schemas.VenueSpec;
import io.lorentz.schemas.VenueStatus;
import io.lorentz.schemas.VenueStatusKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every venue's feed promises, over real sockets, a minute in little more than a second. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FeedContractITCase {

  private static final long SPEED = 50;
  private static final long MINUTE_MS = FakeMarket.MINUTE_MS;
  private static final long NOW_MS = Instant.parse("2026-03-01T23:53:20Z").toEpochMilli();
  private static final long BEGIN_MS = NOW_MS - 700 * MINUTE_MS;

  /** Far enough before midnight that a busy machine has the history by then. */
  private static final int MINUTES = 10;

  private static final long END_MS =
      Math.floorDiv(NOW_MS, MINUTE_MS) * MINUTE_MS + MINUTES * MINUTE_MS;
  private static final List<String> INSTRUMENTS = List.of("BTCUSDT", "ETHUSDT", "SOLUSDT");
  private static final List<String> VENUES = Dialects.all().stream().map(Dialect::venue).toList();

  private final FakeMarket market = new FakeMarket(7);
  private final Map<String, FakeVenue> servers = new TreeMap<>();
  private Gathering edge;

  @BeforeAll
  void runAllVenuesForSomeMinutes() {
    ScaledClock clock = new ScaledClock(NOW_MS, SPEED);
    edge =
        new Gathering(new EdgeOptions(250, 120_000, 1_800_000, true), VENUES, INSTRUMENTS, clock);
    List<RunningFeed> feeds = new ArrayList<>();
    try {
      for (String venue : VENUES) {
        long skewMs = venue.equals("bybit") ? 1_300 : 0;
        Faults faults = new Faults(0, 0, 0, 0, 0, 0, 0, 0, 0.2, skewMs);
        FakeVenue server = new FakeVenue(venue, market, clock, faults, 11);
        servers.put(venue, server);
        feeds.add(start(server.dialect(), clock));
      }
      edge.until(() -> edge.writer().progressMs() >= END_MS, 60, "ten minutes of six venues");
      // A bar that was inferred too early on a busy machine is corrected when it has been asked
      // for.
      edge.until(() -> VENUES.stream().allMatch(this::isAsTheVenueHasIt), 60, "corrections");
    } finally {
      feeds.forEach(RunningFeed::close);
    }
    assertThat(feeds).noneMatch(RunningFeed::faulted);
  }

  private RunningFeed start(Dialect dialect, ScaledClock clock) {
    Map<String, Long> begin = new TreeMap<>();
    INSTRUMENTS.forEach(instrument -> begin.put(instrument, BEGIN_MS));
    boolean first = dialect.venue().equals("bitget");
    return RunningFeed.start(
        dialect,
        FeedOptions.defaults(),
        new FeedRequest(begin, Extras.NONE, first ? BEGIN_MS : Long.MAX_VALUE),
        new Internet(),
        clock,
        Duration.ofMillis(2),
        edge,
        new Random(3));
  }

  @AfterAll
  void closeServers() {
    servers.values().forEach(FakeVenue::close);
  }

  static Stream<String> venues() {
    return VENUES.stream();
  }

  /** The bar that the venue would have published. */
  private Bar expected(String venue, String instrument, long closeMs) {
    Shape shape = market.bar(venue, instrument, closeMs - MINUTE_MS, FakeMarket.STEPS);
    return new Bar(
        instrument,
        MINUTE_MS,
        closeMs,
        shape.open().doubleValue(),
        shape.high().doubleValue(),
        shape.low().doubleValue(),
        shape.close().doubleValue(),
        servers.get(venue).volume(shape),
        BarQuality.COMPLETE,
        false,
        0);
  }

  private boolean isAsTheVenueHasIt(String venue) {
    return INSTRUMENTS.stream()
        .allMatch(
            instrument ->
                lastOf(venue, instrument).entrySet().stream()
                    .allMatch(
                        each ->
                            each.getValue().equals(expected(venue, instrument, each.getKey()))));
  }

  /**
   * The last that was written of each bar up to the end, as if it had come so in the first place.
   */
  private Map<Long, Bar> lastOf(String venue, String instrument) {
    TreeMap<Long, Bar> last = new TreeMap<>();
    for (VenueBar written : edge.bars(venue, instrument)) {
      Bar bar = Bar.newBuilder(written.getBar()).setCorrected(false).build();
      if (bar.getCloseTimeMs() <= END_MS) {
        last.put(bar.getCloseTimeMs(), bar);
      }
    }
    return last;
  }

  @ParameterizedTest
  @MethodSource("venues")
  void everyBarFromTheBeginningOnIsWrittenOnceInOrderAsTheVenueHasIt(String venue) {
    for (String instrument : INSTRUMENTS) {
      long closeMs = Math.floorDiv(BEGIN_MS, MINUTE_MS) * MINUTE_MS + 2 * MINUTE_MS;
      for (VenueBar written : edge.bars(venue, instrument)) {
        if (!written.getBar().getCorrected()) {
          assertThat(written.getBar().getCloseTimeMs()).isEqualTo(closeMs);
          closeMs += MINUTE_MS;
        }
      }
      // Inferred too early where the server was slow, and corrected since.
      Map<Long, Bar> last = lastOf(venue, instrument);
      assertThat(last).hasSizeGreaterThanOrEqualTo(700 + MINUTES - 1);
      last.forEach((ms, bar) -> assertThat(bar).isEqualTo(expected(venue, instrument, ms)));
    }
  }

  @ParameterizedTest
  @MethodSource("venues")
  void theSpecificationComesBeforeTheFirstBarAndInBaseCurrency(String venue) {
    List<Object> log = edge.log();
    for (String instrument : INSTRUMENTS) {
      int spec =
          first(
              log,
              p ->
                  p instanceof VenueSpec s
                      && s.getVenue().equals(venue)
                      && s.getInstrument().equals(instrument));
      int bar =
          first(
              log,
              p ->
                  p instanceof VenueBar b
                      && b.getVenue().equals(venue)
                      && b.getBar().getInstrument().equals(instrument));
      assertThat(spec).isLessThan(bar);
      assertThat(((VenueSpec) log.get(spec)).getTickSize()).isEqualByComparingTo("0.1");
      assertThat(((VenueSpec) log.get(spec)).getTradable()).isTrue();
    }
  }

  private static int first(List<Object> log, Function<Object, Boolean> what) {
    for (int i = 0; i < log.size(); i++) {
      if (what.apply(log.get(i))) {
        return i;
      }
    }
    throw new AssertionError("is not in the log");
  }

  @Test
  void progressNeverPassesABarThatIsNotWritten() {
    long progressMs = Long.MIN_VALUE;
    Map<String, Long> written = new TreeMap<>();
    for (Object payload : edge.log()) {
      if (payload instanceof VenueBar bar && !bar.getBar().getCorrected()) {
        assertThat(bar.getBar().getCloseTimeMs()).isGreaterThan(progressMs);
        written.put(bar.getVenue() + bar.getBar().getInstrument(), bar.getBar().getCloseTimeMs());
      } else if (payload instanceof Heartbeat heartbeat) {
        assertThat(heartbeat.getProgressMs()).isGreaterThan(progressMs);
        progressMs = heartbeat.getProgressMs();
        assertThat(written.values()).allMatch(ms -> ms >= heartbeat.getProgressMs());
      }
    }
    assertThat(written).hasSize(18);
  }

  @Test
  void theDayIsRolledBehindEverythingStampedAtItsBeginning() {
    List<Object> log = edge.log();
    long dayMs = Instant.parse("2026-03-02T00:00:00Z").toEpochMilli();
    int roll = first(log, DayRoll.class::isInstance);
    assertThat(log.get(roll)).isEqualTo(new DayRoll(dayMs));
    assertThat(log.stream().filter(DayRoll.class::isInstance)).hasSize(1);
    long before =
        log.subList(0, roll).stream()
            .filter(p -> p instanceof VenueBar bar && bar.getBar().getCloseTimeMs() == dayMs)
            .count();
    assertThat(before).isEqualTo(18);
  }

  @Test
  void tradingStartsOnceTheHistoryIsThereAndTheClockTellsOfEveryVenue() {
    List<Object> log = edge.log();
    int start = first(log, TradingStart.class::isInstance);
    assertThat(log.subList(0, start).stream().filter(VenueBar.class::isInstance).count())
        .isGreaterThanOrEqualTo(697 * 18);
    List<MarketClock> clocks =
        log.stream().filter(MarketClock.class::isInstance).map(MarketClock.class::cast).toList();
    assertThat(clocks)
        .hasSizeGreaterThan(100)
        .isSortedAccordingTo(Comparator.comparingLong(MarketClock::getClockMs));
    assertThat(clocks.stream().filter(clock -> clock.getVenues().size() == 18))
        .as("whenever progress has grown")
        .hasSizeGreaterThanOrEqualTo(MINUTES - 1);
  }

  @Test
  void fundingComesFromTheFirstVenueOnlyAndOnce() {
    List<Funding> fundings =
        edge.log().stream().filter(Funding.class::isInstance).map(Funding.class::cast).toList();
    assertThat(fundings).isNotEmpty().doesNotHaveDuplicates();
    assertThat(fundings.stream().map(Funding::getInstrument).distinct()).hasSize(3);
  }

  @Test
  void aVenueWhoseClockIsAheadIsNamed() {
    assertThat(edge.log())
        .anyMatch(
            payload ->
                payload instanceof VenueStatus status
                    && status.getVenue().equals("bybit")
                    && status.getKind() == VenueStatusKind.SKEWED);
  }
}
