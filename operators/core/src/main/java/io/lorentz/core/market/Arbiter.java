package io.lorentz.core.market;

import io.lorentz.schemas.ArbiterState;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.FeedDecision;
import io.lorentz.schemas.FeedDecisionKind;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.HeldBar;
import io.lorentz.schemas.MarketClock;
import io.lorentz.schemas.VenueBar;
import io.lorentz.schemas.VenueFeedState;
import io.lorentz.schemas.VenueProgress;
import io.lorentz.schemas.wire.Imaged;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Decides for one instrument which venue's bars are traded on. Everything it decides by lies in the
 * log, so a replay decides the same.
 *
 * <p><b>Order.</b> Closes are decided one after the other. The source's bar is given as soon as it
 * comes. A close is <i>overdue</i> once the market clock has passed it by {@code staleAfterMs},
 * once progress has passed it, or once the source has given a later bar: then the first venue in
 * order of preference that has the bar becomes the source. If none has it, it is missing as soon as
 * progress says that nothing more will come, and what follows is for the bars stage to say.
 *
 * <p><b>Return.</b> A venue that is preferred to the source becomes the source again after {@code
 * returnAfterBars} bars in a row in time: one that comes and goes does not take its place back
 * between two failures.
 *
 * <p><b>Doubt.</b> Each close given is held against the other venues' bars of it ({@link
 * DeviationGuard}), also where they come later, until the next is given.
 *
 * <p>A correction is passed on where it corrects the last bar given and comes from its venue;
 * another bar for a close that was decided is counted only. Not for several threads.
 */
public final class Arbiter implements Imaged<ArbiterState> {

  private static final long NEVER = Long.MIN_VALUE;

  /** More closes than this are not held: nothing decides on them, so no clock comes. */
  private static final int MAX_HELD_CLOSES = 10_000;

  private final String instrument;
  private final MarketOptions options;
  private final long lengthMs;
  private final DeviationGuard guard;
  private final TreeMap<String, Punctuality> venues = new TreeMap<>();
  private final TreeMap<Long, TreeMap<String, Bar>> held = new TreeMap<>();
  private Optional<HeldBar> given = Optional.empty();
  private String source;
  private long decidedMs = NEVER;
  private long clockMs = NEVER;
  private long lateBars;
  private long unknownBars;

  /**
   * Starts without any bar; the primary is the source.
   *
   * @param lengthMs length of the bars, ms
   */
  public Arbiter(String instrument, MarketOptions options, long lengthMs) {
    this.instrument = instrument;
    this.options = options;
    this.lengthMs = lengthMs;
    this.guard = new DeviationGuard(options);
    this.source = options.primary();
  }

  /** Goes on from an image. A source that is configured no longer is left at the next bar. */
  public static Arbiter restore(MarketOptions options, long lengthMs, ArbiterState image) {
    Arbiter arbiter = new Arbiter(image.getInstrument(), options, lengthMs);
    arbiter.source = image.getSource();
    arbiter.decidedMs = image.getDecidedMs();
    arbiter.clockMs = image.getClockMs();
    for (VenueFeedState venue : image.getVenues()) {
      arbiter.venues.put(venue.getVenue(), new Punctuality(venue));
    }
    for (HeldBar bar : image.getHeld()) {
      arbiter.hold(bar.getVenue(), bar.getBar());
    }
    arbiter.given = image.getGiven().stream().findFirst();
    arbiter.guard.restore(
        image.getAgreeing(), image.getDiffering(), image.getDoubted(), image.getCleanBars());
    arbiter.lateBars = image.getLateBars();
    arbiter.unknownBars = image.getUnknownBars();
    return arbiter;
  }

  /**
   * Takes a bar of a venue.
   *
   * @throws IllegalArgumentException if it is of another instrument or length
   */
  public void onBar(VenueBar venueBar, ArbiterSink sink) {
    Bar bar = venueBar.getBar();
    if (!bar.getInstrument().equals(instrument) || bar.getLengthMs() != lengthMs) {
      throw new IllegalArgumentException(
          "market: must be a bar of " + instrument + ", " + lengthMs + " ms, was " + venueBar);
    }
    String venue = venueBar.getVenue();
    if (!options.venues().contains(venue)) {
      unknownBars++;
      return;
    }
    clockMs = Math.max(clockMs, venueBar.getReceivedMs());
    Punctuality punctuality = venues.computeIfAbsent(venue, Punctuality::new);
    punctuality.on(bar, venueBar.getReceivedMs(), options.staleAfterMs());
    if (!venue.equals(source)
        && options.prefers(venue, source)
        && punctuality.inTime() >= options.returnAfterBars()) {
      returnTo(venue, bar, sink);
    }
    if (decidedMs != NEVER && bar.getCloseTimeMs() <= decidedMs) {
      behind(venue, bar, sink);
    } else {
      hold(venue, bar);
    }
    decide(NEVER, sink);
  }

  /**
   * Whether a reading of the clock concerns an instrument: some venue owes a bar of it. Nobody else
   * waits for the clock, and hundreds of instruments must not be asked four times a second.
   *
   * @param lengthMs length of the bars, ms
   */
  public static boolean concerns(MarketClock clock, VenueProgress progress, long lengthMs) {
    return progress.getProgressMs() == NEVER
        || progress.getProgressMs() + lengthMs <= clock.getClockMs();
  }

