package io.lorentz.command.report;

import io.lorentz.schemas.TradeClosed;
import io.lorentz.schemas.TradeOpened;
import java.math.BigDecimal;
import java.util.List;

/**
 * The figures that rest on closed trades; NaN where undefined. Defined in {@link AccountSummary}.
 *
 * @param closed number of closed trades
 * @param open number of trades still open at the end
 * @param funding funding of closed trades, received positive, quote currency
 */
record TradeFigures(
    int closed,
    int open,
    double winRate,
    double breakEvenWinRate,
    double profitFactor,
    double expectancy,
    BigDecimal funding) {

  /** Counts the trades of one account. */
  static TradeFigures of(List<RunRows.Trade> trades) {
    List<TradeResult> results = TradeResult.ofClosed(trades);
    WinLoss counted = WinLoss.of(results);
    return new TradeFigures(
        counted.trades(),
        trades.size() - results.size(),
        counted.winRate(),
        counted.breakEvenWinRate(),
        counted.profitFactor(),
        counted.expectancy(),
        results.stream().map(TradeResult::funding).reduce(BigDecimal.ZERO, BigDecimal::add));
  }

  /** Profit or loss of a trade after fees and funding, quote currency, exact. */
  static BigDecimal net(TradeOpened opened, TradeClosed closed) {
    return closed
        .getRealised()
        .add(closed.getFunding())
        .subtract(opened.getFee())
        .subtract(closed.getFee());
  }
}
