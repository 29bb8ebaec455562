package io.lorentz.exchanges.dialect;

/**
 * What is wanted beside bars.
 *
 * @param trades public trades
 * @param marks mark prices
 * @param quotes best bid and ask
 */
public record Extras(boolean trades, boolean marks, boolean quotes) {

  /** Bars only. */
  public static final Extras NONE = new Extras(false, false, false);
}
