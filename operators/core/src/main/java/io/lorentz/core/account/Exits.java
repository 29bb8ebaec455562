package io.lorentz.core.account;

import io.lorentz.schemas.units.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What the exits of a position have come to so far. Immutable.
 *
 * @param quantity closed, base currency
 * @param proceeds sum of price times quantity, quote currency; exact
 * @param fee sum of fees, quote currency; exact
 * @param slippage what half spread and slip cost, quote currency; exact
 * @param realised profit or loss before fees and funding, quote currency; as booked
 */
public record Exits(
    BigDecimal quantity,
    BigDecimal proceeds,
    BigDecimal fee,
    BigDecimal slippage,
    BigDecimal realised) {

  static final Exits NONE =
      new Exits(
          BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

  Exits plus(ExitFill fill, BigDecimal realisedNow) {
    return new Exits(
        quantity.add(fill.quantity()),
        proceeds.add(fill.price().multiply(fill.quantity())),
        fee.add(fill.fee()),
        slippage.add(fill.slippage()),
        realised.add(realisedNow));
  }

  /**
   * Average price, quote currency per unit; at most 18 decimals, half to even.
   *
   * @throws ArithmeticException if nothing is closed yet
   */
  public BigDecimal price() {
    return proceeds.divide(quantity, Money.SCALE, RoundingMode.HALF_EVEN);
  }
}
