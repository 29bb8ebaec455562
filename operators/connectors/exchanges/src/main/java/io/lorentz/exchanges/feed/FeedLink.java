package io.lorentz.exchanges.feed;

import io.lorentz.exchanges.dialect.Link;

/** Where one connection of a feed stands. Not for several threads. */
final class FeedLink {

  /** What it is doing. */
  enum State {
    /** Closed; a new attempt is made at {@code dueMs}. */
    WAITING,
    /** The ticket or the handshake is under way. */
    OPENING,
    /** It stands, the greeting has not come yet. */
    GREETING,
    /** Subscribed. */
    OPEN
  }

  final int number;
  final Backoff backoff;
  Link link;
  State state = State.WAITING;
  long dueMs;
  long openedMs;
  long lastFrameMs;
  long lastDataMs;
  long lastTextPingMs;
  long lastPingMs;
  long renewAtMs;
  int unreadableInARow;

  FeedLink(int number, Link link, Backoff backoff) {
    this.number = number;
    this.link = link;
    this.backoff = backoff;
  }

  boolean stands() {
    return state == State.GREETING || state == State.OPEN;
  }
}
