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
 * @param unknownOrders those of them, stops apart, of which the venue has not said anything yet; 0
 *     where it is simulated, which answers at once. A stop is not expected there before its entry
 *     fills
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
    int unknownOrders,
    boolean trading) {}
