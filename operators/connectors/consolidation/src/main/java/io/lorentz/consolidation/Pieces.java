package io.lorentz.consolidation;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * Files below folders, and what is in them: a file is one piece, a zip one for each of its entries.
 */
final class Pieces {

  /** How Parquet begins. */
  static final String PARQUET = "PAR1";

  private static final int BUFFER = 1 << 16;

  private Pieces() {}

  /**
   * A file to read.
   *
   * @param path where it is
   * @param name its path as rules and reports see it: from the input's own name on, with / between
   */
  record Input(Path path, String name) {}

  /** Takes a piece while it can be read. */
  interface Reader {

    /**
     * Takes one.
     *
     * @param name the input's name, with !entry behind that of a zip
     * @param bytes its content, which need not be read to the end
     */
    void read(String name, BufferedInputStream bytes) throws IOException;
  }

  /**
   * All visible files of the inputs, in order of their names.
   *
   * @throws ConsolidationException if one is not there
   */
  static List<Input> of(List<Path> inputs) {
    List<Input> found = new ArrayList<>();
    for (Path input : inputs) {
      if (!Files.exists(input)) {
        throw new ConsolidationException(input + ": no such file or directory; check the path");
      }
      Path root = input.toAbsolutePath().normalize().getParent();
      try (Stream<Path> files = Files.walk(input, FileVisitOption.FOLLOW_LINKS)) {
        files
            .filter(Files::isRegularFile)
            .filter(file -> !file.getFileName().toString().startsWith("."))
            .forEach(
                file ->
                    found.add(
                        new Input(
                            file,
                            root.relativize(file.toAbsolutePath().normalize())
                                .toString()
                                .replace('\\', '/'))));
      } catch (IOException e) {
        throw new ConsolidationException(
            input + ": cannot be read (" + e.getMessage() + "); check its rights");
      }
    }
    found.sort(Comparator.comparing(Input::name).thenComparing(Input::path));
    return found;
  }

  /** Reads a file that has no pieces. */
  @FunctionalInterface
  interface WholeReader {
    void read() throws IOException;
  }

  /**
   * Gives the pieces of a file.
   *
   * @param parquet reads it where it begins as Parquet does
   * @throws IOException if it cannot be read
   * @throws BadPieceException if it ends too early or is packed wrongly
   */
  static void read(Input input, Reader reader, WholeReader parquet) throws IOException {
    try (BufferedInputStream bytes =
        new BufferedInputStream(Files.newInputStream(input.path()), BUFFER)) {
      int first = peek(bytes, 0);
      int second = peek(bytes, 1);
      if (first == 'P' && second == 'K') {
        entries(input, bytes, reader);
      } else if (first == 'P' && startsAs(bytes, PARQUET)) {
        parquet.read();
      } else if (first == 0x1f && second == 0x8b) {
        reader.read(
            input.name(), new BufferedInputStream(new GZIPInputStream(bytes, BUFFER), BUFFER));
      } else {
        reader.read(input.name(), bytes);
      }
    } catch (EOFException | ZipException e) {
      throw new BadPieceException("ends too early or is packed wrongly (" + e.getMessage() + ")");
    }
  }

  private static void entries(Input input, InputStream bytes, Reader reader) throws IOException {
    ZipInputStream zip = new ZipInputStream(bytes);
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      if (!entry.isDirectory()) {
        reader.read(
            input.name() + "!" + entry.getName(),
            new BufferedInputStream(new Unclosable(zip), BUFFER));
      }
    }
  }

  /** Whether it begins with these characters; nothing is taken. */
  static boolean startsAs(BufferedInputStream bytes, String magic) throws IOException {
    bytes.mark(magic.length());
    byte[] start = bytes.readNBytes(magic.length());
    bytes.reset();
    return new String(start, StandardCharsets.US_ASCII).equals(magic);
  }

  /** A byte further on, or -1; nothing is taken. */
  static int peek(BufferedInputStream bytes, int place) throws IOException {
    bytes.mark(place + 1);
    int found = -1;
    for (int i = 0; i <= place; i++) {
      found = bytes.read();
    }
    bytes.reset();
    return found;
  }

  /** An entry that is closed must leave the zip open. */
  private static final class Unclosable extends FilterInputStream {
    Unclosable(InputStream in) {
      super(in);
    }

    @Override
    public void close() {}
  }
}
