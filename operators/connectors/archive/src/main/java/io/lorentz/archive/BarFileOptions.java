package io.lorentz.archive;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the merging reader reads.
 *
 * @param files paths per instrument; a path is a file or a directory, which stands for all its
 *     files in order of name. No default
 * @param fromMs trading starts with the first bar that starts at or after it, UTC ms; bars before
 *     it are given too, as warm-up. Default {@link #FIRST_BAR}: the first bar
 * @param toMs bars that start at or after it are not given, UTC ms. Default {@link #LAST_BAR}: all
 * @param lengthMs length of the bars in ms, 1 or more. Default {@link #FIND_LENGTH}: the most
 *     frequent difference between the first rows
 * @param consecutive true takes the rows as they stand, whatever the clock says: starts need not
 *     lie on the grid of the length (exchange sessions, daylight saving) and a file needs no volume
 *     (then 0). Default false
 * @param funding paths of funding files per instrument, in the same form; may be empty, as is the
 *     default. A file that holds mark prices too gives both
 * @param marks paths of files of mark prices per instrument, in the same form; may be empty, as is
 *     the default
 */
public record BarFileOptions(
    Map<String, List<String>> files,
    long fromMs,
    long toMs,
    long lengthMs,
    boolean consecutive,
    Map<String, List<String>> funding,
    Map<String, List<String>> marks)
    implements Serializable {

  /** Trading starts with the first bar. */
  public static final long FIRST_BAR = Long.MIN_VALUE;

  /** Bars are given to the end of the files. */
  public static final long LAST_BAR = Long.MAX_VALUE;

  /** The length of the bars is found from the first rows. */
  public static final long FIND_LENGTH = 0;

  /** Checks and copies. */
  public BarFileOptions {
    if (files.isEmpty()) {
      throw new IllegalArgumentException("files: no series; name at least one SYMBOL=PATH");
    }
    files = sorted("files", files);
    funding = sorted("funding", funding);
    marks = sorted("marks", marks);
    requireBars("funding", funding.keySet(), files.keySet());
    requireBars("marks", marks.keySet(), files.keySet());
    if (lengthMs < 0) {
      throw new IllegalArgumentException(
          "lengthMs: must be 1 or more (0 finds it), was " + lengthMs + "; give ms");
    }
    if (fromMs >= toMs) {
      throw new IllegalArgumentException(
          "fromMs: must lie before toMs " + toMs + ", was " + fromMs + "; move one of them");
    }
  }

  private static Map<String, List<String>> sorted(String key, Map<String, List<String>> given) {
    TreeMap<String, List<String>> sorted = new TreeMap<>();
    given.forEach((instrument, paths) -> sorted.put(instrument, checked(key, instrument, paths)));
    return Collections.unmodifiableMap(sorted);
  }

  private static List<String> checked(String key, String instrument, List<String> paths) {
    if (instrument.isBlank()) {
      throw new IllegalArgumentException(key + ": a symbol is empty; write SYMBOL=PATH");
    }
    if (paths.isEmpty()) {
      throw new IllegalArgumentException(
          key + ": " + instrument + " has no path; write " + instrument + "=PATH");
    }
    return Collections.unmodifiableList(new ArrayList<>(paths));
  }

  private static void requireBars(String key, Set<String> named, Set<String> withBars) {
    for (String instrument : named) {
      if (!withBars.contains(instrument)) {
        throw new IllegalArgumentException(
            key + ": " + instrument + " has no bars, was beside " + withBars + "; name its bars");
      }
    }
  }

  /** All bars of the given files, trading from the first. */
  public static BarFileOptions of(Map<String, List<String>> files) {
    return new BarFileOptions(files, FIRST_BAR, LAST_BAR, FIND_LENGTH, false, Map.of(), Map.of());
  }

  /** The same with trading from this bar start on, UTC ms. */
  public BarFileOptions withFromMs(long fromMs) {
    return new BarFileOptions(files, fromMs, toMs, lengthMs, consecutive, funding, marks);
  }

  /** The same without the bars that start at or after this, UTC ms. */
  public BarFileOptions withToMs(long toMs) {
    return new BarFileOptions(files, fromMs, toMs, lengthMs, consecutive, funding, marks);
  }

  /** The same with this bar length, ms. */
  public BarFileOptions withLengthMs(long lengthMs) {
    return new BarFileOptions(files, fromMs, toMs, lengthMs, consecutive, funding, marks);
  }

  /** The same with these paths of funding files per instrument. */
  public BarFileOptions withFunding(Map<String, List<String>> funding) {
    return new BarFileOptions(files, fromMs, toMs, lengthMs, consecutive, funding, marks);
  }

  /** The same with these paths of files of mark prices per instrument. */
  public BarFileOptions withMarks(Map<String, List<String>> marks) {
    return new BarFileOptions(files, fromMs, toMs, lengthMs, consecutive, funding, marks);
  }

  /** The same with rows taken as consecutive bars or not. */
  public BarFileOptions withConsecutive(boolean consecutive) {
    return new BarFileOptions(files, fromMs, toMs, lengthMs, consecutive, funding, marks);
  }
}