  /** Takes the edge's clock; a reading that does not concern the instrument changes nothing. */
  public void onClock(MarketClock clock, ArbiterSink sink) {
    boolean concerned = false;
    for (VenueProgress progress : clock.getVenues()) {
      concerned |=
          progress.getInstrument().equals(instrument) && concerns(clock, progress, lengthMs);
    }
    if (!concerned) {
      return;
    }
    clockMs = Math.max(clockMs, clock.getClockMs());
    decide(NEVER, sink);
  }

  /** Takes progress: every bar up to it that will come in order has come. */
  public void onHeartbeat(Heartbeat heartbeat, ArbiterSink sink) {
    decide(heartbeat.getProgressMs(), sink);
  }

  private void hold(String venue, Bar bar) {
    held.computeIfAbsent(bar.getCloseTimeMs(), none -> new TreeMap<>()).put(venue, bar);
    if (held.size() > MAX_HELD_CLOSES) {
      lateBars += held.pollFirstEntry().getValue().size();
    }
  }

  private void behind(String venue, Bar bar, ArbiterSink sink) {
    if (given.isEmpty() || given.get().getBar().getCloseTimeMs() != bar.getCloseTimeMs()) {
      lateBars++;
    } else if (given.get().getVenue().equals(venue)) {
      given = Optional.of(new HeldBar(venue, bar));
      sink.bar(bar);
    } else {
      guard.compare(given.get().getVenue(), given.get().getBar(), venue, bar, sink);
    }
  }

  private void returnTo(String venue, Bar bar, ArbiterSink sink) {
    long fromMs = Math.max(bar.getCloseTimeMs(), decidedMs == NEVER ? NEVER : decidedMs + lengthMs);
    change(venue, fromMs, "returned=" + venues.get(venue).inTime(), sink);
  }

  private void change(String venue, long closeMs, String detail, ArbiterSink sink) {
    String before = source;
    source = venue;
    sink.decision(
        new FeedDecision(
            FeedDecisionKind.SOURCE_CHANGED, instrument, closeMs, venue, before, detail));
  }

  private void decide(long progressMs, ArbiterSink sink) {
    while (true) {
      long nextMs = nextMs(progressMs);
      if (nextMs == NEVER) {
        return;
      }
      Map<String, Bar> bars = held.getOrDefault(nextMs, new TreeMap<>());
      boolean overdue = overdue(nextMs, progressMs);
      if (!bars.containsKey(source) && overdue) {
        takeOver(nextMs, bars, sink);
      }
      if (bars.containsKey(source)) {
        give(nextMs, sink);
      } else if (nextMs <= progressMs) {
        decidedMs = nextMs;
      } else {
        return;
      }
    }
  }

  /** The close to decide on; where nothing is held before, that up to which all is missing. */
  private long nextMs(long progressMs) {
    long heldMs = held.isEmpty() ? NEVER : held.firstKey();
    if (decidedMs == NEVER) {
      return heldMs;
    }
    long nextMs = decidedMs + lengthMs;
    if (heldMs == nextMs) {
      return nextMs;
    }
    long passedMs = Math.floorDiv(progressMs, lengthMs) * lengthMs;
    if (passedMs >= nextMs) {
      return heldMs == NEVER ? passedMs : Math.min(passedMs, heldMs - lengthMs);
    }
    return heldMs == NEVER ? NEVER : nextMs;
  }

  private boolean overdue(long closeMs, long progressMs) {
    Punctuality current = venues.get(source);
    boolean skipped = current != null && current.lastCloseMs() > closeMs;
    return skipped || closeMs <= progressMs || clockMs >= closeMs + options.staleAfterMs();
  }

  private void takeOver(long closeMs, Map<String, Bar> bars, ArbiterSink sink) {
    Optional<String> other = options.venues().stream().filter(bars::containsKey).findFirst();
    if (other.isPresent()) {
      Punctuality failed = venues.get(source);
      if (failed != null) {
        failed.failed();
      }
      long lastMs = failed == null ? NEVER : failed.lastCloseMs();
      change(
          other.get(),
          closeMs,
          "clock=" + clockMs + " last=" + (lastMs == NEVER ? "none" : lastMs),
          sink);
    }
  }

  private void give(long closeMs, ArbiterSink sink) {
    Map<String, Bar> bars = held.remove(closeMs);
    Bar bar = bars.get(source);
    guard.next(source, bar, sink);
    for (Map.Entry<String, Bar> other : bars.entrySet()) {
      if (!other.getKey().equals(source)) {
        guard.compare(source, bar, other.getKey(), other.getValue(), sink);
      }
    }
    given = Optional.of(new HeldBar(source, bar));
    decidedMs = closeMs;
    sink.bar(bar);
  }

  /** Venue whose bars are given. */
  public String source() {
    return source;
  }

  /** Whether entries are stopped because venues differ on the price. */
  public boolean doubted() {
    return guard.doubted();
  }

  /** Bars that came behind the decision on their close, since the beginning. */
  public long lateBars() {
    return lateBars;
  }

  /** Bars of venues that are not configured, since the beginning. */
  public long unknownBars() {
    return unknownBars;
  }

  @Override
  public ArbiterState image() {
    List<VenueFeedState> feeds = new ArrayList<>();
    venues.values().forEach(venue -> feeds.add(venue.image()));
    List<HeldBar> waiting = new ArrayList<>();
    held.values()
        .forEach(bars -> bars.forEach((venue, bar) -> waiting.add(new HeldBar(venue, bar))));
    return new ArbiterState(
        instrument,
        source,
        decidedMs,
        clockMs,
        feeds,
        waiting,
        given.map(List::of).orElseGet(List::of),
        guard.agreeing(),
        guard.differing(),
        guard.doubted(),
        guard.cleanBars(),
        lateBars,
        unknownBars);
  }
}
