package io.lorentz.consolidation;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which column holds what: by name where there is a header, by number of columns where there is
 * none.
 *
 * @param time column of the start of a bar
 * @param prices columns of open, high, low, close, volume
 * @param header whether the first row is one
 */
record BarColumns(int time, List<Integer> prices, boolean header) {

  private static final List<String> TIME_NAMES =
      List.of("open_time_ms", "open_time", "opentime", "timestamp", "time", "date");
  private static final List<String> PRICE_NAMES = List.of("open", "high", "low", "close", "volume");

  /** Columns of a row without header: time, open, high, low, close, volume first. */
  private static final BarColumns USUAL = new BarColumns(0, List.of(1, 2, 3, 4, 5), false);

  /**
   * Tells the columns from the first row.
   *
   * @return empty if these are no bars
   */
  static Optional<BarColumns> of(List<String> first) {
    if (first.isEmpty()) {
      return Optional.empty();
    }
    if (first.get(0).strip().matches("\\d.*")) {
      int columns = first.size();
      return columns == 6 || columns == 7 || columns == 12 || columns == 11
          ? Optional.of(USUAL)
          : Optional.empty();
    }
    return byName(first, true);
  }

  /**
   * By names.
   *
   * @param header whether the names are the first row of the file
   */
  static Optional<BarColumns> byName(List<String> names, boolean header) {
    List<String> known =
        names.stream().map(s -> s.strip().toLowerCase(Locale.ROOT).replace(' ', '_')).toList();
    Optional<String> time = TIME_NAMES.stream().filter(known::contains).findFirst();
    List<Integer> prices = PRICE_NAMES.stream().map(known::indexOf).toList();
    if (time.isEmpty() || prices.stream().anyMatch(column -> column < 0)) {
      return Optional.empty();
    }
    return Optional.of(new BarColumns(known.indexOf(time.get()), prices, header));
  }

  /** Columns that a row must have at least. */
  int least() {
    return Math.max(time, Collections.max(prices)) + 1;
  }
}
