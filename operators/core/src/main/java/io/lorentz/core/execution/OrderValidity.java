package io.lorentz.core.execution;

import io.lorentz.schemas.OrderCommand;

/**
 * Assumption: an order works on real bars that start before its {@code validUntil}; what has not
 * filled by then expires, and what has stays filled. Protective stops and targets have no end.
 */
public final class OrderValidity {

  private OrderValidity() {}

  /** Market time from which on an order decided at the given time must not fill any more. */
  public static long validUntilMs(
      ExecutionOptions options, long decisionTimeMs, long shortestTimeframeMs) {
    return validUntilMs(decisionTimeMs, options.orderValidityBars(), shortestTimeframeMs);
  }

  /** Market time from which on an order that works for a number of bars must not fill any more. */
  public static long validUntilMs(long decisionTimeMs, int bars, long shortestTimeframeMs) {
    return decisionTimeMs + bars * shortestTimeframeMs;
  }

  static boolean hasEnd(OrderCommand order) {
    return order.getValidUntilMs() != Long.MAX_VALUE;
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
    return hasEnd(order)
        && progressMs >= -Math.floorDiv(-order.getValidUntilMs(), lengthMs) * lengthMs;
  }
}
