package io.lorentz.core.execution;

import io.lorentz.schemas.Liquidity;
import io.lorentz.schemas.units.Money;
import java.math.BigDecimal;

/**
 * Assumption: a fill costs a fraction of its notional. Market orders, fired stops and limits that
 * cross at their first moment take from the book and pay the taker fee; limits that rested pay the
 * maker fee.
 */
final class FeeSchedule {

  private final ExecutionOptions options;

  FeeSchedule(ExecutionOptions options) {
    this.options = options;
  }

  BigDecimal of(Liquidity liquidity, BigDecimal price, BigDecimal quantity) {
    BigDecimal fraction =
        liquidity == Liquidity.MAKER ? options.makerFeeFraction() : options.takerFeeFraction();
    return Money.booked(price.multiply(quantity).multiply(fraction));
  }
}
