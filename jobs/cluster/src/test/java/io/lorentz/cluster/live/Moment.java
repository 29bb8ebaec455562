package io.lorentz.cluster.live;

import io.lorentz.bitget.fake.AcceptedOrder;
import io.lorentz.bitget.fake.FakeBitget;
import io.lorentz.bitget.fake.FakeFill;

/**
 * What may come about at the venue, as something that changes with it. A process that dies at that
 * moment was told nothing of it: neither an answer nor a push has left.
 */
enum Moment {
  /** None: only time passes. */
  ANY,
  /** An order is taken. */
  TAKEN,
  /** An order fills, or a part of one. */
  FILLED,
  /** A stop or a target fills. */
  FIRED,
  /** A stop or a target is placed or goes. */
  STOP;

  /** Two looks differ if it came about between them. */
  Object look(FakeBitget venue) {
    return switch (this) {
      case ANY -> "";
      case TAKEN -> venue.acceptedOrders().size();
      case FILLED -> venue.fills().size();
      case FIRED -> fired(venue);
      case STOP ->
          TradedConfiguration.INSTRUMENTS.stream()
              .flatMap(name -> venue.stopIds(name).stream())
              .toList();
    };
  }

  /** How many stops and targets have filled. */
  static int fired(FakeBitget venue) {
    return (int)
        venue.fills().stream()
            .filter(fill -> fill.source().equals("SYS"))
            .map(FakeFill::orderId)
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
