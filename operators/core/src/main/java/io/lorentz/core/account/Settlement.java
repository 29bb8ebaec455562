package io.lorentz.core.account;

import java.math.BigDecimal;

/**
 * What closing a position came to, over all its exits.
 *
 * @param entryId client id of its entry
 * @param exits what they came to
 * @param funding funding received (positive) or paid while it was open, quote currency
 */
public record Settlement(String entryId, Exits exits, BigDecimal funding) {}
