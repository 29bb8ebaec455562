package io.lorentz.schemas.units;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Exact amounts. Inside the rooms an amount has at most 18 decimals and no trailing zeros; in rows
 * and images it has exactly 18. All methods are pure.
 */
public final class Money {

  /** Decimals of every amount in a row or an image. */
  public static final int SCALE = 18;

  private Money() {}

  /**
   * Rounds a computed amount to what the ledger books: 18 decimals, half to even. What is booked is
   * the truth from then on, so sums of booked amounts are exact.
   */
  public static BigDecimal booked(BigDecimal computed) {
    BigDecimal stripped = computed.stripTrailingZeros();
    return stripped.scale() <= SCALE
        ? stripped
        : stripped.setScale(SCALE, RoundingMode.HALF_EVEN).stripTrailingZeros();
  }

  /**
   * Gives the amount as rows and images hold it: 18 decimals.
   *
   * @throws ArithmeticException if it has more than 18 decimals, which no booked amount has
   */
  public static BigDecimal toBorder(BigDecimal amount) {
    return amount.setScale(SCALE, RoundingMode.UNNECESSARY);
  }

  /** Gives an amount of a row or an image as the rooms compute with it: no trailing zeros. */
  public static BigDecimal fromBorder(BigDecimal amount) {
    return amount.stripTrailingZeros();
  }

  /** Writes an amount in plain digits without trailing zeros, e.g. {@code 0.005}. */
  public static String text(BigDecimal amount) {
    return amount.stripTrailingZeros().toPlainString();
  }
}
