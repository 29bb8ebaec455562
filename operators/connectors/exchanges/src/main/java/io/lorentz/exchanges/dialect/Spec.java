package io.lorentz.exchanges.dialect;

import java.math.BigDecimal;

/**
 * Steps and minimums of a symbol, sizes in base currency.
 *
 * @param symbol the venue's name
 * @param tickSize step of the price
 * @param lotSize step of the size
 * @param minQuantity least size
 * @param minNotional least value, 0 where none is named
 * @param contractSize base currency of one contract, 1 where sizes are in base currency
 * @param maxLeverage highest leverage, 0 where none is named
 * @param tradable whether it may be opened
 */
public record Spec(
    String symbol,
    BigDecimal tickSize,
    BigDecimal lotSize,
    BigDecimal minQuantity,
    BigDecimal minNotional,
    BigDecimal contractSize,
    BigDecimal maxLeverage,
    boolean tradable) {}
