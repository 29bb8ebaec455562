package io.lorentz.schemas.units;

import java.io.Serializable;
import java.math.BigDecimal;

/**
 * What a venue allows of positions up to a size. Immutable.
 *
 * @param notionalCap largest notional of the bracket, quote currency, included; greater than 0
 * @param maxLeverage largest leverage, 1 to 1,000
 * @param maintenanceFraction margin a position must keep for the part of its notional that lies in
 *     this bracket, above 0, below 1. Each part of a notional is charged by its own bracket, as
 *     venues do that publish a "maintenance amount" to subtract
 */
public record LeverageBracket(
    BigDecimal notionalCap, int maxLeverage, BigDecimal maintenanceFraction)
    implements Serializable {

  /** Checks the ranges. */
  public LeverageBracket {
    OptionRange.positive("brackets.notionalCap", notionalCap);
    OptionRange.within("brackets.maxLeverage", maxLeverage, 1, 1_000);
    OptionRange.fraction("brackets.maintenanceFraction", maintenanceFraction);
    if (maintenanceFraction.compareTo(BigDecimal.ONE) == 0) {
      throw new IllegalArgumentException(
          "brackets.maintenanceFraction: must be below 1, was 1; write two percent as 0.02");
    }
  }
}
