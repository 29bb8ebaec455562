package io.lorentz.exchanges.dialect;

import java.math.BigDecimal;

/**
 * A funding payment that was made.
 *
 * @param symbol the venue's name
 * @param timeMs when, ms since 1970 UTC
 * @param rate fraction of the notional that longs paid to shorts
 */
public record FundingRow(String symbol, long timeMs, BigDecimal rate) {}
