package io.lorentz.cluster.live;

import io.lorentz.bitget.fake.AcceptedOrder;
import io.lorentz.bitget.fake.FakeBitget;
import java.util.function.Function;

/**
 * What may come about at the venue, as something that changes with it. A process that dies at that
 * moment was told nothing of it: neither an answer nor a push has left.
 */
enum Moment {
  /** None: only time passes. */
  ANY(venue -> 0),
  /** An order is taken. */
  TAKEN(venue -> venue.acceptedOrders().size()),
  /** An order fills, or a part of one. */
  FILLED(venue -> venue.fills().size()),
  /** A stop or a target fills. */
  FIRED(Moment::fired),
  /** A stop or a target is placed or goes. */
  STOP(
      venue ->
          TradedConfiguration.INSTRUMENTS.stream()
              .flatMap(name -> venue.stopIds(name).stream())
              .toList());

  private final Function<FakeBitget, Object> seen;

  Moment(Function<FakeBitget, Object> seen) {
    this.seen = seen;
  }

  /** Two looks differ if it came about between them. */
  Object look(FakeBitget venue) {
    return seen.apply(venue);
  }

  /** How many stops and targets have filled. */
  static int fired(FakeBitget venue) {
    return (int)
        venue.fills().stream()
            .filter(fill -> fill.source().equals("SYS"))
            .map(fill -> fill.orderId())
            .distinct()
            .count();
  }

  /** How many orders that an edge has sent have filled, or a part of them. */
  static int filled(FakeBitget venue) {
    return (int)
        venue.acceptedOrders().stream()
            .map(AcceptedOrder::filled)
            .filter(filled -> filled.signum() > 0)
            .count();
  }
}
