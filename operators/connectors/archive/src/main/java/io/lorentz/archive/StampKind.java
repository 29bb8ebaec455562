package io.lorentz.archive;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a file of stamped values holds beside the bars, and how its columns are named. */
enum StampKind {
  /**
   * Funding. The stamps are the exchange's own, some ms after the full hour, and other sources
   * round them: so two stamps less than half a minute apart are one payment. Exchanges pay every
   * hour at most.
   */
  FUNDING(
      "funding rate",
      30_000,
      "known are: a header with funding_time_ms, funding_time, calc_time, timestamp_ms, timestamp"
          + " or time (s, ms or us since 1970 UTC, or text with a UTC offset) and funding_rate or"
          + " last_funding_rate"),

  /**
   * Mark price. A bar of mark prices gives its open at its start, which is known then and is what
   * exchanges reckon funding with; the rest of it is known at its end only, where the open of the
   * next bar says the same, and the last bar of a file may have been open when it was stored.
   */
  MARK(
      "mark price",
      0,
      "known are: a header with open_time_ms, open_time, timestamp_ms, timestamp, time or date (s,"
          + " ms or us since 1970 UTC, or text with a UTC offset) and mark_price, or open and close"
          + " of bars of mark prices");

  private static final List<String> FUNDING_TIMES =
      List.of("funding_time_ms", "funding_time", "fundingtime", "calc_time");
  private static final List<String> TIMES =
      List.of("open_time_ms", "open_time", "timestamp_ms", "timestamp", "time", "date");
  private static final List<String> RATES =
      List.of("funding_rate", "fundingrate", "last_funding_rate");
  private static final List<String> MARKS = List.of("mark_price", "markprice");

  private static final int MAX_DECIMALS = 18;

  private final String words;
  private final long sameMs;
  private final String known;

  StampKind(String words, long sameMs, String known) {
    this.words = words;
    this.sameMs = sameMs;
    this.known = known;
  }

  /** Columns of a file. */
  record Columns(int time, int value, int count) {}

  /** In plain words. */
  String words() {
    return words;
  }

  /** Stamps that lie less than this apart, or are equal, are one, ms. */
  boolean same(long earlierMs, long laterMs) {
    return laterMs == earlierMs || laterMs - earlierMs < sameMs;
  }

  /** The layouts that are known. */
  String known() {
    return known;
  }

  /** Finds the columns; empty if the header is none of this kind. */
  Optional<Columns> columns(List<String> header) {
    List<String> names =
        header.stream().map(s -> s.trim().toLowerCase(Locale.ROOT).replace(' ', '_')).toList();
    int time = first(names, FUNDING_TIMES);
    if (time < 0) {
      time = first(names, TIMES);
    }
    int value = first(names, this == FUNDING ? RATES : MARKS);
    if (value < 0 && this == MARK && names.contains("close")) {
      value = names.indexOf("open");
    }
    return time < 0 || value < 0
        ? Optional.empty()
        : Optional.of(new Columns(time, value, names.size()));
  }

  private static int first(List<String> names, List<String> wanted) {
    return wanted.stream().filter(names::contains).findFirst().map(names::indexOf).orElse(-1);
  }

  /** What is wrong with a value of this kind; empty if nothing is. */
  Optional<String> fault(BigDecimal value) {
    // Compared first: only then is it sure that the number can be written out.
    if (this == MARK) {
      boolean isPrice = value.doubleValue() > 0 && Double.isFinite(value.doubleValue());
      return isPrice ? Optional.empty() : Optional.of("must be above 0, was " + value);
    }
    if (value.abs().compareTo(BigDecimal.ONE) >= 0) {
      return Optional.of("must be a fraction above -1 and below 1, was " + value);
    }
    return value.stripTrailingZeros().scale() > MAX_DECIMALS
        ? Optional.of("must have at most " + MAX_DECIMALS + " decimals, was " + value)
        : Optional.empty();
  }
}
