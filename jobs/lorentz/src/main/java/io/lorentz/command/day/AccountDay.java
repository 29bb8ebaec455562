package io.lorentz.command.day;

import io.lorentz.schemas.EquityPoint;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a day brought one account. Money in quote currency (USDT), exact.
 *
 * @param change of equity since the last point of the day before, open profit or loss, fees and
 *     funding included; empty if there is no such point
 * @param changeRatio the same as a fraction of the equity before; NaN if there is none
 * @param equity at the last point of the day
 * @param closed trades closed on the day
 * @param won those of them that brought something after fees and funding
 * @param net what the closed ones brought after fees and funding
 * @param fees of the closed ones, entry and exits
 * @param funding of the closed ones, received positive
 * @param openPositions at the last point
 * @param drawdown at the last point, a fraction of the peak of equity, 0 to 1
 * @param trading whether entries were allowed at the last point
 * @param denied entries that were refused
 * @param bars bars of the shortest timeframe, over all instruments
 * @param missingBars such bars that were missing, bridged ones included
 * @param gaps runs of missing bars
 * @param lastMs market time of the last point, ms since 1970 UTC
 */
public record AccountDay(
    Optional<BigDecimal> change,
    double changeRatio,
    BigDecimal equity,
    int closed,
    int won,
    BigDecimal net,
    BigDecimal fees,
    BigDecimal funding,
    int openPositions,
    double drawdown,
    boolean trading,
    int denied,
    long bars,
    long missingBars,
    long gaps,
    long lastMs) {

  /**
   * Adds it up.
   *
   * @param last last point of the day
   * @param begin last point of the day before; empty if there is none
   */
  static AccountDay of(
      EquityPoint last, Optional<EquityPoint> begin, int denied, List<DayTrade> trades) {
    Optional<BigDecimal> change = begin.map(point -> last.getEquity().subtract(point.getEquity()));
    return new AccountDay(
        change,
        begin
            .filter(point -> point.getEquity().signum() > 0)
            .map(point -> change.get().doubleValue() / point.getEquity().doubleValue())
            .orElse(Double.NaN),
        last.getEquity(),
        trades.size(),
        (int) trades.stream().filter(trade -> trade.net().signum() > 0).count(),
        sum(trades, DayTrade::net),
        sum(trades, DayTrade::fees),
        sum(trades, DayTrade::funding),
        last.getOpenPositions(),
        last.getDrawdown(),
        last.getTrading(),
        denied,
        last.getBars() - begin.map(EquityPoint::getBars).orElse(0L),
        last.getMissingBars() - begin.map(EquityPoint::getMissingBars).orElse(0L),
        last.getGaps() - begin.map(EquityPoint::getGaps).orElse(0L),
        last.getTimeMs());
  }

  private static BigDecimal sum(List<DayTrade> trades, Function<DayTrade, BigDecimal> amount) {
    return trades.stream().map(amount).reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
