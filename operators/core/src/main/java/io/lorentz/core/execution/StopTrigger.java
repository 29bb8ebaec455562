package io.lorentz.core.execution;

import io.lorentz.schemas.Bar;
import io.lorentz.schemas.OrderSide;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * Assumption: the stop in force at a bar's start is held against its open, then its low and high.
 * An open at or through the stop (a gap) fires it there, at the bar's start; a touch inside the bar
 * fires it at its own price, stamped with the bar's close, since the moment inside is not known.
 * The price it fires at is then worsened as any market order's. Where one bar touches stop and
 * target, the stop comes first.
 */
final class StopTrigger {

  private StopTrigger() {}

  static Optional<Moment> fires(OrderSide side, BigDecimal stop, Bar bar) {
    BigDecimal open = BigDecimal.valueOf(bar.getOpen());
    if (reaches(side, open, stop)) {
      return Optional.of(MarketFill.moment(bar));
    }
    BigDecimal worst = BigDecimal.valueOf(side == OrderSide.SELL ? bar.getLow() : bar.getHigh());
    return reaches(side, worst, stop)
        ? Optional.of(new Moment(stop, bar.getCloseTimeMs()))
        : Optional.empty();
  }

  private static boolean reaches(OrderSide side, BigDecimal price, BigDecimal stop) {
    return side == OrderSide.SELL ? price.compareTo(stop) <= 0 : price.compareTo(stop) >= 0;
  }
}
