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
 * @param brackets leverage and maintenance margin by notional, at least one; caps rise, leverage
 *     does not, maintenance does not fall. Beyond the last cap nothing may be opened
 */
public record InstrumentSpec(
    String name,
    BigDecimal tick,
    BigDecimal lot,
    BigDecimal minQuantity,
    BigDecimal minNotional,
    List<LeverageBracket> brackets)
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
    brackets = List.copyOf(brackets);
    checkBrackets(name, brackets);
  }

  private static void checkBrackets(String name, List<LeverageBracket> brackets) {
    String key = "instruments." + name + ".brackets";
    if (brackets.isEmpty()) {
      throw new IllegalArgumentException(key + ": must have one or more, was []; add a bracket");
    }
    for (int k = 1; k < brackets.size(); k++) {
      LeverageBracket low = brackets.get(k - 1);
      LeverageBracket high = brackets.get(k);
      if (high.notionalCap().compareTo(low.notionalCap()) <= 0
          || high.maxLeverage() > low.maxLeverage()
          || high.maintenanceFraction().compareTo(low.maintenanceFraction()) < 0) {
        throw new IllegalArgumentException(
            key
                + ": a later bracket must have a higher cap, no more leverage and no less"
                + " maintenance, was "
                + high
                + " after "
                + low
                + "; sort and mend them");
      }
    }
  }

  /**
   * The three instruments shipped, with the steps and minimums of Bitget's USDT-M perpetuals and
   * the leverage brackets that Binance's USDⓈ-M perpetuals had on 2025-06-22, the lower ones.
   */
  public static List<InstrumentSpec> defaults() {
    return List.of(
        of("BTCUSDT", "0.1", "0.001", "0.001", "5", majors("70000000")),
        of("ETHUSDT", "0.01", "0.01", "0.01", "5", majors("50000000")),
        of(
            "SOLUSDT",
            "0.001",
            "0.1",
            "0.1",
            "5",
            List.of(
                bracket("20000", 100, "0.005"),
                bracket("100000", 75, "0.0065"),
                bracket("800000", 50, "0.01"),
                bracket("4000000", 25, "0.02"),
                bracket("8000000", 20, "0.025"),
                bracket("40000000", 10, "0.05"))));
  }

  private static List<LeverageBracket> majors(String lastCap) {
    return List.of(
        bracket("50000", 125, "0.004"),
        bracket("600000", 100, "0.005"),
        bracket("3000000", 75, "0.0065"),
        bracket("12000000", 50, "0.01"),
        bracket(lastCap, 25, "0.02"));
  }

  private static LeverageBracket bracket(String cap, int leverage, String maintenance) {
    return new LeverageBracket(new BigDecimal(cap), leverage, new BigDecimal(maintenance));
  }

  private static InstrumentSpec of(
      String name,
      String tick,
      String lot,
      String minQuantity,
      String minNotional,
      List<LeverageBracket> brackets) {
    return new InstrumentSpec(
        name,
        new BigDecimal(tick),
        new BigDecimal(lot),
        new BigDecimal(minQuantity),
        new BigDecimal(minNotional),
        brackets);
  }

  /**
   * Margin that a position of a notional must keep; exact. Each part of the notional is charged by
   * its own bracket, and what lies beyond the last cap by the last one.
   *
   * @param notional price times quantity, quote currency, 0 or more
   */
  public BigDecimal maintenanceMargin(BigDecimal notional) {
    BigDecimal margin = BigDecimal.ZERO;
    BigDecimal floor = BigDecimal.ZERO;
    for (int k = 0; k < brackets.size() && notional.compareTo(floor) > 0; k++) {
      LeverageBracket bracket = brackets.get(k);
      boolean last = k == brackets.size() - 1;
      BigDecimal top = last ? notional : notional.min(bracket.notionalCap());
      margin = margin.add(top.subtract(floor).multiply(bracket.maintenanceFraction()));
      floor = bracket.notionalCap();
    }
    return margin;
  }

  /** Largest notional that may be opened with a leverage, quote currency; 0 if none may. */
  public BigDecimal notionalCap(int leverage) {
    BigDecimal cap = BigDecimal.ZERO;
    for (LeverageBracket bracket : brackets) {
      if (bracket.maxLeverage() >= leverage) {
        cap = bracket.notionalCap();
      }
    }
    return cap;
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
