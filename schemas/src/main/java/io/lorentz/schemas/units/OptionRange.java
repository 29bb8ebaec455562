package io.lorentz.schemas.units;

import java.math.BigDecimal;

/**
 * Ranges of option values. Each method gives the value back or throws an {@link
 * IllegalArgumentException} that names the option, the fault, the value and the mend.
 */
public final class OptionRange {

  private OptionRange() {}

  /** The value must be greater than 0. */
  public static BigDecimal positive(String name, BigDecimal value) {
    if (value == null || value.signum() <= 0) {
      throw refusal(name, "must be greater than 0", value, "give a positive number");
    }
    return value;
  }

  /** The value must be 0 or more. */
  public static BigDecimal notNegative(String name, BigDecimal value) {
    if (value == null || value.signum() < 0) {
      throw refusal(name, "must be 0 or more", value, "give 0 or a positive number");
    }
    return value;
  }

  /** The value must be greater than 0 and at most 1. */
  public static BigDecimal fraction(String name, BigDecimal value) {
    if (value == null || value.signum() <= 0 || value.compareTo(BigDecimal.ONE) > 0) {
      throw refusal(name, "must be a fraction above 0 and at most 1", value, "write 2 % as 0.02");
    }
    return value;
  }

  /** The value must lie between the bounds, both included. */
  public static long within(String name, long value, long low, long high) {
    if (value < low || value > high) {
      throw refusal(name, "must be " + low + " to " + high, value, "give a value in that range");
    }
    return value;
  }

  private static IllegalArgumentException refusal(
      String name, String fault, Object value, String mend) {
    return new IllegalArgumentException(name + ": " + fault + ", was " + value + "; " + mend);
  }
}
