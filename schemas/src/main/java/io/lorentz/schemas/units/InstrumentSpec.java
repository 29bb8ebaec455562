package io.lorentz.schemas.units;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * What a venue allows of one instrument. Immutable.
 *
 * @param name symbol, e.g. {@code BTCUSDT}; not empty
 * @param tick smallest step of a price, quote currency per unit; greater than 0
 * @param lot smallest step of a quantity, base currency; greater than 0. Tick and lot have together
 *     at most 18 decimals, so that price times quantity is exact
 * @param minQuantity smallest quantity of an order, base currency; 0 or more
 * @param minNotional smallest price times quantity of an order, quote currency; 0 or more
 */
public record InstrumentSpec(
    String name, BigDecimal tick, BigDecimal lot, BigDecimal minQuantity, BigDecimal minNotional)
    implements Serializable {

  /** Checks the ranges. */
  public InstrumentSpec {
    if (name == null || name.isBlank()) {
      throw new IllegalArgumentException("instruments.name: is empty; name the symbol");
    }
    tick = OptionRange.positive("instruments." + name + ".tick", tick).stripTrailingZeros();
    lot = OptionRange.positive("instruments." + name + ".lot", lot).stripTrailingZeros();
    OptionRange.notNegative("instruments." + name + ".minQuantity", minQuantity);
    OptionRange.notNegative("instruments." + name + ".minNotional", minNotional);
    if (Math.max(0, tick.scale()) + Math.max(0, lot.scale()) > Money.SCALE) {
      throw new IllegalArgumentException(
          "instruments."
              + name
              + ": tick and lot have more than 18 decimals together, was "
              + tick.toPlainString()
              + " and "
              + lot.toPlainString()
              + "; use coarser steps");
    }
  }

  /** The three instruments shipped, with the steps and minimums of Bitget's USDT-M perpetuals. */
  public static List<InstrumentSpec> defaults() {
    return List.of(
        of("BTCUSDT", "0.1", "0.001", "0.001", "5"),
        of("ETHUSDT", "0.01", "0.01", "0.01", "5"),
        of("SOLUSDT", "0.001", "0.1", "0.1", "5"));
  }

  private static InstrumentSpec of(
      String name, String tick, String lot, String minQuantity, String minNotional) {
    return new InstrumentSpec(
        name,
        new BigDecimal(tick),
        new BigDecimal(lot),
        new BigDecimal(minQuantity),
        new BigDecimal(minNotional));
  }

  /**
   * Puts a price on the tick; the one way a price is rounded. Pass {@code UP} or {@code DOWN} as
   * the caller's promise asks; prices are positive, so both mean what they say on the number line.
   *
   * @param price exact price, quote currency per unit
   * @param mode where to round
   */
  public BigDecimal priceOnTick(BigDecimal price, RoundingMode mode) {
    return onStep(price, tick, mode);
  }

  /**
   * Puts a bar's price on the tick, to the nearest (half up): the mark, and the price decided at.
   * The double is read as the shortest decimal that gives it.
   */
  public BigDecimal markOnTick(double price) {
    return onStep(BigDecimal.valueOf(price), tick, RoundingMode.HALF_UP);
  }

  /** Puts a quantity on the lot; always rounded down. */
  public BigDecimal quantityOnLot(BigDecimal quantity) {
    return onStep(quantity, lot, RoundingMode.DOWN);
  }

  private static BigDecimal onStep(BigDecimal value, BigDecimal step, RoundingMode mode) {
    return value.divide(step, 0, mode).multiply(step).stripTrailingZeros();
  }
}
