package io.lorentz.core.orders;

/** What kind of order opens a trade. */
public enum EntryStyle {
  /** Takes at the next open. */
  MARKET,
  /** Rests at its limit, or takes where the next open is at least as good. */
  LIMIT,
  /** Rests at its limit or expires. */
  POST_ONLY
}
