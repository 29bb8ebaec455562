package io.lorentz.bitget;

/** Which request goes first, most urgent first. */
public enum Urgency {
  /** Cancels, stops, and orders that only reduce: what makes a position smaller or safer. */
  PROTECT,
  /** Questions: what became of an order, what is open. */
  ASK,
  /** Whatever can make a position larger. */
  ENTER
}
