package io.lorentz.core.execution;

import io.lorentz.schemas.Liquidity;
import io.lorentz.schemas.OrderSide;
import io.lorentz.schemas.VenueEvent;
import io.lorentz.schemas.units.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Objects;
import java.util.Optional;

/**
 * What an order has filled so far. Immutable.
 *
 * @param quantity base currency
 * @param cost sum of price times quantity, quote currency; exact
 * @param referenceCost the same at the prices before half spread and slip, quote currency; exact
 * @param fee sum of fees, quote currency; exact
 * @param liquidity TAKER if any fill took; empty before the first
 */
public record Fills(
    BigDecimal quantity,
    BigDecimal cost,
    BigDecimal referenceCost,
    BigDecimal fee,
    Optional<Liquidity> liquidity) {

  /** Nothing yet. */
  public static final Fills NONE =
      new Fills(
          BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, Optional.empty());

  /** With one more fill; where the venue names no reference, it is the price. */
  public Fills plus(VenueEvent fill) {
    BigDecimal filled = Money.fromBorder(fill.getQuantity());
    BigDecimal reference = Objects.requireNonNullElse(fill.getReferencePrice(), fill.getPrice());
    boolean took =
        fill.getLiquidity() == Liquidity.TAKER
            || liquidity.filter(l -> l == Liquidity.TAKER).isPresent();
    return new Fills(
        quantity.add(filled),
        cost.add(filled.multiply(fill.getPrice())),
        referenceCost.add(filled.multiply(reference)),
        fee.add(fill.getFee()),
        Optional.of(took ? Liquidity.TAKER : Liquidity.MAKER));
  }

  /** Whether anything filled. */
  public boolean any() {
    return quantity.signum() > 0;
  }

  /** Average price, at most 18 decimals (half to even); empty before the first fill. */
  public Optional<BigDecimal> price() {
    return average(cost);
  }

  /** Average price before half spread and slip; empty before the first fill. */
  public Optional<BigDecimal> referencePrice() {
    return average(referenceCost);
  }

  private Optional<BigDecimal> average(BigDecimal sum) {
    return any()
        ? Optional.of(sum.divide(quantity, Money.SCALE, RoundingMode.HALF_EVEN))
        : Optional.empty();
  }

  /** How much worse than the reference it came out, quote currency; exact. */
  public BigDecimal slippage(OrderSide side) {
    return side == OrderSide.BUY ? cost.subtract(referenceCost) : referenceCost.subtract(cost);
  }
}
