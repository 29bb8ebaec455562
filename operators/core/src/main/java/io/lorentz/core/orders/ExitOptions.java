package io.lorentz.core.orders;

import io.lorentz.schemas.units.OptionRange;
import java.io.Serializable;
import java.math.BigDecimal;

/**
 * How a trade is closed, beside its protective stop.
 *
 * @param trailing whether the stop follows the Chandelier Exit of the tier's timeframe; default
 *     true
 * @param oppositeSignal whether a signal against the position closes it; default true. It does not
 *     open the other side: that needs a signal of its own
 * @param maxHoldingBars bars of the tier's timeframe after which a position is closed at market, 0
 *     (never) to 1,000,000; default 4
 * @param targetR profit, in stop distances (R), at which a position is closed; 0 (none) or more;
 *     default 0
 * @param targetAtVenue whether the target rests at the venue as a limit order that only reduces; if
 *     not, the first close beyond it closes the position at market; default false
 */
public record ExitOptions(
    boolean trailing,
    boolean oppositeSignal,
    int maxHoldingBars,
    BigDecimal targetR,
    boolean targetAtVenue)
    implements Serializable {

  /** Checks the ranges. */
  public ExitOptions {
    OptionRange.within("exits.maxHoldingBars", maxHoldingBars, 0, 1_000_000);
    OptionRange.notNegative("exits.targetR", targetR);
  }

  /** With a target that is held against closes. */
  public ExitOptions(
      boolean trailing, boolean oppositeSignal, int maxHoldingBars, BigDecimal targetR) {
    this(trailing, oppositeSignal, maxHoldingBars, targetR, false);
  }

  /** The defaults named at each component. */
  public static ExitOptions defaults() {
    return new ExitOptions(true, true, 4, BigDecimal.ZERO);
  }
}
