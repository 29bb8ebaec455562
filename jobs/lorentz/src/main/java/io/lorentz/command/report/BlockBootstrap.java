package io.lorentz.command.report;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.SchemaNormalization;
import org.apache.commons.math3.stat.StatUtils;

/**
 * Circular block bootstrap over days: histories as long as this one are put together from blocks of
 * consecutive days, each with its return and the trades that closed on it, and every figure is
 * computed anew on each. Days next to each other stay together, so that what depends on its past is
 * not taken for independent.
 *
 * <p>The draws depend on the seed alone, and the seed on the account's own trades: equal runs have
 * equal intervals. A history without trades gives no figure of trades and is left out of it; one
 * without a loss has an infinite profit factor.
 */
final class BlockBootstrap {

  /** Histories that are drawn. */
  static final int RESAMPLES = 2_000;

  /** Share of the histories that lie within an interval. */
  static final double CONFIDENCE = 0.95;

  /** Fewer days hold too few blocks to say anything. */
  static final int MINIMUM_DAYS = 10;

  private static final double DAYS_PER_MONTH = 365.0 / 12;

  private final int days;
  private final double[] returns;
  private final double[] trades;
  private final double[] wins;
  private final double[] won;
  private final double[] lost;
  private final double[] grossBps;
  private final double[] netBps;
  private final double[] withR;
  private final double[] netR;

  private BlockBootstrap(List<DayReturn> history, List<TradeResult> results) {
    days = history.size();
    returns = DayReturn.values(history);
    trades = new double[days];
    wins = new double[days];
    won = new double[days];
    lost = new double[days];
    grossBps = new double[days];
    netBps = new double[days];
    withR = new double[days];
    netR = new double[days];
    long[] numbers = history.stream().mapToLong(DayReturn::day).toArray();
    for (TradeResult result : results) {
      add(dayIndex(numbers, DayReturn.dayOf(result.closeTimeMs())), result);
    }
  }

  /**
   * Intervals of every figure; undefined for fewer than {@link #MINIMUM_DAYS} days.
   *
   * @param seed from {@link #seed}
   */
  static Map<BootstrapFigure, Interval> intervals(
      List<DayReturn> history, List<TradeResult> results, long seed) {
    Map<BootstrapFigure, Interval> intervals = new EnumMap<>(BootstrapFigure.class);
    if (history.size() < MINIMUM_DAYS) {
      Arrays.stream(BootstrapFigure.values())
          .forEach(figure -> intervals.put(figure, Interval.UNDEFINED));
      return intervals;
    }
    Map<BootstrapFigure, List<Double>> drawn = new BlockBootstrap(history, results).draw(seed);
    drawn.forEach((figure, values) -> intervals.put(figure, interval(values)));
    return intervals;
  }

  /** A fingerprint of when the trades closed and what they brought, 60 bits. */
  static long seed(List<TradeResult> results) {
    StringBuilder text = new StringBuilder();
    for (TradeResult result : results) {
      text.append(result.closeTimeMs()).append(' ').append(Cells.plain(result.net())).append('\n');
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    return SchemaNormalization.fingerprint64(bytes) >>> 4;
  }

  /** A trade closes on a day that has a return, but for one on the very edge of the history. */
  private static int dayIndex(long[] numbers, long day) {
    int found = Arrays.binarySearch(numbers, day);
    return found >= 0 ? found : Math.max(0, -found - 2);
  }

  private void add(int day, TradeResult result) {
    trades[day]++;
    double net = result.net().doubleValue();
    if (result.isWin()) {
      wins[day]++;
      won[day] += net;
    } else {
      lost[day] -= net;
    }
    grossBps[day] += result.bps(result.gross());
    netBps[day] += result.bps(result.net());
    double inR = result.inR(result.net());
    if (!Double.isNaN(inR)) {
      withR[day]++;
      netR[day] += inR;
    }
  }

  private Map<BootstrapFigure, List<Double>> draw(long seed) {
    DayBlocks blocks = new DayBlocks(days, seed);
    Map<BootstrapFigure, List<Double>> drawn = new EnumMap<>(BootstrapFigure.class);
    for (BootstrapFigure figure : BootstrapFigure.values()) {
      drawn.put(figure, new ArrayList<>(RESAMPLES));
    }
    int[] chosen = new int[days];
    for (int resample = 0; resample < RESAMPLES; resample++) {
      blocks.draw(chosen);
      record(chosen, drawn);
    }
    return drawn;
  }

  private void record(int[] chosen, Map<BootstrapFigure, List<Double>> drawn) {
    double count = sum(trades, chosen);
    double winSum = sum(won, chosen);
    double lossSum = sum(lost, chosen);
    double riskCount = sum(withR, chosen);
    drawn.get(BootstrapFigure.WIN_RATE).add(sum(wins, chosen) / count);
    drawn.get(BootstrapFigure.PROFIT_FACTOR).add(winSum / lossSum);
    drawn.get(BootstrapFigure.EXPECTANCY).add((winSum - lossSum) / count);
    drawn.get(BootstrapFigure.GROSS_BPS).add(sum(grossBps, chosen) / count);
    drawn.get(BootstrapFigure.NET_BPS).add(sum(netBps, chosen) / count);
    drawn.get(BootstrapFigure.NET_R).add(sum(netR, chosen) / riskCount);
    double[] history = new double[days];
    double growth = 1;
    for (int i = 0; i < days; i++) {
      history[i] = returns[chosen[i]];
      growth *= 1 + history[i];
    }
    drawn.get(BootstrapFigure.SHARPE).add(Statistics.sharpe(history));
    drawn.get(BootstrapFigure.RETURN).add(growth - 1);
    drawn
        .get(BootstrapFigure.MONTHLY_RETURN)
        .add(StrictMath.pow(Math.max(growth, 0), DAYS_PER_MONTH / days) - 1);
  }

  private static double sum(double[] values, int[] chosen) {
    double sum = 0;
    for (int day : chosen) {
      sum += values[day];
    }
    return sum;
  }

  /** Undefined if most histories have no such figure. */
  private static Interval interval(List<Double> drawn) {
    double[] values = drawn.stream().mapToDouble(Double::doubleValue).toArray();
    double[] defined = Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
    if (2 * defined.length < values.length) {
      return Interval.UNDEFINED;
    }
    double tail = 100 * (1 - CONFIDENCE) / 2;
    return new Interval(
        StatUtils.percentile(defined, tail), StatUtils.percentile(defined, 100 - tail));
  }
}
