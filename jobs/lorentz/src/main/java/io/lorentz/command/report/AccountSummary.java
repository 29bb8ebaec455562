package io.lorentz.command.report;

import io.lorentz.schemas.DenialReason;
import io.lorentz.schemas.OrderDecision;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.OrderOutcome;
import io.lorentz.schemas.OrderOutcomeKind;
import io.lorentz.schemas.SizeBound;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The figures of one account. Here each of them is defined. All rest on the time from the start of
 * trading on, except the counters of bars and gaps, which run from the first record. A figure that
 * is not defined is NaN here, {@code null} in {@code summary.json} and a dash in the table, never
 * 0.
 *
 * <p>A trade's <i>net</i> is realised + funding - both fees. It is a win if that is more than 0,
 * else a loss.
 *
 * @param account name of the account
 * @param bars bars of the shortest timeframe, all instruments, synthetic ones not counted
 * @param missingBars bars of the shortest timeframe that were missing, bridged ones included
 * @param gaps runs of missing bars
 * @param signals signals that the account saw
 * @param orders orders that were decided on, refused entries not counted
 * @param denied refused entries
 * @param deniedBy refused entries by reason; every reason stands here
 * @param trades closed trades
 * @param openTrades trades still open when the data ended; they are in equity, not in the figures
 *     of trades
 * @param winRate wins / closed trades; undefined without trades
 * @param breakEvenWinRate mean loss / (mean win + mean loss): the win rate at which these wins and
 *     losses come out even after all costs. With a fixed stop and target it is (stop + cost) /
 *     (stop + target). Undefined without a win and a loss
 * @param profitFactor sum of wins / sum of losses; undefined without losses
 * @param expectancy mean net of a closed trade, quote currency; undefined without trades
 * @param sharpe mean / sample standard deviation of daily returns × √365, see {@link
 *     Statistics#sharpe}. A day's return is its last equity over the last of the day before - 1,
 *     UTC days, 00:00 belonging to the day before; the first and the last day count also where they
 *     are not whole
 * @param sortino mean / downside deviation of daily returns × √365, see {@link Statistics#sortino}
 * @param maxDrawdown largest fall of equity from its highest value before, as a fraction of that;
 *     on closes of minutes: what happened within a minute is not seen
 * @param returnFraction last equity / equity at the start of trading - 1
 * @param monthlyReturn (1 + return)^(30.42 / days) - 1, days from the start of trading to the last
 *     row; undefined for less than one day
 * @param fees fees of all fills, quote currency
 * @param funding funding of closed trades, received positive, quote currency
 * @param exposure share of minutes with an open position
 * @param meanLeverage mean over minutes of notional / equity
 * @param initialEquity equity at the start of trading, quote currency
 * @param finalEquity last equity, open profit and loss included, quote currency
 * @param sizeBoundBy entries by the term that bound their size, refused entries not counted
 * @param stopToCost median over entries of stop distance / cost of a round trip, refused entries
 *     not counted; 1 means that costs alone are as large as the risk; undefined without entries
 * @param study what the closed trades say about an edge
 */
public record AccountSummary(
    String account,
    long bars,
    long missingBars,
    long gaps,
    long signals,
    int orders,
    int denied,
    Map<DenialReason, Integer> deniedBy,
    int trades,
    int openTrades,
    double winRate,
    double breakEvenWinRate,
    double profitFactor,
    double expectancy,
    double sharpe,
    double sortino,
    double maxDrawdown,
    double returnFraction,
    double monthlyReturn,
    BigDecimal fees,
    BigDecimal funding,
    double exposure,
    double meanLeverage,
    BigDecimal initialEquity,
    BigDecimal finalEquity,
    Map<SizeBound, Integer> sizeBoundBy,
    double stopToCost,
    TradeStudy study) {

  /** Adds up one account. */
  static AccountSummary of(
      String account,
      List<RunRows.Order> orders,
      List<RunRows.Trade> trades,
      EquityTally equityTally,
      boolean synthetic) {
    TradeFigures traded = TradeFigures.of(trades);
    EquityTally.EquityFigures equity = equityTally.finish();
    Map<DenialReason, Integer> deniedBy = deniedBy(orders);
    int denied = deniedBy.values().stream().mapToInt(Integer::intValue).sum();
    return new AccountSummary(
        account,
        equity.last().getBars(),
        equity.last().getMissingBars(),
        equity.last().getGaps(),
        equity.last().getSignals(),
        orders.size() - denied,
        denied,
        deniedBy,
        traded.closed(),
        traded.open(),
        traded.winRate(),
        traded.breakEvenWinRate(),
        traded.profitFactor(),
        traded.expectancy(),
        equity.sharpe(),
        equity.sortino(),
        equity.maxDrawdown(),
        equity.returnFraction(),
        equity.monthlyReturn(),
        fees(orders),
        traded.funding(),
        equity.exposure(),
        equity.meanLeverage(),
        equity.initial(),
        equity.last().getEquity(),
        sizeBoundBy(orders),
        Statistics.median(stopsToCost(orders)),
        TradeStudy.of(
            TradeResult.ofClosed(trades),
            // Nobody looks at the intervals of an account that is counted only.
            ChartFile.isCountedOnly(account) ? List.of() : equity.days(),
            synthetic));
  }

  /** The figure that a target is for. */
  public double figure(Target target) {
    return switch (target) {
      case WIN_RATE -> winRate;
      case MONTHLY_RETURN -> monthlyReturn;
      case MAX_DRAWDOWN -> maxDrawdown;
      case SHARPE -> sharpe;
      case PROFIT_FACTOR -> profitFactor;
    };
  }

  private static Map<DenialReason, Integer> deniedBy(List<RunRows.Order> orders) {
    Map<DenialReason, Integer> counts = new EnumMap<>(DenialReason.class);
    for (DenialReason reason : DenialReason.values()) {
      counts.put(reason, 0);
    }
    for (RunRows.Order order : orders) {
      if (isDenied(order)) {
        counts.merge(order.outcome().get().getDenial(), 1, Integer::sum);
      }
    }
    return counts;
  }

  private static Map<SizeBound, Integer> sizeBoundBy(List<RunRows.Order> orders) {
    Map<SizeBound, Integer> counts = new EnumMap<>(SizeBound.class);
    for (SizeBound bound : SizeBound.values()) {
      counts.put(bound, 0);
    }
    for (RunRows.Order order : orders) {
      if (isEntry(order) && order.decision().getSizeBound() != null) {
        counts.merge(order.decision().getSizeBound(), 1, Integer::sum);
      }
    }
    return counts;
  }

  private static double[] stopsToCost(List<RunRows.Order> orders) {
    return orders.stream()
        .filter(AccountSummary::isEntry)
        .map(RunRows.Order::decision)
        .mapToDouble(OrderDecision::getStopToCost)
        .filter(ratio -> !Double.isNaN(ratio))
        .toArray();
  }

  private static BigDecimal fees(List<RunRows.Order> orders) {
    BigDecimal fees = BigDecimal.ZERO;
    for (RunRows.Order order : orders) {
      fees = fees.add(order.outcome().map(OrderOutcome::getFee).orElse(BigDecimal.ZERO));
    }
    return fees;
  }

  private static boolean isEntry(RunRows.Order order) {
    return order.decision().getIntent() == OrderIntent.ENTRY && !isDenied(order);
  }

  private static boolean isDenied(RunRows.Order order) {
    return order.outcome().map(OrderOutcome::getOutcome).orElse(OrderOutcomeKind.OPEN_AT_END)
        == OrderOutcomeKind.DENIED;
  }
}
