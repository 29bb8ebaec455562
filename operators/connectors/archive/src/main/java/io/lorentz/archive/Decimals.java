package io.lorentz.archive;

/** Numbers straight from the characters of a field; equal to what the JDK gives for the text. */
final class Decimals {

  /** Returned for a text that is no time. No real time is that far away. */
  static final long NO_INTEGER = Long.MIN_VALUE;

  /** Largest integer up to which every integer is a double. */
  private static final long EXACT = 1L << 53;

  private static final int MAX_DIGITS = 18;

  /** Powers of ten that are exact as a double. */
  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  private Decimals() {}

  /** Reads digits only; {@link #NO_INTEGER} for anything else. */
  static long integer(char[] text, int offset, int length) {
    if (length == 0 || length > MAX_DIGITS) {
      return NO_INTEGER;
    }
    long value = 0;
    for (int i = offset; i < offset + length; i++) {
      int digit = text[i] - '0';
      if (digit < 0 || digit > 9) {
        return NO_INTEGER;
      }
      value = 10 * value + digit;
    }
    return value;
  }

  /**
   * Reads a decimal number; NaN for anything else, also for the words NaN and Infinity.
   *
   * <p>An integer up to 2^53 and a power of ten up to 10^22 are exact doubles, so their quotient is
   * the correctly rounded value (Clinger 1990); everything else goes to the JDK.
   */
  static double decimal(char[] text, int offset, int length) {
    long mantissa = 0;
    int digits = 0;
    int fraction = -1;
    for (int i = offset; i < offset + length; i++) {
      char c = text[i];
      if (c >= '0' && c <= '9') {
        mantissa = 10 * mantissa + (c - '0');
        fraction += fraction >= 0 ? 1 : 0;
        if (++digits > MAX_DIGITS) {
          return slow(text, offset, length);
        }
      } else if (c == '.' && fraction < 0) {
        fraction = 0;
      } else {
        return slow(text, offset, length);
      }
    }
    if (digits == 0) {
      return Double.NaN;
    }
    if (mantissa > EXACT) {
      return slow(text, offset, length);
    }
    return fraction > 0 ? mantissa / POWERS[fraction] : mantissa;
  }

  private static double slow(char[] text, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      char c = text[i];
      // The JDK also reads hexadecimal numbers, type suffixes and words; none of them is a price.
      if ("0123456789+-.eE".indexOf(c) < 0) {
        return Double.NaN;
      }
    }
    try {
      return Double.parseDouble(new String(text, offset, length));
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
