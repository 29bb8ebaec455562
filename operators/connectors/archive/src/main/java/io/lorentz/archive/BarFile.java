package io.lorentz.archive;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * One bar file, read from front to back. Each row is checked by itself and against the one before
 * it; what needs the rest of the series is checked by {@link SeriesReader}.
 */
final class BarFile implements Closeable {

  private final TextFile file;
  private final Path path;
  private final CsvReader<Row> reader;
  private final CloseableIterator<Row> rows;
  private final RowHandler handler;
  private Row row = new Row();
  private long previousMs = Long.MIN_VALUE;

  private BarFile(TextFile file, boolean volumeNeeded) {
    this.file = file;
    this.path = file.path();
    this.handler = new RowHandler(volumeNeeded);
    this.reader = CsvReader.builder().detectBomHeader(true).build(handler, file.text());
    this.rows = reader.iterator();
  }

  /**
   * Opens a file.
   *
   * @param volumeNeeded whether a file without a volume is refused
   * @throws BadFileException if it is missing, unreadable or no text
   */
  static BarFile open(Path path, boolean volumeNeeded) {
    TextFile file = TextFile.open(path);
    try {
      return new BarFile(file, volumeNeeded);
    } catch (UncheckedIOException e) {
      file.close();
      throw TextFile.unreadable(path, 0, e.getCause());
    }
  }

  /**
   * Goes to the next row.
   *
   * @return false at the end
   * @throws BadFileException if the row cannot be a bar
   */
  boolean advance() {
    if (!file.hasNext(rows, row.line)) {
      return false;
    }
    row = rows.next();
    if (handler.unknownLayout()) {
      throw new BadFileException(
          path, row.line, "unknown layout, was '" + handler.firstRow() + "'", Layout.KNOWN);
    }
    if (handler.malformed()) {
      throw new BadFileException(path, row.line, handler.fault(), TextFile.EXPORT_AGAIN);
    }
    check();
    previousMs = row.startMs;
    return true;
  }

  private void check() {
    positive(Layout.OPEN, row.open);
    positive(Layout.HIGH, row.high);
    positive(Layout.LOW, row.low);
    positive(Layout.CLOSE, row.close);
    if (row.volume < 0) {
      throw bad("volume must be 0 or more, was " + row.volume, TextFile.EXPORT_AGAIN);
    }
    if (row.high < row.low) {
      throw bad(
          "high must not be below low, was high " + row.high + ", low " + row.low,
          TextFile.EXPORT_AGAIN);
    }
    if (row.high < Math.max(row.open, row.close) || row.low > Math.min(row.open, row.close)) {
      throw bad(
          "open and close must lie between low and high, was " + row.values(),
          TextFile.EXPORT_AGAIN);
    }
    if (row.startMs < previousMs) {
      throw file.unsorted(row.line, row.startMs, previousMs);
    }
  }

  private void positive(int role, double price) {
    if (!(price > 0)) {
      throw bad(Layout.name(role) + " must be above 0, was " + price, TextFile.EXPORT_AGAIN);
    }
  }

  BadFileException bad(String fault, String mend) {
    return new BadFileException(path, row.line, fault, mend);
  }

  /** The row that {@link #advance} went to; overwritten by the next. */
  Row row() {
    return row;
  }

  Path path() {
    return path;
  }

  /** Reads what is left without looking at it, for the sum over the whole file. */
  String sha256OfAll() {
    return file.sha256OfAll();
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
