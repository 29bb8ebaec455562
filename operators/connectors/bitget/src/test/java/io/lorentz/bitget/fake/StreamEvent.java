package io.lorentz.bitget.fake;

/** What a client learns of the private stream. */
public sealed interface StreamEvent {

  /** The connection stands. */
  record Opened() implements StreamEvent {}

  /** A text frame. */
  record Frame(String text) implements StreamEvent {}

  /** The connection is gone, or could not be opened. */
  record Lost() implements StreamEvent {}
}
