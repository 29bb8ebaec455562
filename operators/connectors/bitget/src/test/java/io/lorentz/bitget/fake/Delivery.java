package io.lorentz.bitget.fake;

/** What a client learns of a request; one of these for each. */
public sealed interface Delivery {

  /** Which request it was, by the client's count. */
  long requestId();

  /** An answer, of the venue or of something on the way. */
  record Answered(long requestId, int status, String body) implements Delivery {}

  /** Nothing was heard in time. */
  record TimedOut(long requestId) implements Delivery {}

  /** It has never left. */
  record NotConnected(long requestId) implements Delivery {}
}
