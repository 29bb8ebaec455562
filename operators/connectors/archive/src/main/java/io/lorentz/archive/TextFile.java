package io.lorentz.archive;

import de.siegmar.fastcsv.reader.CsvParseException;
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
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * A file of rows, plain or gzip, whose SHA-256 is taken while it is read. What is wrong with the
 * file itself, and not with what its rows say, is told here.
 */
final class TextFile implements Closeable {

  /** Mend of a row that is none. */
  static final String EXPORT_AGAIN = "mend or remove the row, or export the file again";

  private static final int BUFFER = 1 << 16;

  private final Path path;
  private final DigestInputStream raw;
  private final InputStream text;

  private TextFile(Path path, DigestInputStream raw, InputStream text) {
    this.path = path;
    this.raw = raw;
    this.text = text;
  }

  /**
   * The files that a path stands for: itself, or all visible ones of a folder in order of name.
   *
   * @throws BadFileException if it is a folder without a file, or one that cannot be read
   */
  static List<Path> files(Path path) {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> entries = Files.list(path)) {
      List<Path> files = entries.filter(TextFile::isVisibleFile).sorted().toList();
      if (files.isEmpty()) {
        throw new BadFileException(path, 0, "directory without a file", "check the path");
      }
      return files;
    } catch (IOException e) {
      throw new BadFileException(path, 0, "cannot be read: " + e.getMessage(), "check the path");
    }
  }

  private static boolean isVisibleFile(Path path) {
    return Files.isRegularFile(path) && !path.getFileName().toString().startsWith(".");
  }

  /**
   * Opens a file.
   *
   * @throws BadFileException if it is missing, unreadable or no text
   */
  static TextFile open(Path path) {
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
      return new TextFile(path, raw, text(path, raw));
    } catch (IOException e) {
      closeQuietly(raw);
      throw unreadable(path, 0, e);
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

  /** What the file says, unpacked; closing it closes the file. */
  InputStream text() {
    return text;
  }

  Path path() {
    return path;
  }

  /**
   * Whether a row follows.
   *
   * @param line the line of the row before it, 0 for none
   * @throws BadFileException if the file cannot be read further
   */
  boolean hasNext(Iterator<?> rows, long line) {
    try {
      return rows.hasNext();
    } catch (UncheckedIOException e) {
      throw unreadable(path, line + 1, e.getCause());
    } catch (CsvParseException e) {
      throw new BadFileException(
          path, line + 1, "malformed row: no end of the row found", EXPORT_AGAIN);
    }
  }

  static BadFileException unreadable(Path path, long line, IOException cause) {
    BadFileException bad =
        new BadFileException(
            path,
            line,
            "cannot be read: " + cause.getMessage(),
            "check that it is complete, or download it again");
    bad.initCause(cause);
    return bad;
  }

  /** Times went backwards from one row to the next. */
  BadFileException unsorted(long line, long ms, long previousMs) {
    return new BadFileException(
        path,
        line,
        "times go backwards, was " + utc(ms) + " after " + utc(previousMs),
        "sort the file by time");
  }

  static String utc(long ms) {
    return Instant.ofEpochMilli(ms).toString();
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
      text.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
