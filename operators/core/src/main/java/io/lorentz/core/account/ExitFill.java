package io.lorentz.core.account;

import java.math.BigDecimal;

/**
 * A fill that closes a position or a part of it.
 *
 * @param quantity base currency, at most what is open
 * @param price quote currency per unit
 * @param fee quote currency
 * @param slippage what half spread and slip cost, quote currency
 */
public record ExitFill(
    BigDecimal quantity, BigDecimal price, BigDecimal fee, BigDecimal slippage) {}
