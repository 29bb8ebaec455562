package io.lorentz.core.execution;

import io.lorentz.schemas.Bar;
import java.math.BigDecimal;

/**
 * Assumption: a market order fills at the open of its bar, worsened by spread and slip, with the
 * bar's start as its time; the rest of that bar may already hit its stop. What the bar has no
 * volume for fills at the opens that follow.
 */
final class MarketFill {

  private MarketFill() {}

  /** Price before it is worsened, and when. */
  static Moment moment(Bar bar) {
    return new Moment(BigDecimal.valueOf(bar.getOpen()), bar.getCloseTimeMs() - bar.getLengthMs());
  }
}
