package io.lorentz.core.execution;

import io.lorentz.schemas.OrderCommand;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.OrderStatus;
import io.lorentz.schemas.TrackedOrderState;
import io.lorentz.schemas.VenueEvent;
import io.lorentz.schemas.units.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The orders of one account that have not ended. Every command is noted before it goes to the
 * venue, every event is held against the state machine of its order. Not safe for threads.
 */
public final class OrderRegister {

  private final Map<String, TrackedOrder> orders = new LinkedHashMap<>();

  /** Goes on from an image. */
  public static OrderRegister restore(List<TrackedOrderState> image) {
    OrderRegister register = new OrderRegister();
    for (TrackedOrderState state : image) {
      register.orders.put(
          state.getCommand().getClientId(),
          new TrackedOrder(
              state.getCommand(),
              state.getStatus(),
              Optional.ofNullable(state.getStopPrice()).map(Money::fromBorder),
              state.getMoves(),
              new Fills(
                  Money.fromBorder(state.getFilled()),
                  Money.fromBorder(state.getCost()),
                  Money.fromBorder(state.getReferenceCost()),
                  Money.fromBorder(state.getFee()),
                  Optional.ofNullable(state.getLiquidity())),
              state.getCancelAsked()));
    }
    return register;
  }

  /** Gives the orders in the order they were sent. */
  public List<TrackedOrderState> image() {
    List<TrackedOrderState> image = new ArrayList<>(orders.size());
    for (TrackedOrder order : orders.values()) {
      image.add(
          TrackedOrderState.newBuilder()
              .setCommand(OrderCommand.newBuilder(order.command()).build())
              .setStatus(order.status())
              .setStopPrice(order.stopPrice().map(Money::toBorder).orElse(null))
              .setMoves(order.moves())
              .setFilled(Money.toBorder(order.fills().quantity()))
              .setCost(Money.toBorder(order.fills().cost()))
              .setReferenceCost(Money.toBorder(order.fills().referenceCost()))
              .setFee(Money.toBorder(order.fills().fee()))
              .setLiquidity(order.fills().liquidity().orElse(null))
              .setCancelAsked(order.cancelAsked())
              .build());
    }
    return image;
  }

  /**
   * Notes an order that is about to be sent.
   *
   * @throws IllegalStateException if its id is in use
   */
  public void submitted(OrderCommand command) {
    Optional<BigDecimal> stop = Optional.ofNullable(command.getStopPrice()).map(Money::fromBorder);
    TrackedOrder order =
        new TrackedOrder(command, OrderStatus.SUBMITTED, stop, 0, Fills.NONE, false);
    if (orders.putIfAbsent(command.getClientId(), order) != null) {
      throw new IllegalStateException("order: id " + command.getClientId() + " is in use");
    }
  }

  /**
   * Takes what the venue says about an order. One that has ended leaves the register.
   *
   * @return the order after it
   * @throws IllegalStateException if the order is not known or the step is illegal
   */
  public TrackedOrder apply(VenueEvent event) {
    TrackedOrder before = orders.get(event.getClientId());
    if (before == null) {
      throw new IllegalStateException(
          "order: " + event.getKind() + " of " + event.getClientId() + ", which is not known");
    }
    TrackedOrder next = before.now(OrderLifecycle.after(before.status(), event.getKind()));
    TrackedOrder after =
        switch (event.getKind()) {
          case STOP_MOVED -> next.movedTo(Money.fromBorder(event.getStopPrice()));
          case FILLED, PARTIALLY_FILLED -> next.with(before.fills().plus(event));
          case ACCEPTED, STOP_KEPT, TRIGGERED, CANCELLED, EXPIRED, REJECTED, LIQUIDATED, REDUCED ->
              next;
        };
    if (after.ended()) {
      orders.remove(event.getClientId());
    } else {
      orders.put(event.getClientId(), after);
    }
    return after;
  }

  /** Number of orders that have not ended. */
  public int open() {
    return orders.size();
  }

  /** Number of orders, stops apart, that the venue has neither accepted nor ended. */
  public int unanswered() {
    int unanswered = 0;
    for (TrackedOrder order : orders.values()) {
      boolean isStop = order.command().getIntent() == OrderIntent.STOP;
      if (order.status() == OrderStatus.SUBMITTED && !isStop) {
        unanswered++;
      }
    }
    return unanswered;
  }

  /**
   * Market time at which an order that has not ended was decided, ms since 1970 UTC.
   *
   * @throws IllegalStateException if the order is not known
   */
  public long decisionTimeMs(String clientId) {
    return known(clientId).command().getDecisionTimeMs();
  }

  private TrackedOrder known(String clientId) {
    TrackedOrder order = orders.get(clientId);
    if (order == null) {
      throw new IllegalStateException("order: " + clientId + " is not known");
    }
    return order;
  }

  /** Whether an order is here: sent, and not ended. */
  public boolean knows(String clientId) {
    return orders.containsKey(clientId);
  }

  /** Whether an order that has not ended is to be taken back. */
  public boolean cancelAsked(String clientId) {
    TrackedOrder order = orders.get(clientId);
    return order != null && order.cancelAsked();
  }

  /**
   * Notes that an order is to be taken back. It stays here until its end is told, which may be
   * another than that.
   *
   * @return whether this is asked for the first time
   * @throws IllegalStateException if the order is not known
   */
  public boolean askCancel(String clientId) {
    TrackedOrder order = known(clientId);
    orders.put(clientId, order.toBeCancelled());
    return !order.cancelAsked();
  }
}
