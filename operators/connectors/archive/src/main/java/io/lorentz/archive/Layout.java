package io.lorentz.archive;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which column of a file holds what, told from its first row: by name where there is a header, by
 * number of columns where there is none.
 */
final class Layout {

  static final int TIME = 0;
  static final int OPEN = 1;
  static final int HIGH = 2;
  static final int LOW = 3;
  static final int CLOSE = 4;
  static final int VOLUME = 5;
  static final int IGNORED = -1;

  static final String KNOWN =
      "known are: a header with open_time_ms, open_time, time, timestamp or date (s, ms or us since"
          + " 1970 UTC, or text with a UTC offset) and open, high, low, close, volume; or no header"
          + " and time, open, high, low, close, volume first, 6, 7 or 12 columns in all";

  private static final List<String> NAMES =
      List.of("time", "open", "high", "low", "close", "volume");

  /** In order of preference, should a file have several. */
  private static final List<String> TIME_NAMES =
      List.of("open_time_ms", "open_time", "opentime", "timestamp", "time", "date");

  private final int[] roles;
  private final boolean header;

  private Layout(int[] roles, boolean header) {
    this.roles = roles;
    this.header = header;
  }

  static String name(int role) {
    return NAMES.get(role);
  }

  /**
   * Tells the layout.
   *
   * @param first the fields of the first row
   * @param volumeNeeded whether a file without volume is unknown
   * @return empty if it is unknown
   */
  static Optional<Layout> of(List<String> first, boolean volumeNeeded) {
    char[] start = first.get(0).toCharArray();
    if (Decimals.integer(start, 0, start.length) != Decimals.NO_INTEGER) {
      return byCount(first.size());
    }
    return byName(first, volumeNeeded);
  }

  private static Optional<Layout> byCount(int columns) {
    if (columns != 6 && columns != 7 && columns != 12) {
      return Optional.empty();
    }
    int[] roles = new int[columns];
    for (int i = 0; i < columns; i++) {
      roles[i] = i <= VOLUME ? i : IGNORED;
    }
    return Optional.of(new Layout(roles, false));
  }

  private static Optional<Layout> byName(List<String> header, boolean volumeNeeded) {
    List<String> names =
        header.stream().map(s -> s.trim().toLowerCase(Locale.ROOT).replace(' ', '_')).toList();
    int[] roles = new int[names.size()];
    Arrays.fill(roles, IGNORED);
    Optional<String> time = TIME_NAMES.stream().filter(names::contains).findFirst();
    if (time.isEmpty()) {
      return Optional.empty();
    }
    roles[names.indexOf(time.get())] = TIME;
    for (int role = OPEN; role <= VOLUME; role++) {
      int column = names.indexOf(NAMES.get(role));
      if (column >= 0) {
        roles[column] = role;
      } else if (role != VOLUME || volumeNeeded) {
        return Optional.empty();
      }
    }
    return Optional.of(new Layout(roles, true));
  }

  /** Whether the first row is a header. */
  boolean hasHeader() {
    return header;
  }

  /** What the column holds; {@link #IGNORED} for a column of no use or beyond the last. */
  int role(int column) {
    return column < roles.length ? roles[column] : IGNORED;
  }

  int columns() {
    return roles.length;
  }
}
