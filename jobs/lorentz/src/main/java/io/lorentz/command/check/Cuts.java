package io.lorentz.command.check;

import io.lorentz.command.check.Cut.Future;
import io.lorentz.command.check.Cut.Place;
import io.lorentz.command.fault.MisuseException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Chooses cuts by what a whole run showed: a third at decisions to enter, a third while a position
 * is open, the rest spread over the data with steps that no timeframe divides. Where the run traded
 * too little, more are spread.
 */
final class Cuts {

  /** Shifts spread cuts by different numbers of bars, so that most lie inside longer bars. */
  private static final long SHIFT_BARS = 7;

  private final long lengthMs;
  private final NavigableSet<Long> openTimes = new TreeSet<>();
  private final NavigableSet<Long> decisionTimes = new TreeSet<>();
  private long firstMs = Long.MAX_VALUE;
  private long lastMs = Long.MIN_VALUE;

  /**
   * @param lengthMs length of the bars, ms
   */
  Cuts(long lengthMs) {
    this.lengthMs = lengthMs;
  }

  void passed(long progressMs) {
    firstMs = Math.min(firstMs, progressMs);
    lastMs = Math.max(lastMs, progressMs);
  }

  void take(CheckedRow row) {
    if (row.table().equals(RowNames.EQUITY) && (int) row.cell("openPositions") > 0) {
      openTimes.add(row.timeMs());
    } else if (row.table().equals(RowNames.ORDERS)
        && row.cell("intent").toString().equals("ENTRY")
        && row.cell("sizeBound") != null) {
      decisionTimes.add(row.timeMs());
    }
  }

  /**
   * Chooses; the same run gives the same cuts.
   *
   * @throws MisuseException if the data is too short for so many
   */
  List<Cut> choose(int truncations, int shuffles) {
    long bars = firstMs > lastMs ? 0 : (lastMs - firstMs) / lengthMs;
    if (bars <= 2L * (truncations + shuffles)) {
      throw new MisuseException(
          "--bars: "
              + (bars + 1)
              + " bars are too few for "
              + (truncations + shuffles)
              + " cuts; give more data, or fewer --truncations and --shuffles");
    }
    NavigableMap<Long, Cut> cuts = new TreeMap<>();
    choose(truncations, Future.TRUNCATED, 1, cuts);
    choose(shuffles, Future.SHUFFLED, 2, cuts);
    return List.copyOf(cuts.values());
  }

  private void choose(int count, Future future, int phase, NavigableMap<Long, Cut> cuts) {
    int before = cuts.size();
    pick(decisionTimes, count / 3, new Kind(Place.AT_DECISION, future, phase), cuts);
    pick(openTimes, count / 3, new Kind(Place.POSITION_OPEN, future, phase), cuts);
    int spread = before + count - cuts.size();
    long bars = (lastMs - firstMs) / lengthMs;
    for (int i = 1; i <= spread; i++) {
      long bar = (bars * (2L * i - 2 + phase) / (2L * spread + 1) + SHIFT_BARS * i) % bars;
      long timeMs = firstMs + bar * lengthMs;
      while (cuts.containsKey(timeMs)) {
        timeMs = timeMs + lengthMs >= lastMs ? firstMs : timeMs + lengthMs;
      }
      cuts.put(timeMs, new Cut(timeMs, Place.SPREAD, future));
    }
  }

  private record Kind(Place place, Future future, int phase) {}

  private static void pick(
      NavigableSet<Long> times, int count, Kind kind, NavigableMap<Long, Cut> cuts) {
    List<Long> list = new ArrayList<>(times);
    list.removeAll(cuts.keySet());
    for (int i = 1; i <= count && !list.isEmpty(); i++) {
      int place = (int) ((long) list.size() * (2L * i - 2 + kind.phase()) / (2L * count + 1));
      long timeMs = list.get(Math.min(place, list.size() - 1));
      cuts.putIfAbsent(timeMs, new Cut(timeMs, kind.place(), kind.future()));
    }
  }
}
