package io.lorentz.consolidation;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Columns that a person gives for files whose content does not tell them. */
public final class Layouts {

  private record One(PathMatcher files, List<String> columns) {}

  private final List<One> given = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();

  /**
   * Adds one.
   *
   * @param text {@code GLOB=column,column,…}: names of the columns, among them time (or open_time),
   *     open, high, low, close and volume; the glob is of the path as the report shows it
   * @throws ConsolidationException if it is not that
   */
  public Layouts with(String text) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw new ConsolidationException(
          "--layout "
              + text
              + ": must be GLOB=COLUMNS; write **/kraken/**=time,open,high,low,close,volume,trades");
    }
    List<String> columns = List.of(text.substring(equals + 1).split(","));
    if (BarColumns.byName(columns, false).isEmpty()) {
      throw new ConsolidationException(
          "--layout " + text + ": must name time, open, high, low, close and volume; add them");
    }
    given.add(
        new One(
            FileSystems.getDefault().getPathMatcher("glob:" + text.substring(0, equals)), columns));
    texts.add(text);
    return this;
  }

  /** All that were given, in order. */
  String text() {
    return String.join("\n", texts);
  }

  Optional<List<String>> of(String name) {
    Path path = Path.of(name.replace('!', '/'));
    return given.stream().filter(one -> one.files().matches(path)).map(One::columns).findFirst();
  }
}
