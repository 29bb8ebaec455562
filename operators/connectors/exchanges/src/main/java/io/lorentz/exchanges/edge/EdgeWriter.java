package io.lorentz.exchanges.edge;

import io.lorentz.exchanges.dialect.Dialect;
import io.lorentz.exchanges.feed.FeedMessage;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.DayRoll;
import io.lorentz.schemas.Funding;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.MarketClock;
import io.lorentz.schemas.TradingStart;
import io.lorentz.schemas.VenueBar;
import io.lorentz.schemas.VenueProgress;
import io.lorentz.schemas.VenueStatus;
import io.lorentz.schemas.VenueStatusKind;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Decides what is written into the log, and in which order; who owns it appends what it gives.
 *
 * <p><b>Progress.</b> A venue has reached a time for an instrument when every bar up to it was
 * written. Progress of the log is the least of what all venues have reached for all instruments; it
 * does not wait longer than {@code giveUpAfterMs} for a bar: a venue that is later is given up, by
 * a record, until it has caught up, by another. If all are given up, progress follows the clock so
 * far behind: nothing will come in order. It never goes back.
 *
 * <p><b>Start.</b> The first progress waits until every venue has caught up or {@code
 * startWithinMs} have passed; then trading may start. Until then only the first venue's bars are
 * written, and those of the others behind them: whoever reads the log shall not take a backup's few
 * bars for all there is while the history is still coming.
 *
 * <p><b>Clock.</b> The market clock is ours, set by the median of the venues'; it never goes back.
 *
 * <p>Not for several threads.
 */
public final class EdgeWriter {

  private static final long NEVER = Long.MIN_VALUE;
  private static final long MINUTE_MS = Dialect.MINUTE_MS;
  private static final long DAY_MS = 86_400_000;

  private final EdgeOptions options;
  private final LogTail tail;
  private final List<Object> out = new ArrayList<>();
  private final TreeMap<String, Reach> reaches = new TreeMap<>();
  private final TreeMap<String, Long> offsetsMs = new TreeMap<>();
  private final TreeSet<String> venues = new TreeSet<>();
  private final String firstVenue;
  private final List<FeedMessage.Said> waiting = new ArrayList<>();
  private long clockMs;
  private long lastClockMs = NEVER;
  private long begunMs = NEVER;
  private boolean started;

  /** How far one venue is with one instrument. */
  private static final class Reach {
    private final String venue;
    private final String instrument;
    private long reachedMs = NEVER;
    private boolean givenUp;

    Reach(String venue, String instrument) {
      this.venue = venue;
      this.instrument = instrument;
    }
  }

  /**
   * Goes on behind what lies in the log.
   *
   * @param venues the venues that are fed, the primary first
   * @param instruments the instruments that each of them brings
   */
  public EdgeWriter(
      EdgeOptions options, List<String> venues, List<String> instruments, LogTail tail) {
    this.options = options;
    this.tail = tail;
    this.venues.addAll(venues);
    this.firstVenue = venues.get(0);
    this.clockMs = tail.clockMs();
    for (String instrument : instruments) {
      for (String venue : venues) {
        reaches.put(instrument + "/" + venue, new Reach(venue, instrument));
      }
    }
  }

  /** Takes what a feed says. */
  public void on(FeedMessage message) {
    if (message instanceof FeedMessage.Said said) {
      if (started || said.venue().equals(firstVenue) || !(said.payload() instanceof VenueBar)) {
        onPayload(said.venue(), said.payload());
      } else {
        waiting.add(said);
      }
    } else if (message instanceof FeedMessage.Reached reached) {
      offsetsMs.put(reached.venue(), reached.offsetMs());
      reached
          .progressMs()
          .forEach(
              (instrument, ms) -> {
                Reach reach = reaches.get(instrument + "/" + reached.venue());
                if (reach != null) {
                  reach.reachedMs = Math.max(reach.reachedMs, ms);
                }
              });
    }
  }

  private void onPayload(String venue, Object payload) {
    if (payload instanceof VenueBar bar) {
      onBar(venue, bar.getBar());
    } else if (payload instanceof Funding funding) {
      OptionalLong last = tail.lastFundingMs(funding.getInstrument());
      if (last.isEmpty() || funding.getFundingTimeMs() > last.getAsLong()) {
        write(funding);
      }
    } else {
      write(payload);
    }
  }

  /** A bar is written once; what comes again and is no correction lies in the log already. */
  private void onBar(String venue, Bar bar) {
    OptionalLong last = tail.lastCloseMs(venue, bar.getInstrument());
    boolean next = last.isEmpty() || bar.getCloseTimeMs() > last.getAsLong();
    if (next || bar.getCorrected()) {
      write(new VenueBar(venue, bar, clockMs));
    }
  }

