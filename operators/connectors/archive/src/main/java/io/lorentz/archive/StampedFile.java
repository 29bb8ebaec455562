package io.lorentz.archive;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** One file of stamped values, read from front to back, each row checked. */
final class StampedFile implements Closeable {

  private static final String NUMBER = "0123456789+-.eE";

  private final TextFile file;
  private final StampKind kind;
  private final CsvReader<CsvRecord> reader;
  private final CloseableIterator<CsvRecord> rows;
  private final Optional<StampKind.Columns> columns;
  private final List<String> header;
  private long line;
  private Stamped current = Stamped.NONE;

  /**
   * Opens a file and reads its header.
   *
   * @throws BadFileException if it is missing, unreadable or empty
   */
  StampedFile(Path path, StampKind kind) {
    this.file = TextFile.open(path);
    this.kind = kind;
    try {
      this.reader =
          CsvReader.builder().detectBomHeader(true).build(CsvRecordHandler.of(), file.text());
      this.rows = reader.iterator();
      this.header = file.hasNext(rows, 0) ? fields(rows.next()) : List.of();
      this.columns = kind.columns(header);
    } catch (UncheckedIOException e) {
      file.close();
      throw TextFile.unreadable(path, 0, e.getCause());
    } catch (BadFileException e) {
      file.close();
      throw e;
    }
  }

  private List<String> fields(CsvRecord first) {
    line = first.getStartingLineNumber();
    return first.getFields();
  }

  /** Whether its header names what is sought. */
  boolean isOfItsKind() {
    return columns.isPresent();
  }

  /** Refuses it if its header does not name what is sought. */
  void requireItsKind() {
    if (columns.isEmpty()) {
      throw new BadFileException(
          file.path(),
          Math.max(1, line),
          "unknown layout of a " + kind.words() + ", was '" + String.join(",", header) + "'",
          kind.known());
    }
  }

  /**
   * Goes to the next row.
   *
   * @return false at the end
   * @throws BadFileException if the row is malformed or lies before the last
   */
  boolean advance() {
    StampKind.Columns known = columns.orElseThrow();
    if (!file.hasNext(rows, line)) {
      return false;
    }
    CsvRecord row = rows.next();
    line = row.getStartingLineNumber();
    if (row.getFieldCount() != known.count()) {
      throw bad("malformed row: " + row.getFieldCount() + " columns instead of " + known.count());
    }
    Stamped next =
        new Stamped(
            time(row.getField(known.time())),
            value(row.getField(known.value())),
            file.path(),
            line);
    if (next.ms() < current.ms()) {
      throw file.unsorted(line, next.ms(), current.ms());
    }
    current = next;
    return true;
  }

  private long time(String text) {
    char[] characters = text.toCharArray();
    long ms = RowHandler.time(characters, 0, characters.length);
    if (ms == Decimals.NO_INTEGER) {
      throw bad("malformed row: time is no time, was '" + text + "'");
    }
    return ms;
  }

  private BigDecimal value(String text) {
    BigDecimal value;
    try {
      if (text.chars().anyMatch(c -> NUMBER.indexOf(c) < 0)) {
        throw new NumberFormatException("other characters than those of a number");
      }
      value = new BigDecimal(text);
    } catch (NumberFormatException e) {
      BadFileException bad =
          bad("malformed row: " + kind.words() + " is no number, was '" + text + "'");
      bad.initCause(e);
      throw bad;
    }
    Optional<String> fault = kind.fault(value);
    if (fault.isPresent()) {
      throw bad(kind.words() + " " + fault.get());
    }
    return value;
  }

  private BadFileException bad(String fault) {
    return new BadFileException(file.path(), line, fault, TextFile.EXPORT_AGAIN);
  }

  /** The row that {@link #advance} went to. */
  Stamped current() {
    return current;
  }

  Path path() {
    return file.path();
  }

  /** SHA-256 of all of it, also of what was not read. */
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
