package io.lorentz.core.execution;

import io.lorentz.schemas.units.Money;
import java.math.BigDecimal;

/**
 * Assumption: a fill costs a fraction of its notional. Market orders and fired stops take from the
 * book, so they pay the taker fee.
 */
final class FeeSchedule {

  private final ExecutionOptions options;

  FeeSchedule(ExecutionOptions options) {
    this.options = options;
  }

  BigDecimal taker(BigDecimal price, BigDecimal quantity) {
    return Money.booked(price.multiply(quantity).multiply(options.takerFeeFraction()));
  }
}