  private void write(Object payload) {
    tail.onPayload(payload);
    out.add(payload);
  }

  /** Time has passed; call it several times as often as the clock is written. */
  public void onTick(long nowMs) {
    if (begunMs == NEVER) {
      begunMs = nowMs;
    }
    clockMs = Math.max(clockMs, nowMs + medianOffsetMs());
    if (!started && !mayStart(nowMs)) {
      return;
    }
    waiting.forEach(said -> onPayload(said.venue(), said.payload()));
    waiting.clear();
    giveUpAndTakeBack();
    progress();
    if (!started) {
      started = true;
      if (options.startsTrading() && !tail.tradingStarted()) {
        write(new TradingStart(progressMs()));
      }
    }
    if (lastClockMs == NEVER || clockMs >= lastClockMs + options.clockEveryMs()) {
      writeClock(false);
    }
  }

  private long medianOffsetMs() {
    return offsetsMs.values().stream().sorted().skip(offsetsMs.size() / 2).findFirst().orElse(0L);
  }

  private boolean mayStart(long nowMs) {
    if (nowMs - begunMs >= options.startWithinMs()) {
      return true;
    }
    return offsetsMs.keySet().containsAll(venues)
        && reaches.values().stream().noneMatch(this::isLate);
  }

  /** Whether the bar after those it has brought should have come. */
  private boolean isLate(Reach reach) {
    return reach.reachedMs == NEVER
        || clockMs > reach.reachedMs + MINUTE_MS + options.giveUpAfterMs();
  }

  private void giveUpAndTakeBack() {
    for (Reach reach : reaches.values()) {
      boolean late = isLate(reach);
      if (late != reach.givenUp) {
        reach.givenUp = late;
        write(
            new VenueStatus(
                reach.venue,
                reach.instrument,
                clockMs,
                late ? VenueStatusKind.GIVEN_UP : VenueStatusKind.RETURNED,
                "reached=" + (reach.reachedMs == NEVER ? "none" : reach.reachedMs)));
      }
    }
  }

  private void progress() {
    TreeMap<String, Long> least = new TreeMap<>();
    long silentMs = Math.floorDiv(clockMs - options.giveUpAfterMs(), MINUTE_MS) * MINUTE_MS;
    for (Reach reach : reaches.values()) {
      if (!reach.givenUp) {
        least.merge(reach.instrument, reach.reachedMs, Math::min);
      }
    }
    long allMs = Long.MAX_VALUE;
    for (Reach reach : reaches.values()) {
      allMs = Math.min(allMs, least.getOrDefault(reach.instrument, silentMs));
    }
    if (allMs > progressMs()) {
      advance(allMs);
    }
  }

  /** A day is rolled when progress stands at its beginning, also where progress makes a leap. */
  private void advance(long toMs) {
    long fromMs = progressMs() == NEVER ? toMs : progressMs();
    long dayMs = Math.floorDiv(fromMs, DAY_MS) * DAY_MS + DAY_MS;
    for (; dayMs <= toMs; dayMs += DAY_MS) {
      if (dayMs > tail.rolledMs()) {
        write(new Heartbeat(dayMs));
        write(new DayRoll(dayMs));
      }
    }
    if (progressMs() < toMs) {
      write(new Heartbeat(toMs));
    }
    // At once, so that whoever waits for the minute learns that it is complete.
    writeClock(true);
  }

  /** Of hundreds of instruments most owe nothing most of the time. */
  private void writeClock(boolean all) {
    lastClockMs = clockMs;
    List<VenueProgress> progress = new ArrayList<>();
    for (Reach reach : reaches.values()) {
      boolean owes = reach.reachedMs == NEVER || reach.reachedMs + MINUTE_MS <= clockMs;
      if (all || owes) {
        progress.add(
            new VenueProgress(reach.venue, reach.instrument, reach.reachedMs, reach.givenUp));
      }
    }
    write(new MarketClock(clockMs, progress));
  }

  /** What is to be appended, in order; given once. */
  public List<Object> drain() {
    List<Object> drained = List.copyOf(out);
    out.clear();
    return drained;
  }

  /** Whether progress has begun. */
  public boolean started() {
    return started;
  }

  /** What every venue has reached for every instrument, the ones given up included. */
  public long reachedMs() {
    return reaches.values().stream().mapToLong(reach -> reach.reachedMs).min().orElse(NEVER);
  }

  /** Progress of the log, ms since 1970 UTC; Long.MIN_VALUE before the first. */
  public long progressMs() {
    return tail.progressMs();
  }
}
