package io.lorentz.core.execution;

import io.lorentz.schemas.units.Money;
import java.math.BigDecimal;

/**
 * Assumption: funding is paid at the times and rates of the log, by who has a position open at that
 * moment: rate times notional, which longs pay to shorts where the rate is positive. The notional
 * is reckoned at the mark price where the log has one of that minute, else at the last price.
 */
public final class FundingPayment {

  private FundingPayment() {}

  /**
   * What the account receives (positive) or pays, quote currency; booked to 18 decimals.
   *
   * @param position what is open, base currency; above 0 long, below 0 short
   */
  public static BigDecimal amount(BigDecimal position, BigDecimal price, BigDecimal rate) {
    return Money.booked(position.multiply(price).multiply(rate).negate());
  }
}
