package io.lorentz.archive;

import java.math.BigDecimal;
import java.nio.file.Path;

/**
 * A value that holds at a time.
 *
 * @param ms market time, ms since 1970 UTC
 * @param value a funding rate (fraction) or a mark price (quote currency), as exact as its text
 * @param path file of its row
 * @param line line of its row
 */
record Stamped(long ms, BigDecimal value, Path path, long line) {

  /** Before all others. */
  static final Stamped NONE = new Stamped(Long.MIN_VALUE, BigDecimal.ZERO, Path.of(""), 0);

  /** {@code file:line} of its row. */
  String place() {
    return path + ":" + line;
  }
}
