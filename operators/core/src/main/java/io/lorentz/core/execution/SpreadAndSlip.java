package io.lorentz.core.execution;

import io.lorentz.schemas.OrderSide;
import io.lorentz.schemas.units.InstrumentSpec;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Assumption: who takes pays half the spread and a slip that grows with the order's share of the
 * bar's volume. The price is worsened and then put on the tick away from us: up for a buy, down for
 * a sell. A bar without volume counts as wholly taken.
 */
final class SpreadAndSlip {

  static final BigDecimal BPS = BigDecimal.valueOf(10_000);
  private static final int SHARE_DECIMALS = 12;

  private final ExecutionOptions options;

  SpreadAndSlip(ExecutionOptions options) {
    this.options = options;
  }

  /**
   * Worsens a price.
   *
   * @param volume volume of the bar, base currency, 0 or more
   */
  BigDecimal worsen(
      InstrumentSpec spec, OrderSide side, BigDecimal price, BigDecimal quantity, double volume) {
    BigDecimal growth = options.slipGrowth().multiply(share(quantity, volume));
    BigDecimal slip = options.slipBps().multiply(BigDecimal.ONE.add(growth));
    BigDecimal part = options.halfSpreadBps().add(slip).divide(BPS);
    BigDecimal move = price.multiply(part);
    return side == OrderSide.BUY
        ? spec.priceOnTick(price.add(move), RoundingMode.CEILING)
        : spec.priceOnTick(price.subtract(move), RoundingMode.FLOOR);
  }

  private static BigDecimal share(BigDecimal quantity, double volume) {
    if (!(volume > 0.0)) {
      return BigDecimal.ONE;
    }
    BigDecimal share = quantity.divide(BigDecimal.valueOf(volume), SHARE_DECIMALS, RoundingMode.UP);
    return share.min(BigDecimal.ONE);
  }
}
