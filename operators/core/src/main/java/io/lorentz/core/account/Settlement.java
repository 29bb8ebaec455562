package io.lorentz.core.account;

import java.math.BigDecimal;

/**
 * What closing a position came to, over all its exits.
 *
 * @param position what was open last
 * @param exits what they came to
 * @param funding funding received (positive) or paid while it was open, quote currency
 */
public record Settlement(Position position, Exits exits, BigDecimal funding) {}
