package io.lorentz.core.account;

import io.lorentz.schemas.units.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An open position. Immutable.
 *
 * @param entryId client id of the entry
 * @param direction 1 long, -1 short
 * @param quantity base currency, greater than 0
 * @param entryPrice average price of the entry, quote currency per unit; at most 18 decimals, so
 *     that it tells but does not reckon
 * @param entryCost what the open quantity was entered for, price times quantity over the fills,
 *     quote currency; exact: profit is reckoned from it
 * @param leverage 1 or more
 * @param openTimeMs market time of the first fill, ms since 1970 UTC
 */
public record Position(
    String entryId,
    int direction,
    BigDecimal quantity,
    BigDecimal entryPrice,
    BigDecimal entryCost,
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
    entryCost = Money.fromBorder(entryCost);
  }

  /** A position of one fill. */
  public Position(
      String entryId,
      int direction,
      BigDecimal quantity,
      BigDecimal entryPrice,
      int leverage,
      long openTimeMs) {
    this(
        entryId,
        direction,
        quantity,
        entryPrice,
        entryPrice.multiply(quantity),
        leverage,
        openTimeMs);
  }

  /** After one more fill of its entry. */
  Position grown(BigDecimal more, BigDecimal price) {
    BigDecimal all = quantity.add(more);
    BigDecimal cost = entryCost.add(price.multiply(more));
    BigDecimal average = cost.divide(all, Money.SCALE, RoundingMode.HALF_EVEN);
    return new Position(entryId, direction, all, average, cost, leverage, openTimeMs);
  }

  /** After an exit of a part that was entered for a part of the cost. */
  Position reduced(BigDecimal part, BigDecimal partOfCost) {
    return new Position(
        entryId,
        direction,
        quantity.subtract(part),
        entryPrice,
        entryCost.subtract(partOfCost),
        leverage,
        openTimeMs);
  }

  /**
   * What a part of the open quantity was entered for: its share of the cost, rounded to 18 decimals
   * half to even. The last part takes what is left, so the parts add up exactly.
   */
  BigDecimal costOf(BigDecimal part) {
    return part.compareTo(quantity) == 0
        ? entryCost
        : Money.fromBorder(
            entryCost.multiply(part).divide(quantity, Money.SCALE, RoundingMode.HALF_EVEN));
  }

  /** Profit (positive) or loss if it were closed at the price, before fees and funding; exact. */
  public BigDecimal profitAt(BigDecimal price) {
    BigDecimal gained = notionalAt(price).subtract(entryCost);
    return direction > 0 ? gained : gained.negate();
  }

  /** Price times quantity, quote currency; exact. */
  public BigDecimal notionalAt(BigDecimal price) {
    return price.multiply(quantity);
  }

  /** Initial margin: cost of the entry over leverage, quote currency, rounded up at 18 decimals. */
  public BigDecimal initialMargin() {
    return entryCost.divide(BigDecimal.valueOf(leverage), Money.SCALE, RoundingMode.UP);
  }

  /** What is open, base currency: above 0 long, below 0 short. */
  public BigDecimal signedQuantity() {
    return direction > 0 ? quantity : quantity.negate();
  }
}
