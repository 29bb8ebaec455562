package io.lorentz.core.orders;

import io.lorentz.schemas.units.InstrumentSpec;
import io.lorentz.schemas.units.OptionRange;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * How a trade is opened.
 *
 * @param style MARKET, LIMIT or POST_ONLY; default MARKET. The two below hold for limits only
 * @param offsetBps how much better than the price decided at the limit is, 1/10,000 of that price,
 *     -1,000 to 1,000; below 0 the limit runs after the price; default 0. Stop and size are
 *     reckoned from the limit
 * @param validityBars bars of the shortest timeframe from the decision on which the limit works, 1
 *     to 1,000; default 5
 */
public record EntryOptions(EntryStyle style, BigDecimal offsetBps, int validityBars)
    implements Serializable {

  private static final BigDecimal BPS = BigDecimal.valueOf(10_000);

  /** Checks the ranges. */
  public EntryOptions {
    if (style == null) {
      throw new IllegalArgumentException(
          "entries.style: must be MARKET, LIMIT or POST_ONLY, was null; name one");
    }
    if (offsetBps == null || offsetBps.abs().compareTo(BigDecimal.valueOf(1_000)) > 0) {
      throw new IllegalArgumentException(
          "entries.offsetBps: must be -1000 to 1000, was "
              + offsetBps
              + "; give a value in that range");
    }
    OptionRange.within("entries.validityBars", validityBars, 1, 1_000);
  }

  /** Market orders. */
  public static EntryOptions defaults() {
    return new EntryOptions(EntryStyle.MARKET, BigDecimal.ZERO, 5);
  }

  /**
   * The limit of an entry, on the tick away from the market; empty for a market order.
   *
   * @param direction 1 long, -1 short
   * @param decided price decided at, quote currency per unit
   */
  public Optional<BigDecimal> limit(InstrumentSpec spec, int direction, BigDecimal decided) {
    if (style == EntryStyle.MARKET) {
      return Optional.empty();
    }
    BigDecimal better = decided.multiply(offsetBps).divide(BPS);
    return Optional.of(
        direction > 0
            ? spec.priceOnTick(decided.subtract(better), RoundingMode.FLOOR).max(spec.tick())
            : spec.priceOnTick(decided.add(better), RoundingMode.CEILING));
  }

  /** Whether the entry must rest. */
  public boolean postOnly() {
    return style == EntryStyle.POST_ONLY;
  }
}
