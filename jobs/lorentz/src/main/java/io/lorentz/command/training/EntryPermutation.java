package io.lorentz.command.training;

import io.lorentz.command.report.ClosedTrade;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;

/**
 * Permutation test of the entries: all trades, with their sides, lengths and distances from one
 * another, are shifted round the scored period by one random time for all instruments, so that what
 * moved together still does, and their moves from close to close are taken there. What the entries
 * knew is lost by that; how often, how long and on which side was traded is not, nor are costs.
 */
final class EntryPermutation {

  private final Map<String, SeriesRows> rows = new HashMap<>();
  private final long fromMs;
  private final int permutations;

  /**
   * What came out.
   *
   * @param permutations how many shifts were tried
   * @param meanBps mean move of a trade as it was, 1/10,000, before costs
   * @param meanOfShifted mean over the shifts
   * @param p share of the shifts that did as well or better, itself counted: (1 + n) / (1 + N)
   */
  record Result(int permutations, double meanBps, double meanOfShifted, double p) {}

  /**
   * @param series rows of the shortest timeframe, one per instrument
   * @param fromMs where the scored period begins
   */
  EntryPermutation(List<SeriesRows> series, long fromMs, int permutations) {
    series.forEach(one -> rows.put(one.instrument(), one));
    this.fromMs = fromMs;
    this.permutations = permutations;
  }

  /** Tests trades; NaN throughout without any. */
  Result of(List<ClosedTrade> trades, long seed) {
    if (trades.isEmpty()) {
      return new Result(0, Double.NaN, Double.NaN, Double.NaN);
    }
    Map<String, Integer> none = new HashMap<>();
    rows.keySet().forEach(instrument -> none.put(instrument, 0));
    double actual = mean(trades, none);
    int longest = rows.keySet().stream().mapToInt(this::scored).max().orElseThrow();
    RandomGenerator random = new Well19937c(seed);
    int asGood = 0;
    double sum = 0;
    for (int i = 0; i < permutations; i++) {
      int shift = 1 + random.nextInt(Math.max(1, longest - 1));
      Map<String, Integer> shifts = new HashMap<>();
      // A series that is shorter goes round earlier.
      rows.keySet().forEach(name -> shifts.put(name, shift % scored(name)));
      double shifted = mean(trades, shifts);
      sum += shifted;
      asGood += shifted >= actual ? 1 : 0;
    }
    return new Result(
        permutations, actual, sum / permutations, (1.0 + asGood) / (1.0 + permutations));
  }

  private int first(String instrument) {
    return rows.get(instrument).firstAfter(fromMs);
  }

  private int scored(String instrument) {
    return rows.get(instrument).size() - first(instrument);
  }

  private double mean(List<ClosedTrade> trades, Map<String, Integer> shifts) {
    double sum = 0;
    for (ClosedTrade trade : trades) {
      SeriesRows series = rows.get(trade.instrument());
      int first = first(trade.instrument());
      int n = series.size() - first;
      int shift = shifts.get(trade.instrument());
      int open = Math.max(0, series.firstAfter(trade.openTimeMs()) - 1 - first);
      int close = Math.max(open, series.firstAfter(trade.closeTimeMs()) - 1 - first);
      sum += trade.side() * move(series, first, n, open + shift, close + shift);
    }
    return sum / trades.size() * 10_000;
  }

  /** Move from one row to a later one on the circle of the scored rows. */
  private static double move(SeriesRows series, int first, int n, int from, int to) {
    int a = from % n;
    int b = a + (to - from);
    if (b < n) {
      return series.close(first + b) / series.close(first + a) - 1;
    }
    double untilEnd = series.close(first + n - 1) / series.close(first + a);
    return untilEnd * (series.close(first + b % n) / series.close(first)) - 1;
  }
}
