package io.lorentz.bitget.desk;

import java.util.List;

/** What the private stream says. Pushes may be lost, doubled and out of order. */
public sealed interface Push {

  /** Logged in and subscribed: what follows is complete from here on, as far as pushes are. */
  record Ready() implements Push {}

  /** The stream is gone: what happened from here on has to be asked for. */
  record Lost(String why) implements Push {}

  /** Orders have changed, or filled. */
  record Orders(List<Seen.Order> orders, List<Seen.Fill> fills) implements Push {}

  /** Fills. */
  record Fills(List<Seen.Fill> fills) implements Push {}

  /** Stops have changed. */
  record Stops(List<Seen.Stop> stops) implements Push {}

  /** All positions; one that is not among them is closed. */
  record Positions(List<Seen.Position> positions) implements Push {}

  /** The money of the account. */
  record Money(Seen.Money money) implements Push {}
}
