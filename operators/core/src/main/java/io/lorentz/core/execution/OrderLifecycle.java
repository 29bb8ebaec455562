package io.lorentz.core.execution;

import io.lorentz.schemas.OrderStatus;
import io.lorentz.schemas.VenueEventKind;

/**
 * The state machine of an order.
 *
 * <pre>
 *   SUBMITTED ──ACCEPTED──► WORKING ──FILLED────► FILLED      the last part, or all
 *       │                      │└────CANCELLED──► CANCELLED
 *       │                      │└────EXPIRED────► EXPIRED
 *       │                      ├─STOP_MOVED, STOP_KEPT, TRIGGERED─► WORKING
 *       │                      └─────PARTIALLY_FILLED─► WORKING
 *       └── PARTIALLY_FILLED, FILLED, CANCELLED, EXPIRED, REJECTED: the answer overtook the
 *           acknowledgement
 * </pre>
 *
 * <p>Every other step is a broken invariant.
 */
final class OrderLifecycle {

  private OrderLifecycle() {}

  /**
   * Gives the status after an event.
   *
   * @throws IllegalStateException if the event is illegal in that status
   */
  static OrderStatus after(OrderStatus status, VenueEventKind kind) {
    boolean submitted = status == OrderStatus.SUBMITTED;
    boolean working = status == OrderStatus.WORKING;
    boolean legal =
        switch (kind) {
          case ACCEPTED, REJECTED -> submitted;
          case STOP_MOVED, STOP_KEPT, TRIGGERED -> working;
          case PARTIALLY_FILLED, FILLED, CANCELLED, EXPIRED -> submitted || working;
          case LIQUIDATED, REDUCED -> false;
        };
    if (!legal) {
      throw new IllegalStateException("order: " + kind + " is illegal while " + status);
    }
    return switch (kind) {
      case ACCEPTED, STOP_MOVED, STOP_KEPT, TRIGGERED, PARTIALLY_FILLED -> OrderStatus.WORKING;
      case FILLED -> OrderStatus.FILLED;
      case CANCELLED -> OrderStatus.CANCELLED;
      case EXPIRED -> OrderStatus.EXPIRED;
      case REJECTED -> OrderStatus.REJECTED;
      case LIQUIDATED, REDUCED ->
          throw new IllegalStateException("order: " + kind + " is of no order");
    };
  }
}
