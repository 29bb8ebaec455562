package io.lorentz.core.execution;

import io.lorentz.schemas.OrderSide;
import java.math.BigDecimal;

/**
 * Assumption: a limit order whose price the other side already shows at the open of its first bar
 * (the open and half the spread) takes there, at its limit or better; a post-only one expires
 * instead. From then on it rests: it fills only when the price trades through its limit (a touch is
 * not enough), at that limit and not better, and makes. An order that opens a position does so
 * before the stop is held against the bar, one that reduces only after it.
 */
final class LimitFill {

  private final BigDecimal halfSpread;

  LimitFill(ExecutionOptions options) {
    this.halfSpread = options.halfSpreadBps().divide(SpreadAndSlip.BPS);
  }

  /** Whether the order would take at the open of its first bar. */
  boolean crosses(OrderSide side, BigDecimal limit, BigDecimal open) {
    BigDecimal half = open.multiply(halfSpread);
    return side == OrderSide.BUY
        ? open.add(half).compareTo(limit) <= 0
        : open.subtract(half).compareTo(limit) >= 0;
  }

  /** Whether a price lies beyond the limit. */
  static boolean isThrough(OrderSide side, BigDecimal limit, BigDecimal price) {
    return side == OrderSide.BUY ? price.compareTo(limit) < 0 : price.compareTo(limit) > 0;
  }

  /** What a taker gets who will not go beyond the limit. */
  static BigDecimal notBeyond(OrderSide side, BigDecimal limit, BigDecimal worsened) {
    return side == OrderSide.BUY ? worsened.min(limit) : worsened.max(limit);
  }
}
