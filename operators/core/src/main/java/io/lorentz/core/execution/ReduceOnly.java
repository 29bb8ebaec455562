package io.lorentz.core.execution;

import io.lorentz.schemas.OrderSide;
import java.math.BigDecimal;

/**
 * Assumption: an order that only reduces never opens, grows or flips a position. It is cut to what
 * is open against it at its fill; where nothing is, the venue takes it back. Exits, targets and
 * stops are such orders, and a protective stop always covers what is open.
 */
final class ReduceOnly {

  private ReduceOnly() {}

  /**
   * Gives what of a quantity may fill.
   *
   * @param position what is open, base currency; above 0 long, below 0 short
   */
  static BigDecimal cut(OrderSide side, BigDecimal wanted, BigDecimal position) {
    boolean against = side == OrderSide.SELL ? position.signum() > 0 : position.signum() < 0;
    return against ? wanted.min(position.abs()) : BigDecimal.ZERO;
  }
}
