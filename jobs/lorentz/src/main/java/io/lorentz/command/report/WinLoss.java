package io.lorentz.command.report;

import java.math.BigDecimal;

/**
 * Wins and losses of some trades, and the figures that rest on them; NaN where undefined. Defined
 * in {@link AccountSummary}.
 *
 * @param wins trades with a net above 0
 * @param losses all others
 * @param won sum of the wins' nets, quote currency
 * @param lost sum of the losses' nets, as a positive amount
 */
record WinLoss(int wins, int losses, BigDecimal won, BigDecimal lost) {

  static WinLoss of(Iterable<TradeResult> trades) {
    int wins = 0;
    int losses = 0;
    BigDecimal won = BigDecimal.ZERO;
    BigDecimal lost = BigDecimal.ZERO;
    for (TradeResult trade : trades) {
      if (trade.isWin()) {
        wins++;
        won = won.add(trade.net());
      } else {
        losses++;
        lost = lost.subtract(trade.net());
      }
    }
    return new WinLoss(wins, losses, won, lost);
  }

  int trades() {
    return wins + losses;
  }

  BigDecimal net() {
    return won.subtract(lost);
  }

  double winRate() {
    return trades() == 0 ? Double.NaN : (double) wins / trades();
  }

  double breakEvenWinRate() {
    if (wins == 0 || losses == 0 || lost.signum() == 0) {
      return Double.NaN;
    }
    double meanLoss = lost.doubleValue() / losses;
    return meanLoss / (won.doubleValue() / wins + meanLoss);
  }

  double profitFactor() {
    return lost.signum() == 0 ? Double.NaN : won.doubleValue() / lost.doubleValue();
  }

  double expectancy() {
    return trades() == 0 ? Double.NaN : net().doubleValue() / trades();
  }
}
