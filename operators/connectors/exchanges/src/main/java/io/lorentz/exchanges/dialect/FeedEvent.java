package io.lorentz.exchanges.dialect;

import io.lorentz.schemas.TradeSide;

/** One thing that a frame says. Symbols are the venue's, sizes in base currency. */
public sealed interface FeedEvent {

  /** A bar as it stands. */
  record BarSeen(BarRow row) implements FeedEvent {}

  /** A public trade; {@code timeMs} is the venue's. */
  record TradeSeen(
      String symbol, String id, long timeMs, double price, double size, TradeSide aggressor)
      implements FeedEvent {}

  /** The mark price at a time. */
  record MarkSeen(String symbol, long timeMs, double price) implements FeedEvent {}

  /** Best bid and ask at a time. */
  record QuoteSeen(
      String symbol, long timeMs, double bid, double bidSize, double ask, double askSize)
      implements FeedEvent {}

  /** The venue lets subscriptions begin. */
  record Welcome() implements FeedEvent {}

  /** A subscription was taken. */
  record Acknowledged() implements FeedEvent {}

  /** An answer to a keepalive. */
  record Pong() implements FeedEvent {}

  /** The venue refuses something; {@code told} is what it says. */
  record Refused(String told) implements FeedEvent {}

  /** The venue will cut the connection. */
  record MustReconnect(String told) implements FeedEvent {}
}
