package io.lorentz.core.account;

import io.lorentz.schemas.units.Money;
import java.math.BigDecimal;

/**
 * An open position. Immutable.
 *
 * @param entryId client id of the entry
 * @param direction 1 long, -1 short
 * @param quantity base currency, greater than 0
 * @param entryPrice quote currency per unit
 * @param leverage 1 or more
 * @param openTimeMs market time of the fill, ms since 1970 UTC
 */
public record Position(
    String entryId,
    int direction,
    BigDecimal quantity,
    BigDecimal entryPrice,
    int leverage,
    long openTimeMs) {

  /** Checks the ranges and drops trailing zeros. */
  public Position {
    if (direction != 1 && direction != -1) {
      throw new IllegalStateException("position: direction is " + direction);
    }
    if (quantity.signum() <= 0 || entryPrice.signum() <= 0 || leverage < 1) {
      throw new IllegalStateException(
          "position: quantity " + quantity + ", price " + entryPrice + ", leverage " + leverage);
    }
    quantity = Money.fromBorder(quantity);
    entryPrice = Money.fromBorder(entryPrice);
  }

  /** Profit (positive) or loss if it were closed at the price, before fees and funding; exact. */
  public BigDecimal profitAt(BigDecimal price) {
    BigDecimal move = direction > 0 ? price.subtract(entryPrice) : entryPrice.subtract(price);
    return move.multiply(quantity);
  }

  /** Price times quantity, quote currency; exact. */
  public BigDecimal notionalAt(BigDecimal price) {
    return price.multiply(quantity);
  }
}
