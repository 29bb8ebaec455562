package io.lorentz.bitget.desk;

import io.lorentz.schemas.units.OptionRange;
import java.io.Serializable;
import java.math.BigDecimal;

/**
 * What no entry gets past, whatever the job wants. They are kept by the edge alone, from what it
 * sees itself, and are meant to be wider than the job's own limits.
 *
 * @param maxOrderNotional largest price times quantity of one entry, quote currency, above 0;
 *     default 50,000
 * @param maxTotalNotional largest sum over open positions, working entries and the new one, quote
 *     currency, above 0; default 100,000
 * @param maxEntriesPerMinute most entries within one minute, 1 to 600; default 10
 * @param maxLeverage highest leverage of an entry, 1 to 125; default 25
 * @param minEquity equity of the account below which no entry goes out, quote currency, 0 or more;
 *     default 0, which is no bound
 */
public record HardCaps(
    BigDecimal maxOrderNotional,
    BigDecimal maxTotalNotional,
    int maxEntriesPerMinute,
    int maxLeverage,
    BigDecimal minEquity)
    implements Serializable {

  /** Checks the ranges. */
  public HardCaps {
    OptionRange.positive("maxOrderNotional", maxOrderNotional);
    OptionRange.positive("maxTotalNotional", maxTotalNotional);
    OptionRange.within("maxEntriesPerMinute", maxEntriesPerMinute, 1, 600);
    OptionRange.within("maxLeverage", maxLeverage, 1, 125);
    OptionRange.notNegative("minEquity", minEquity);
  }

  /** The defaults named at each component. */
  public static HardCaps defaults() {
    return new HardCaps(new BigDecimal("50000"), new BigDecimal("100000"), 10, 25, BigDecimal.ZERO);
  }
}
