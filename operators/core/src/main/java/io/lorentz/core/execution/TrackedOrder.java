package io.lorentz.core.execution;

import io.lorentz.schemas.OrderCommand;
import io.lorentz.schemas.OrderStatus;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * An order as its account knows it. Immutable.
 *
 * @param command the command it was submitted with
 * @param status where it stands
 * @param stopPrice trigger price in force, quote currency per unit; empty for other orders than
 *     stops
 * @param moves how often the stop was moved
 * @param fills what has filled so far; kept also where the order ends otherwise than filled
 * @param cancelAsked whether the venue was asked to take it back; it works on until its end is told
 */
public record TrackedOrder(
    OrderCommand command,
    OrderStatus status,
    Optional<BigDecimal> stopPrice,
    int moves,
    Fills fills,
    boolean cancelAsked) {

  TrackedOrder now(OrderStatus next) {
    return new TrackedOrder(command, next, stopPrice, moves, fills, cancelAsked);
  }

  TrackedOrder movedTo(BigDecimal price) {
    return new TrackedOrder(command, status, Optional.of(price), moves + 1, fills, cancelAsked);
  }

  TrackedOrder with(Fills more) {
    return new TrackedOrder(command, status, stopPrice, moves, more, cancelAsked);
  }

  TrackedOrder toBeCancelled() {
    return new TrackedOrder(command, status, stopPrice, moves, fills, true);
  }

  /** Whether it has ended. */
  public boolean ended() {
    return status != OrderStatus.SUBMITTED && status != OrderStatus.WORKING;
  }
}
