package io.lorentz.core.account;

import java.math.BigDecimal;

/**
 * What closing a position came to.
 *
 * @param position what was closed
 * @param realised profit or loss before fees and funding, quote currency
 * @param funding funding received (positive) or paid while it was open, quote currency
 */
public record Settlement(Position position, BigDecimal realised, BigDecimal funding) {}
