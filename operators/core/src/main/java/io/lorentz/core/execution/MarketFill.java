package io.lorentz.core.execution;

import io.lorentz.schemas.Bar;
import io.lorentz.schemas.OrderSide;
import io.lorentz.schemas.units.InstrumentSpec;
import java.math.BigDecimal;

/**
 * Assumption: a market order fills wholly at the open of its bar, worsened by spread and slip, with
 * the bar's start as its time.
 */
final class MarketFill {

  private final SpreadAndSlip worsening;

  MarketFill(SpreadAndSlip worsening) {
    this.worsening = worsening;
  }

  BigDecimal price(InstrumentSpec spec, OrderSide side, BigDecimal quantity, Bar bar) {
    return worsening.worsen(
        spec, side, BigDecimal.valueOf(bar.getOpen()), quantity, bar.getVolume());
  }
}
