package io.lorentz.archive;

import java.util.Locale;

/** One row of a bar file, used again for each row so that reading leaves little behind. */
final class Row {

  long startMs;
  double open;
  double high;
  double low;
  double close;
  double volume;
  long line;

  void take(Row other) {
    startMs = other.startMs;
    open = other.open;
    high = other.high;
    low = other.low;
    close = other.close;
    volume = other.volume;
    line = other.line;
  }

  boolean sameValues(Row other) {
    return Double.compare(open, other.open) == 0
        && Double.compare(high, other.high) == 0
        && Double.compare(low, other.low) == 0
        && Double.compare(close, other.close) == 0
        && Double.compare(volume, other.volume) == 0;
  }

  String values() {
    return String.format(Locale.ROOT, "%s,%s,%s,%s,%s", open, high, low, close, volume);
  }
}
