package io.lorentz.core.execution;

import io.lorentz.schemas.units.InstrumentSpec;
import io.lorentz.schemas.units.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;

/**
 * Assumption: margin is isolated. The venue takes a position over, whole, where its margin balance
 * (entry cost over leverage, and funding, and open profit) is no more than the maintenance margin
 * of its notional by bracket. It does so at the bankruptcy price, where that balance is 0, put on
 * the tick away from us, and takes a liquidation fee on top; so the loss is the whole margin and
 * the fee, also where a gap went further. This is held against the mark price where the log has one
 * of the minute, else against the bar's open and its worst price. The stop comes first where it
 * would fire at a price that still keeps the margin.
 */
final class Liquidation {

  private final ExecutionOptions options;
  private final OpenPositions positions;

  // Between these prices the margin is known to be kept while the position is of that version, so
  // that a bar costs two comparisons and no exact arithmetic.
  private final long[] keptVersion;
  private final double[] keptAbove;
  private final double[] keptBelow;

  Liquidation(ExecutionOptions options, OpenPositions positions, int instruments) {
    this.options = options;
    this.positions = positions;
    this.keptVersion = new long[instruments];
    this.keptAbove = new double[instruments];
    this.keptBelow = new double[instruments];
    Arrays.fill(keptVersion, Long.MIN_VALUE);
  }

  /** Whether it is known already that the position is not taken over at the price. */
  boolean surelyKept(int instrument, double price) {
    return keptVersion[instrument] == positions.version(instrument)
        && price > keptAbove[instrument]
        && price < keptBelow[instrument];
  }

  /** Whether the open position of the instrument would be taken over at the price. */
  boolean due(int instrument, InstrumentSpec spec, BigDecimal price) {
    BigDecimal quantity = positions.quantity(instrument);
    BigDecimal excess =
        positions
            .marginBalance(instrument, price)
            .subtract(spec.maintenanceMargin(quantity.abs().multiply(price)));
    if (excess.signum() <= 0) {
      return true;
    }
    remember(instrument, spec, price, quantity, excess);
    return false;
  }

  /**
   * Per unit of price, balance and maintenance margin together move by no more than the quantity
   * times one and the highest maintenance fraction; a thousandth is left for rounding.
   */
  private void remember(
      int instrument,
      InstrumentSpec spec,
      BigDecimal price,
      BigDecimal quantity,
      BigDecimal excess) {
    double highest =
        spec.brackets().get(spec.brackets().size() - 1).maintenanceFraction().doubleValue();
    double reach =
        0.999 * excess.doubleValue() / (Math.abs(quantity.doubleValue()) * (1.0 + highest));
    boolean isLong = quantity.signum() > 0;
    double at = price.doubleValue();
    keptVersion[instrument] = positions.version(instrument);
    keptAbove[instrument] = isLong ? at - reach : Double.NEGATIVE_INFINITY;
    keptBelow[instrument] = isLong ? Double.POSITIVE_INFINITY : at + reach;
  }

  /** Price at which the margin balance is 0, on the tick away from us; at least one tick. */
  BigDecimal bankruptcyPrice(int instrument, InstrumentSpec spec) {
    BigDecimal quantity = positions.quantity(instrument);
    RoundingMode away = quantity.signum() > 0 ? RoundingMode.FLOOR : RoundingMode.CEILING;
    // The balance is linear in the price, with the signed quantity as its slope.
    BigDecimal exact =
        positions
            .marginBalance(instrument, BigDecimal.ZERO)
            .negate()
            .divide(quantity, Money.SCALE, away);
    return spec.priceOnTick(exact, away).max(spec.tick());
  }

  BigDecimal fee(BigDecimal price, BigDecimal quantity) {
    return Money.booked(price.multiply(quantity).multiply(options.liquidationFeeFraction()));
  }
}
