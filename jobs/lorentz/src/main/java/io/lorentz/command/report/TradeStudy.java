package io.lorentz.command.report;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.StatUtils;

/**
 * What the closed trades of one account say about an edge: what they brought before costs, what the
 * costs took, and how far either could be luck.
 *
 * @param costs sums over all closed trades
 * @param bps means over the closed trades, bps of each trade's notional
 * @param inR means over the closed trades that have an R, in R
 * @param results the distribution of net results in R
 * @param withoutBestDays the same account without its three best days
 * @param days days that have a return, from the start of trading on
 * @param seed what the bootstrap was seeded with: a fingerprint of the trades
 * @param intervals of every figure that has one; undefined for fewer than ten days
 * @param months by UTC month of the close; every month with a day of trading stands here
 * @param hours by UTC hour of the entry; hours without an entry are left out
 * @param verdict the sentence
 * @param history the returns of those days
 */
record TradeStudy(
    Costs costs,
    Parts bps,
    Parts inR,
    ResultsInR results,
    WithoutBestDays withoutBestDays,
    int days,
    long seed,
    Map<BootstrapFigure, Interval> intervals,
    List<Month> months,
    List<Hour> hours,
    Verdict verdict,
    List<DayReturn> history) {

  /** Days that are taken away to see what is left. */
  static final int BEST_DAYS = 3;

  private static final double BIN_WIDTH = 0.5;
  private static final double LOWEST_BIN = -3;
  private static final double HIGHEST_BIN = 5;

  /**
   * Sums over all closed trades, quote currency.
   *
   * @param gross before all costs
   * @param funding received positive
   * @param net gross - fees - slippage + funding
   */
  record Costs(
      BigDecimal gross, BigDecimal fees, BigDecimal slippage, BigDecimal funding, BigDecimal net) {

    /** Fees + slippage + funding paid (less funding received). */
    BigDecimal total() {
      return fees.add(slippage).subtract(funding);
    }

    /** Share of a part in the total; NaN if there is no cost. */
    double share(BigDecimal part) {
      return total().signum() <= 0 ? Double.NaN : part.doubleValue() / total().doubleValue();
    }
  }

  /**
   * Means of a trade in one unit; NaN without trades. {@code funding} is what was paid, so that
   * cost = fees + slippage + funding and net = gross - cost.
   */
  record Parts(
      double gross, double fees, double slippage, double funding, double cost, double net) {}

  /**
   * Net results in R of the trades that have an R; NaN without any.
   *
   * @param trades how many have one
   * @param bins counts, ascending, the first and the last without a bound
   */
  record ResultsInR(
      int trades, double mean, double median, double best, double worst, List<Bin> bins) {}

  /**
   * Trades with from ≤ result &lt; to.
   *
   * @param from in R; negative infinity for the first
   * @param to in R; positive infinity for the last
   */
  record Bin(double from, double to, int trades) {}

  /**
   * What is left without the days of the highest returns and the trades that closed on them;
   * undefined for no more days than are taken away.
   *
   * @param removed the days that were taken away, ascending
   */
  record WithoutBestDays(
      List<LocalDate> removed, WinLoss counted, double returnFraction, double sharpe) {}

  /**
   * One UTC month.
   *
   * @param counted trades that closed in it
   * @param returnFraction its days' returns compounded; NaN without a day
   */
  record Month(YearMonth month, WinLoss counted, double returnFraction) {}

  /**
   * One hour of the UTC day.
   *
   * @param hour 0 to 23
   * @param counted trades that were opened in it
   */
  record Hour(int hour, WinLoss counted, double grossBps, double netBps, double netR) {}

  /**
   * Studies one account.
   *
   * @param trades its closed trades
   * @param history its days
   * @param synthetic true if the market was made up
   */
  static TradeStudy of(List<TradeResult> trades, List<DayReturn> history, boolean synthetic) {
    long seed = BlockBootstrap.seed(trades);
    Map<BootstrapFigure, Interval> intervals = BlockBootstrap.intervals(history, trades, seed);
    return new TradeStudy(
        costs(trades),
        parts(trades, trade -> trade::bps),
        parts(trades.stream().filter(TradeStudy::hasR).toList(), trade -> trade::inR),
        results(trades),
        withoutBestDays(trades, history),
        history.size(),
        seed,
        intervals,
        months(trades, history),
        hours(trades),
        Verdict.of(
            WinLoss.of(trades),
            history.size(),
            intervals.get(BootstrapFigure.EXPECTANCY),
            synthetic),
        history);
  }

  private static Costs costs(List<TradeResult> trades) {
    return new Costs(
        sum(trades, TradeResult::gross),
        sum(trades, TradeResult::fees),
        sum(trades, TradeResult::slippage),
        sum(trades, TradeResult::funding),
        sum(trades, TradeResult::net));
  }

  private static BigDecimal sum(
      List<TradeResult> trades, Function<TradeResult, BigDecimal> amount) {
    return trades.stream().map(amount).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static Parts parts(
      List<TradeResult> trades, Function<TradeResult, ToDoubleFunction<BigDecimal>> unit) {
    return new Parts(
        mean(trades, trade -> unit.apply(trade).applyAsDouble(trade.gross())),
        mean(trades, trade -> unit.apply(trade).applyAsDouble(trade.fees())),
        mean(trades, trade -> unit.apply(trade).applyAsDouble(trade.slippage())),
        mean(trades, trade -> unit.apply(trade).applyAsDouble(trade.funding().negate())),
        mean(trades, trade -> unit.apply(trade).applyAsDouble(trade.cost())),
        mean(trades, trade -> unit.apply(trade).applyAsDouble(trade.net())));
  }

  private static double mean(List<TradeResult> trades, ToDoubleFunction<TradeResult> figure) {
    return trades.isEmpty()
        ? Double.NaN
        : StatUtils.mean(trades.stream().mapToDouble(figure).toArray());
  }

  private static boolean hasR(TradeResult trade) {
    return trade.risk().signum() > 0;
  }

  private static ResultsInR results(List<TradeResult> trades) {
    double[] inR =
        trades.stream()
            .filter(TradeStudy::hasR)
            .mapToDouble(trade -> trade.inR(trade.net()))
            .toArray();
    if (inR.length == 0) {
      return new ResultsInR(0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, bins(inR));
    }
    return new ResultsInR(
        inR.length,
        StatUtils.mean(inR),
        Statistics.median(inR),
        StatUtils.max(inR),
        StatUtils.min(inR),
        bins(inR));
  }

  private static List<Bin> bins(double[] inR) {
    int inner = (int) Math.round((HIGHEST_BIN - LOWEST_BIN) / BIN_WIDTH);
    int[] counts = new int[inner + 2];
    for (double result : inR) {
      int bin = (int) Math.floor((result - LOWEST_BIN) / BIN_WIDTH) + 1;
      counts[Math.max(0, Math.min(inner + 1, bin))]++;
    }
    List<Bin> bins = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      double from = i == 0 ? Double.NEGATIVE_INFINITY : LOWEST_BIN + (i - 1) * BIN_WIDTH;
      double to = i == inner + 1 ? Double.POSITIVE_INFINITY : LOWEST_BIN + i * BIN_WIDTH;
      bins.add(new Bin(from, to, counts[i]));
    }
    return bins;
  }

  private static WithoutBestDays withoutBestDays(
      List<TradeResult> trades, List<DayReturn> history) {
    if (history.size() <= BEST_DAYS) {
      return new WithoutBestDays(List.of(), WinLoss.of(List.of()), Double.NaN, Double.NaN);
    }
    List<DayReturn> best =
        history.stream()
            .sorted(
                Comparator.comparingDouble(DayReturn::value)
                    .reversed()
                    .thenComparingLong(DayReturn::day))
            .limit(BEST_DAYS)
            .sorted(Comparator.comparingLong(DayReturn::day))
            .toList();
    Set<Long> removed = new HashSet<>();
    best.forEach(day -> removed.add(day.day()));
    List<DayReturn> left = history.stream().filter(day -> !removed.contains(day.day())).toList();
    return new WithoutBestDays(
        best.stream().map(day -> LocalDate.ofEpochDay(day.day())).toList(),
        WinLoss.of(
            trades.stream()
                .filter(trade -> !removed.contains(DayReturn.dayOf(trade.closeTimeMs())))
                .toList()),
        DayReturn.compounded(left),
        Statistics.sharpe(DayReturn.values(left)));
  }

  private static List<Month> months(List<TradeResult> trades, List<DayReturn> history) {
    Map<YearMonth, List<DayReturn>> days = new TreeMap<>();
    history.forEach(day -> days.computeIfAbsent(day.month(), m -> new ArrayList<>()).add(day));
    Map<YearMonth, List<TradeResult>> closed = new TreeMap<>();
    days.keySet().forEach(month -> closed.put(month, new ArrayList<>()));
    for (TradeResult trade : trades) {
      closed
          .computeIfAbsent(DayReturn.monthOf(trade.closeTimeMs()), m -> new ArrayList<>())
          .add(trade);
    }
    List<Month> months = new ArrayList<>();
    closed.forEach(
        (month, list) ->
            months.add(
                new Month(
                    month,
                    WinLoss.of(list),
                    days.containsKey(month) ? DayReturn.compounded(days.get(month)) : Double.NaN)));
    return months;
  }

  private static List<Hour> hours(List<TradeResult> trades) {
    Map<Integer, List<TradeResult>> opened = new TreeMap<>();
    for (TradeResult trade : trades) {
      int hour = Instant.ofEpochMilli(trade.openTimeMs()).atOffset(ZoneOffset.UTC).getHour();
      opened.computeIfAbsent(hour, h -> new ArrayList<>()).add(trade);
    }
    List<Hour> hours = new ArrayList<>();
    opened.forEach(
        (hour, list) -> {
          List<TradeResult> withR = list.stream().filter(TradeStudy::hasR).toList();
          hours.add(
              new Hour(
                  hour,
                  WinLoss.of(list),
                  mean(list, trade -> trade.bps(trade.gross())),
                  mean(list, trade -> trade.bps(trade.net())),
                  mean(withR, trade -> trade.inR(trade.net()))));
        });
    return hours;
  }
}
