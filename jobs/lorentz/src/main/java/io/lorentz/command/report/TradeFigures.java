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
    int open = 0;
    int wins = 0;
    int losses = 0;
    BigDecimal won = BigDecimal.ZERO;
    BigDecimal lost = BigDecimal.ZERO;
    BigDecimal funding = BigDecimal.ZERO;
    for (RunRows.Trade trade : trades) {
      if (trade.closed().isEmpty()) {
        open++;
        continue;
      }
      TradeClosed closed = trade.closed().get();
      funding = funding.add(closed.getFunding());
      BigDecimal net = net(trade.opened(), closed);
      if (net.signum() > 0) {
        wins++;
        won = won.add(net);
      } else {
        losses++;
        lost = lost.subtract(net);
      }
    }
    int count = wins + losses;
    return new TradeFigures(
        count,
        open,
        count == 0 ? Double.NaN : (double) wins / count,
        breakEven(won.doubleValue(), wins, lost.doubleValue(), losses),
        lost.signum() == 0 ? Double.NaN : won.doubleValue() / lost.doubleValue(),
        count == 0 ? Double.NaN : won.subtract(lost).doubleValue() / count,
        funding);
  }

  /** Profit or loss of a trade after fees and funding, quote currency, exact. */
  static BigDecimal net(TradeOpened opened, TradeClosed closed) {
    return closed
        .getRealised()
        .add(closed.getFunding())
        .subtract(opened.getFee())
        .subtract(closed.getFee());
  }

  private static double breakEven(double won, int wins, double lost, int losses) {
    if (wins == 0 || losses == 0 || lost == 0) {
      return Double.NaN;
    }
    double meanLoss = lost / losses;
    return meanLoss / (won / wins + meanLoss);
  }
}
