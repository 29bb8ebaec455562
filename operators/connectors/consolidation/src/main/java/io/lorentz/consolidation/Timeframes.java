package io.lorentz.consolidation;

/** Lengths of bars as text. */
final class Timeframes {

  private static final long MINUTE_MS = 60_000;
  private static final long HOUR_MS = 60 * MINUTE_MS;
  private static final long DAY_MS = 24 * HOUR_MS;

  private Timeframes() {}

  /** E.g. 1m, 15m, 1h, 1d; in ms what is no whole minute. */
  static String text(long ms) {
    if (ms % DAY_MS == 0) {
      return ms / DAY_MS + "d";
    }
    if (ms % HOUR_MS == 0) {
      return ms / HOUR_MS + "h";
    }
    return ms % MINUTE_MS == 0 ? ms / MINUTE_MS + "m" : ms + "ms";
  }

  /** The length of a text that {@link #text} gives. */
  static long ms(String text) {
    String digits = text.replaceAll("[a-z]+$", "");
    long number = Long.parseLong(digits);
    return switch (text.substring(digits.length())) {
      case "m" -> number * MINUTE_MS;
      case "h" -> number * HOUR_MS;
      case "d" -> number * DAY_MS;
      default -> number;
    };
  }
}
