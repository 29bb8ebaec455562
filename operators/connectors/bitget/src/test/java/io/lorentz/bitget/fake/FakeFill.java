package io.lorentz.bitget.fake;

import java.math.BigDecimal;

/**
 * One trade, exact.
 *
 * @param clientOid of the client's order; empty if a client's order it was not
 * @param source API, web for a person, SYS for the venue itself
 * @param profit realised, quote currency, before the fee
 * @param fee paid, above 0
 */
public record FakeFill(
    String tradeId,
    String orderId,
    String clientOid,
    String symbol,
    FakeSide side,
    BigDecimal price,
    BigDecimal size,
    BigDecimal profit,
    BigDecimal fee,
    boolean maker,
    String source,
    String tradeSide,
    long timeMs) {}
