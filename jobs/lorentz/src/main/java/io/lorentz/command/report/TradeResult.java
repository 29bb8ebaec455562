package io.lorentz.command.report;

import io.lorentz.schemas.TradeClosed;
import io.lorentz.schemas.TradeOpened;
import java.math.BigDecimal;
import java.util.List;

/**
 * What a closed trade brought and what it cost, exact, quote currency.
 *
 * <p>Its <i>R</i> is what was risked: |entry price - first stop| × quantity. A trade without a stop
 * (price 0) has none.
 *
 * @param openTimeMs market time of its entry, ms since 1970 UTC
 * @param closeTimeMs market time of its exit, ms since 1970 UTC
 * @param fees fees of both fills
 * @param slippage half spread and slip of both fills
 * @param funding received positive, paid negative
 * @param net after all of these, see {@link AccountSummary}
 * @param notional entry price × quantity
 * @param risk its R; 0 if it has none
 */
record TradeResult(
    long openTimeMs,
    long closeTimeMs,
    BigDecimal fees,
    BigDecimal slippage,
    BigDecimal funding,
    BigDecimal net,
    BigDecimal notional,
    BigDecimal risk) {

  private static final double BPS = 10_000;

  /** The results of the closed ones, in the order of the trades. */
  static List<TradeResult> ofClosed(List<RunRows.Trade> trades) {
    return trades.stream()
        .filter(trade -> trade.closed().isPresent())
        .map(trade -> of(trade.opened(), trade.closed().get()))
        .toList();
  }

  static TradeResult of(TradeOpened opened, TradeClosed closed) {
    return new TradeResult(
        opened.getOpenTimeMs(),
        closed.getCloseTimeMs(),
        opened.getFee().add(closed.getFee()),
        opened.getSlippage().add(closed.getSlippage()),
        closed.getFunding(),
        TradeFigures.net(opened, closed),
        opened.getEntryPrice().multiply(opened.getQuantity()),
        risk(opened));
  }

  /** What a trade risked at its first stop, quote currency; 0 if it had no stop. */
  static BigDecimal risk(TradeOpened opened) {
    return opened.getStopPrice().signum() > 0
        ? opened
            .getEntryPrice()
            .subtract(opened.getStopPrice())
            .abs()
            .multiply(opened.getQuantity())
        : BigDecimal.ZERO;
  }

  /** What the trade cost: fees + slippage + funding paid (less funding received). */
  BigDecimal cost() {
    return fees.add(slippage).subtract(funding);
  }

  /** What it brought before all costs: net + cost. */
  BigDecimal gross() {
    return net.add(cost());
  }

  boolean isWin() {
    return net.signum() > 0;
  }

  /** An amount of it in basis points of its notional; NaN if it has none. */
  double bps(BigDecimal amount) {
    return notional.signum() == 0
        ? Double.NaN
        : amount.doubleValue() / notional.doubleValue() * BPS;
  }

  /** An amount of it in R; NaN if it has none. */
  double inR(BigDecimal amount) {
    return risk.signum() == 0 ? Double.NaN : amount.doubleValue() / risk.doubleValue();
  }
}
