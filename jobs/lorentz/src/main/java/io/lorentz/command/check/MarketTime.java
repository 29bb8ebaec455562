package io.lorentz.command.check;

import io.lorentz.schemas.Bar;
import io.lorentz.schemas.DayRoll;
import io.lorentz.schemas.Funding;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.MarkPrice;
import io.lorentz.schemas.SeriesEnded;
import io.lorentz.schemas.Trade;
import java.util.OptionalLong;

/** Market time of what a record tells. */
final class MarketTime {

  private MarketTime() {}

  /** ms since 1970 UTC; empty for a record that is about no moment of the market. */
  static OptionalLong of(LogRecord logRecord) {
    Object payload = logRecord.getPayload();
    if (payload instanceof Bar bar) {
      return OptionalLong.of(bar.getCloseTimeMs());
    } else if (payload instanceof Heartbeat heartbeat) {
      return OptionalLong.of(heartbeat.getProgressMs());
    } else if (payload instanceof DayRoll roll) {
      return OptionalLong.of(roll.getDayStartMs());
    } else if (payload instanceof Funding funding) {
      return OptionalLong.of(funding.getFundingTimeMs());
    } else if (payload instanceof MarkPrice mark) {
      return OptionalLong.of(mark.getMarkTimeMs());
    } else if (payload instanceof SeriesEnded ended) {
      return OptionalLong.of(ended.getLastCloseMs());
    } else if (payload instanceof Trade trade) {
      return OptionalLong.of(trade.getTradeTimeMs());
    }
    return OptionalLong.empty();
  }
}
