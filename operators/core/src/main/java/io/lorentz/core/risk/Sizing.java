package io.lorentz.core.risk;

import io.lorentz.schemas.SizeBound;
import io.lorentz.schemas.units.InstrumentSpec;
import io.lorentz.schemas.units.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The size of an entry: the smallest of four terms, rounded down to the lot.
 *
 * <pre>
 *   RISK      equity × riskFraction ÷ stop distance
 *   TIER      equity × margin fraction of the tier × leverage ÷ price
 *   POSITION  equity × positionMarginFraction × leverage ÷ price
 *   BRACKET   largest notional the venue allows at that leverage ÷ price
 * </pre>
 *
 * <p>Each quotient is cut at 18 decimals. Of equal terms the first in this order is said to bind.
 *
 * @param quantity base currency, on the lot; may be 0
 * @param bound which term bound
 */
public record Sizing(BigDecimal quantity, SizeBound bound) {

  /**
   * Computes the size.
   *
   * @param equity quote currency, greater than 0
   * @param stopDistance quote currency per unit, greater than 0
   * @param price quote currency per unit, greater than 0
   */
  public static Sizing of(
      RiskOptions options,
      TierOptions tier,
      InstrumentSpec spec,
      BigDecimal equity,
      BigDecimal stopDistance,
      BigDecimal price) {
    BigDecimal smallest = quotient(equity.multiply(options.riskFraction()), stopDistance);
    SizeBound bound = SizeBound.RISK;
    BigDecimal leveraged = equity.multiply(BigDecimal.valueOf(tier.leverage()));
    BigDecimal byTier = quotient(leveraged.multiply(tier.marginFraction()), price);
    if (byTier.compareTo(smallest) < 0) {
      smallest = byTier;
      bound = SizeBound.TIER;
    }
    BigDecimal byPosition = quotient(leveraged.multiply(options.positionMarginFraction()), price);
    if (byPosition.compareTo(smallest) < 0) {
      smallest = byPosition;
      bound = SizeBound.POSITION;
    }
    BigDecimal byBracket = quotient(spec.notionalCap(tier.leverage()), price);
    if (byBracket.compareTo(smallest) < 0) {
      smallest = byBracket;
      bound = SizeBound.BRACKET;
    }
    return new Sizing(spec.quantityOnLot(smallest), bound);
  }

  private static BigDecimal quotient(BigDecimal amount, BigDecimal perUnit) {
    return amount.divide(perUnit, Money.SCALE, RoundingMode.DOWN);
  }
}
