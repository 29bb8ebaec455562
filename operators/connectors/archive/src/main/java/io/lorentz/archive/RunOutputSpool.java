package io.lorentz.archive;

import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.rows.EachRowOnce;
import io.lorentz.schemas.rows.RowKey;
import io.lorentz.schemas.rows.UnequalRowException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.specific.SpecificDatumReader;

/**
 * Reads what {@link RunOutputSink} wrote: each row once.
 *
 * <p>A file may end in the middle of a row, as that of an attempt that was killed does: what is
 * missing was written again by the attempt after it.
 *
 * <p>Memory: that of {@link EachRowOnce}.
 */
public final class RunOutputSpool {

  private static final int BUFFER = 1 << 16;

  private final Path directory;

  /** Reads this directory. */
  public RunOutputSpool(Path directory) {
    this.directory = directory;
  }

  /**
   * What was read.
   *
   * @param rows rows given
   * @param repeats rows that had been given before, equal, and were dropped
   */
  public record Count(long rows, long repeats) {}

  /**
   * Gives each row once: files in order of name, rows as they were written.
   *
   * @param rows takes the rows
   * @throws UnequalRowException if a row was written twice and differs
   * @throws UncheckedIOException if a file cannot be read
   */
  public Count read(Consumer<RunOutput> rows) {
    EachRowOnce once = new EachRowOnce(rows, this::first);
    for (Path file : files()) {
      readFile(file, once);
    }
    return new Count(once.given(), once.repeats());
  }

  private List<Path> files() {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .filter(path -> path.getFileName().toString().endsWith(RunOutputSink.SUFFIX))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Rare enough to read everything again. */
  private RunOutput first(RowKey key) {
    RunOutput[] first = new RunOutput[1];
    for (Path file : files()) {
      readFile(
          file,
          row -> {
            if (first[0] == null && RowKey.of(row).equals(key)) {
              first[0] = row;
            }
          });
    }
    return first[0];
  }

  private static void readFile(Path path, Consumer<RunOutput> rows) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path), BUFFER)) {
      Optional<DataFileStream<RunOutput>> stream = open(in);
      if (stream.isPresent()) {
        // False also at the end of a file that stops short.
        while (stream.get().hasNext()) {
          rows.accept(stream.get().next());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(path + ": cannot be read", e);
    }
  }

  /** Empty if the file stops within its header. */
  private static Optional<DataFileStream<RunOutput>> open(InputStream in) throws IOException {
    try {
      return Optional.of(new DataFileStream<>(in, new SpecificDatumReader<>(RunOutput.class)));
    } catch (EOFException e) {
      return Optional.empty();
    } catch (IOException e) {
      if (e.getCause() instanceof EOFException) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
