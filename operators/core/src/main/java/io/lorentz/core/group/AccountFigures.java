package io.lorentz.core.group;

import java.math.BigDecimal;

/**
 * How an account stands. Immutable; to be watched, never decided on.
 *
 * @param balance deposits, realised profit, funding and fees, quote currency
 * @param equity balance and open profit at mark, quote currency
 * @param exposure sum of the notionals of open positions at mark, quote currency
 * @param dayLoss loss since the start of the UTC day as a fraction of the equity then, 0 or more
 * @param drawdown fall from the peak of equity as a fraction of the peak, 0 or more
 * @param openPositions number of open positions
 * @param openOrders number of orders that have not ended, protective stops included
 * @param trading whether entries are allowed: neither halted nor at a limit
 */
public record AccountFigures(
    BigDecimal balance,
    BigDecimal equity,
    BigDecimal exposure,
    double dayLoss,
    double drawdown,
    int openPositions,
    int openOrders,
    boolean trading) {}
