package io.lorentz.command.day;

import io.lorentz.schemas.TradeClosed;
import io.lorentz.schemas.TradeOpened;
import java.math.BigDecimal;

/**
 * A trade that was closed on the day, quote currency, exact.
 *
 * @param fees of entry and exits
 * @param funding received positive, paid negative
 * @param net realised plus funding less fees
 */
record DayTrade(BigDecimal fees, BigDecimal funding, BigDecimal net) {

  static DayTrade of(TradeOpened opened, TradeClosed closed) {
    BigDecimal fees = opened.getFee().add(closed.getFee());
    return new DayTrade(
        fees, closed.getFunding(), closed.getRealised().add(closed.getFunding()).subtract(fees));
  }
}
