package io.lorentz.archive;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;

/**
 * One bar file, read from front to back. Each row is checked by itself and against the one before
 * it; what needs the rest of the series is checked by {@link SeriesReader}.
 */
final class BarFile implements Closeable {

  private static final int BUFFER = 1 << 16;
  private static final String EXPORT_AGAIN = "mend or remove the row, or export the file again";

  private final Path path;
  private final DigestInputStream raw;
  private final CsvReader<Row> reader;
  private final CloseableIterator<Row> rows;
  private final RowHandler handler;
  private Row row = new Row();
  private long previousMs = Long.MIN_VALUE;

  private BarFile(Path path, DigestInputStream raw, InputStream text, boolean volumeNeeded) {
    this.path = path;
    this.raw = raw;
    this.handler = new RowHandler(volumeNeeded);
    this.reader = CsvReader.builder().detectBomHeader(true).build(handler, text);
    this.rows = reader.iterator();
  }

  /**
   * Opens a file.
   *
   * @param volumeNeeded whether a file without a volume is refused
   * @throws BadFileException if it is missing, unreadable or no text
   */
  static BarFile open(Path path, boolean volumeNeeded) {
    if (!Files.exists(path)) {
      throw new BadFileException(path, 0, "no such file or directory", "check the path");
    }
    if (!Files.isReadable(path)) {
      throw new BadFileException(path, 0, "cannot be read", "check its permissions");
    }
    DigestInputStream raw = null;
    try {
      raw =
          new DigestInputStream(
              new BufferedInputStream(Files.newInputStream(path), BUFFER), sha256());
      return new BarFile(path, raw, text(path, raw), volumeNeeded);
    } catch (IOException e) {
      closeQuietly(raw);
      throw unreadable(path, 0, e);
    } catch (UncheckedIOException e) {
      closeQuietly(raw);
      throw unreadable(path, 0, e.getCause());
    } catch (BadFileException e) {
      closeQuietly(raw);
      throw e;
    }
  }

  private static void closeQuietly(DigestInputStream raw) {
    try {
      if (raw != null) {
        raw.close();
      }
    } catch (IOException e) {
      // The fault that led here is the one to report.
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /** Told by the first bytes: a name may lie. */
  private static InputStream text(Path path, DigestInputStream raw) throws IOException {
    byte[] start = start(path);
    if (start.length == 0) {
      throw new BadFileException(path, 0, "is empty", "remove it or download it again");
    }
    if (start.length > 1 && start[0] == (byte) 0x1f && start[1] == (byte) 0x8b) {
      return new GZIPInputStream(raw, BUFFER);
    }
    if (start.length > 1 && start[0] == 'P' && start[1] == 'K') {
      throw new BadFileException(path, 0, "is a zip archive", "unpack it first, or use gzip");
    }
    return raw;
  }

  private static byte[] start(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(2);
    }
  }

  /**
   * Goes to the next row.
   *
   * @return false at the end
   * @throws BadFileException if the row cannot be a bar
   */
  boolean advance() {
    if (!hasNext()) {
      return false;
    }
    row = rows.next();
    if (handler.unknownLayout()) {
      throw new BadFileException(
          path, row.line, "unknown layout, was '" + handler.firstRow() + "'", Layout.KNOWN);
    }
    if (handler.malformed()) {
      throw new BadFileException(path, row.line, handler.fault(), EXPORT_AGAIN);
    }
    check();
    previousMs = row.startMs;
    return true;
  }

  private boolean hasNext() {
    try {
      return rows.hasNext();
    } catch (UncheckedIOException e) {
      throw unreadable(path, row.line + 1, e.getCause());
    } catch (CsvParseException e) {
      throw new BadFileException(
          path, row.line + 1, "malformed row: no end of the row found", EXPORT_AGAIN);
    }
  }

  private static BadFileException unreadable(Path path, long line, IOException cause) {
    BadFileException bad =
        new BadFileException(
            path,
            line,
            "cannot be read: " + cause.getMessage(),
            "check that it is complete, or download it again");
    bad.initCause(cause);
    return bad;
  }

  private void check() {
    positive(Layout.OPEN, row.open);
    positive(Layout.HIGH, row.high);
    positive(Layout.LOW, row.low);
    positive(Layout.CLOSE, row.close);
    if (row.volume < 0) {
      throw bad("volume must be 0 or more, was " + row.volume, EXPORT_AGAIN);
    }
    if (row.high < row.low) {
      throw bad(
          "high must not be below low, was high " + row.high + ", low " + row.low, EXPORT_AGAIN);
    }
    if (row.high < Math.max(row.open, row.close) || row.low > Math.min(row.open, row.close)) {
      throw bad("open and close must lie between low and high, was " + row.values(), EXPORT_AGAIN);
    }
    if (row.startMs < previousMs) {
      throw bad(
          "times go backwards, was " + utc(row.startMs) + " after " + utc(previousMs),
          "sort the file by time");
    }
  }

  private void positive(int role, double price) {
    if (!(price > 0)) {
      throw bad(Layout.name(role) + " must be above 0, was " + price, EXPORT_AGAIN);
    }
  }

  BadFileException bad(String fault, String mend) {
    return new BadFileException(path, row.line, fault, mend);
  }

  static String utc(long ms) {
    return Instant.ofEpochMilli(ms).toString();
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
    try {
      raw.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw unreadable(path, 0, e);
    }
    return HexFormat.of().formatHex(raw.getMessageDigest().digest());
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
