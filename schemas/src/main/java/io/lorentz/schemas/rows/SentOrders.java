package io.lorentz.schemas.rows;

import io.lorentz.schemas.OrderDecision;
import io.lorentz.schemas.OrderIntent;

/** Tells orders from entries that risk refused: both have a row {@link OrderDecision}. */
public final class SentOrders {

  private SentOrders() {}

  /**
   * Whether the row is of an order that was decided on, not of an entry that was refused. Only the
   * size of an approved entry has a bound; whatever is no entry is never refused.
   */
  public static boolean wasSent(OrderDecision decision) {
    return decision.getIntent() != OrderIntent.ENTRY || decision.getSizeBound() != null;
  }
}
