package io.lorentz.bitget.fake;

import java.math.BigDecimal;

/**
 * One booking, exact.
 *
 * @param businessType in the venue's words
 * @param amount received, before the fee
 * @param fee paid, above 0
 * @param balance after it
 */
public record FakeBill(
    String billId,
    String symbol,
    String businessType,
    BigDecimal amount,
    BigDecimal fee,
    BigDecimal balance,
    long timeMs) {}
