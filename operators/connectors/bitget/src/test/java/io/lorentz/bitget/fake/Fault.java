package io.lorentz.bitget.fake;

/** What goes wrong between a client and the venue. */
public enum Fault {
  /** The connection cannot be opened; the client knows. */
  NOT_CONNECTED(0.03),
  /** The request is lost on its way; the client hears nothing. */
  REQUEST_LOST(0.03),
  /** The request arrives 10 to 40 s late, long after the client has given up. */
  REQUEST_LATE(0.03),
  /** It was carried out and the client hears nothing. */
  ANSWER_LOST(0.05),
  /** The answer takes up to 9 s. */
  ANSWER_LATE(0.05),
  /** It was carried out and answered by an error that says nothing. */
  DONE_BUT_UNKNOWN(0.03),
  /** It was not carried out and is answered by an error that says nothing. */
  UNDONE_AND_UNKNOWN(0.03),
  /** It was carried out and is answered as if it were invalid. */
  DONE_BUT_INVALID(0.003),
  /** For some seconds every request is too many. */
  STORM(0.01),
  /** For up to half a minute every request to one endpoint is too many. */
  ENDPOINT_STORM(0.005),
  /** For minutes the venue is closed. */
  MAINTENANCE(0.001),
  /** A new order is not seen by reads of orders and fills for up to 2 s. */
  HIDDEN(0.3),
  /** A new order is not seen by reads of orders and fills for up to 34 s. */
  HIDDEN_LONG(0.02),
  /** A stop fires just before what was to move or cancel it arrives. */
  STOP_RACE(0.1),
  /** A push never comes. */
  PUSH_LOST(0.1),
  /** A push comes twice. */
  PUSH_TWICE(0.1),
  /** A push takes up to 5 s, and others overtake it. */
  PUSH_LATE(0.1),
  /** The stream falls silent and is lost only a while later. */
  HALF_OPEN(0.01),
  /** The stream is lost. */
  STREAM_LOST(0.01),
  /** The stream is lost with a partial fill: its push may still come. */
  LOST_AFTER_PARTIAL_FILL(0.2);

  private final double worst;

  Fault(double worst) {
    this.worst = worst;
  }

  /** The highest chance that a nasty plan gives it, each time that it may happen. */
  double worst() {
    return worst;
  }
}
