package io.lorentz.core.execution;

import io.lorentz.schemas.OrderCommand;

/**
 * Assumption: an order reaches the venue a fixed time after its decision, and fills on real bars
 * that start then or later. What rests there already is changed at once: a stop moves and an order
 * is taken back without delay, and a protective stop is in force with its entry's first fill.
 */
final class Latency {

  private final long latencyMs;

  Latency(ExecutionOptions options) {
    this.latencyMs = options.latencyMs();
  }

  boolean hasArrived(OrderCommand order, long barStartMs) {
    return order.getDecisionTimeMs() + latencyMs <= barStartMs;
  }
}
