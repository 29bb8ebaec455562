package io.lorentz.bitget;

/** What became of a request on its way. */
sealed interface Delivery {

  /** An answer came, whatever it says. */
  record Answered(int status, String body) implements Delivery {}

  /** No connection could be opened: the request did not leave. */
  record NotConnected(String why) implements Delivery {}

  /** It may have arrived, or not. */
  record NoAnswer(String why) implements Delivery {}
}
