package io.lorentz.bitget.fake;

import java.math.BigDecimal;

/**
 * An order that the venue has taken from a client, as it stands when asked.
 *
 * @param clientOid as the client gave it; empty if it gave none
 * @param filled base currency, 0 or more
 */
public record AcceptedOrder(
    String orderId,
    String clientOid,
    String symbol,
    FakeSide side,
    BigDecimal size,
    boolean reduceOnly,
    BigDecimal filled,
    long acceptedMs) {

  static AcceptedOrder of(FakeOrder order) {
    FakeOrderTerms terms = order.terms();
    return new AcceptedOrder(
        order.orderId(),
        terms.clientOid(),
        terms.symbol(),
        terms.side(),
        terms.size(),
        terms.reduceOnly(),
        order.filled(),
        order.createdMs());
  }
}
