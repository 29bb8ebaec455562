package io.lorentz.core.orders;

import io.lorentz.schemas.OrderType;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * An approved entry with its protective stop.
 *
 * @param account account name
 * @param instrument symbol
 * @param decisionTimeMs market time of the signal, ms since 1970 UTC
 * @param attempt number of the attempt, from 0
 * @param epoch see {@link OrderIds}
 * @param direction 1 long, -1 short
 * @param quantity base currency, on the lot
 * @param limitPrice limit of the entry, on the tick, quote currency per unit; empty at market
 * @param postOnly whether that limit must rest
 * @param stopPrice protective stop, on the tick, quote currency per unit
 * @param stopDistance distance of that stop from the price decided at (1 R), quote currency per
 *     unit
 * @param tierMs timeframe of the tier, ms
 * @param leverage leverage of the tier
 * @param validUntilMs market time from which on the entry must not fill any more
 */
public record Bracket(
    String account,
    String instrument,
    long decisionTimeMs,
    int attempt,
    int epoch,
    int direction,
    BigDecimal quantity,
    Optional<BigDecimal> limitPrice,
    boolean postOnly,
    BigDecimal stopPrice,
    BigDecimal stopDistance,
    long tierMs,
    int leverage,
    long validUntilMs) {

  /** Type of the entry. */
  public OrderType entryType() {
    return limitPrice.isPresent() ? OrderType.LIMIT : OrderType.MARKET;
  }
}
