package io.lorentz.command.engine;

import io.lorentz.core.baselines.BaselineOptions.RandomRate;
import io.lorentz.schemas.EquityPoint;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.TradeClosed;
import io.lorentz.schemas.TradeOpened;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Counts in the rows of a run with one account how often it enters: trades opened per closed bar of
 * their tier at which no position of the instrument was open. Signals would be the wrong measure:
 * they come in swarms, and most of a swarm finds the position open.
 */
final class FirstPass implements Consumer<RunOutput> {

  private final int instruments;
  private final long shortestTimeframeMs;
  private final Map<Long, Integer> entries = new TreeMap<>();
  private final Map<String, Long> openedMs = new HashMap<>();
  private long closes;
  private long heldMs;
  private long lastMs;

  /**
   * @param instruments number of instruments that are traded
   * @param shortestTimeframeMs length of a bar that brings a point of equity, ms
   */
  FirstPass(int instruments, long shortestTimeframeMs) {
    this.instruments = instruments;
    this.shortestTimeframeMs = shortestTimeframeMs;
  }

  @Override
  public void accept(RunOutput row) {
    Object payload = row.getPayload();
    if (payload instanceof EquityPoint point) {
      closes++;
      lastMs = point.getTimeMs();
    } else if (payload instanceof TradeOpened opened) {
      entries.merge(opened.getTierMs(), 1, Integer::sum);
      openedMs.put(opened.getEntryId(), opened.getOpenTimeMs());
    } else if (payload instanceof TradeClosed closed) {
      heldMs += closed.getCloseTimeMs() - openedMs.remove(closed.getEntryId());
    }
  }

  /** The rates by timeframe; a timeframe without an entry has none. */
  List<RandomRate> rates() {
    long stillHeldMs = openedMs.values().stream().mapToLong(opened -> lastMs - opened).sum();
    double freeMs = (double) closes * shortestTimeframeMs * instruments - heldMs - stillHeldMs;
    List<RandomRate> rates = new ArrayList<>();
    double left = 1;
    for (Map.Entry<Long, Integer> entry : entries.entrySet()) {
      double bars = Math.max(1, freeMs / entry.getKey());
      double rate = Math.min(left, entry.getValue() / bars);
      if (rate > 0) {
        rates.add(new RandomRate(entry.getKey(), rate));
        left -= rate;
      }
    }
    return rates;
  }
}
