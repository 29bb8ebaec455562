package io.lorentz.exchanges.edge;

import io.lorentz.schemas.DayRoll;
import io.lorentz.schemas.Funding;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.MarketClock;
import io.lorentz.schemas.TradingStart;
import io.lorentz.schemas.VenueBar;
import io.lorentz.schemas.VenueProgress;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What lies in the log already, as far as an edge must know to go on without a hole and without
 * writing anything twice. Read from the last day of the log, or kept while writing. Not for several
 * threads.
 */
public final class LogTail {

  private static final long NEVER = Long.MIN_VALUE;

  private final TreeMap<String, TreeMap<String, Long>> closes = new TreeMap<>();
  private final TreeMap<String, Long> fundings = new TreeMap<>();
  private long progressMs = NEVER;
  private long clockMs = NEVER;
  private long rolledMs = NEVER;
  private boolean tradingStarted;
  private long records;

  /** Takes the next record of the log. */
  public void on(LogRecord logRecord) {
    records++;
    onPayload(logRecord.getPayload());
  }

  /** Takes a payload that was written. */
  void onPayload(Object payload) {
    if (payload instanceof VenueBar bar) {
      reached(bar.getVenue(), bar.getBar().getInstrument(), bar.getBar().getCloseTimeMs());
    } else if (payload instanceof Funding funding) {
      fundings.merge(funding.getInstrument(), funding.getFundingTimeMs(), Math::max);
    } else if (payload instanceof Heartbeat heartbeat) {
      progressMs = Math.max(progressMs, heartbeat.getProgressMs());
    } else if (payload instanceof MarketClock clock) {
      clockMs = Math.max(clockMs, clock.getClockMs());
      for (VenueProgress venue : clock.getVenues()) {
        reached(venue.getVenue(), venue.getInstrument(), venue.getProgressMs());
      }
    } else if (payload instanceof DayRoll roll) {
      rolledMs = Math.max(rolledMs, roll.getDayStartMs());
    } else if (payload instanceof TradingStart) {
      tradingStarted = true;
    }
  }

  private void reached(String venue, String instrument, long ms) {
    closes.computeIfAbsent(venue, none -> new TreeMap<>()).merge(instrument, ms, Math::max);
  }

  /** End of the last bar of a venue that is written or does not exist. */
  public OptionalLong lastCloseMs(String venue, String instrument) {
    Long ms = closes.getOrDefault(venue, new TreeMap<>()).get(instrument);
    return ms == null ? OptionalLong.empty() : OptionalLong.of(ms);
  }

  /** Time of the last funding payment of an instrument. */
  public OptionalLong lastFundingMs(String instrument) {
    Long ms = fundings.get(instrument);
    return ms == null ? OptionalLong.empty() : OptionalLong.of(ms);
  }

  /** How far the market clock has come, ms since 1970 UTC. */
  public OptionalLong lastClockMs() {
    return clockMs == NEVER ? OptionalLong.empty() : OptionalLong.of(clockMs);
  }

  /** Progress of the log; Long.MIN_VALUE before the first. */
  long progressMs() {
    return progressMs;
  }

  /** The market clock; Long.MIN_VALUE before the first. */
  long clockMs() {
    return clockMs;
  }

  /** The last day that has begun; Long.MIN_VALUE before the first. */
  long rolledMs() {
    return rolledMs;
  }

  /** Whether trading has started. */
  boolean tradingStarted() {
    return tradingStarted;
  }

  /** What lies before the part that was read is not known; trading has started there. */
  public void beginsLater() {
    tradingStarted = true;
  }

  /** Number of records read. */
  public long records() {
    return records;
  }
}
