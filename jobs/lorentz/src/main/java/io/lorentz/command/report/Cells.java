package io.lorentz.command.report;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.math.BigDecimal;
import java.time.Instant;

/** How values are written in files: one text for one value, whatever the JVM or the locale. */
public final class Cells {

  private static final long MINUTE_MS = 60_000;
  private static final long HOUR_MS = 60 * MINUTE_MS;
  private static final long DAY_MS = 24 * HOUR_MS;

  private Cells() {}

  /** A decimal in plain notation without trailing zeros. */
  public static String plain(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }

  /**
   * The shortest decimal that reads back as the same double; empty if it is NaN. Whole numbers have
   * no fraction.
   */
  public static String shortest(double value) {
    if (Double.isNaN(value)) {
      return "";
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return Long.toString((long) value);
    }
    // Double.toString of Java 17 is not always the shortest; Jackson's is (Schubfach).
    return NumberOutput.toString(value, true);
  }

  /** A time in ISO-8601, UTC. */
  public static String utc(long timeMs) {
    return Instant.ofEpochMilli(timeMs).toString();
  }

  /** A timeframe as people write it: 1m, 5m, 4h, 1d; milliseconds where it is no whole minute. */
  public static String timeframe(long lengthMs) {
    if (lengthMs <= 0 || lengthMs % MINUTE_MS != 0) {
      return lengthMs + "ms";
    }
    if (lengthMs % DAY_MS == 0) {
      return lengthMs / DAY_MS + "d";
    }
    return lengthMs % HOUR_MS == 0 ? lengthMs / HOUR_MS + "h" : lengthMs / MINUTE_MS + "m";
  }
}
