package io.lorentz.core.execution;

import io.lorentz.schemas.OrderCommand;

/**
 * Assumption: a market order decided at market time d fills on the first real bar that starts at or
 * after d and before its {@code validUntil}; else it expires at {@code validUntil}.
 */
public final class OrderValidity {

  private OrderValidity() {}

  /** Market time from which on an order decided at the given time must not fill any more. */
  public static long validUntilMs(
      ExecutionOptions options, long decisionTimeMs, long shortestTimeframeMs) {
    return decisionTimeMs + options.orderValidityBars() * shortestTimeframeMs;
  }

  static boolean mayFill(OrderCommand order, long barStartMs) {
    return order.getDecisionTimeMs() <= barStartMs && barStartMs < order.getValidUntilMs();
  }

  static boolean expiredAtBar(OrderCommand order, long barStartMs) {
    return barStartMs >= order.getValidUntilMs();
  }

  /**
   * Whether no bar that could fill the order is still to come. Bars end on multiples of their
   * length; the last one that starts before {@code validUntil} closes at the first multiple that is
   * not before it.
   */
  static boolean expiredAtProgress(OrderCommand order, long progressMs, long lengthMs) {
    return order.getValidUntilMs() != Long.MAX_VALUE
        && progressMs >= -Math.floorDiv(-order.getValidUntilMs(), lengthMs) * lengthMs;
  }
}
