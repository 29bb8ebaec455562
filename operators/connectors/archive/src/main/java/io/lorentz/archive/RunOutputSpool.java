package io.lorentz.archive;

import io.lorentz.schemas.RunOutput;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;

/**
 * Reads what {@link RunOutputSink} wrote: each row once.
 *
 * <p>A file may end in the middle of a row, as that of an attempt that was killed does: what is
 * missing was written again by the attempt after it.
 *
 * <p>Memory: about 110 bytes per row (its key and a 64-bit fingerprint of its bytes), the rows
 * themselves are not kept.
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
    Map<RowKey, Long> seen = new HashMap<>();
    Fingerprints fingerprints = new Fingerprints();
    long[] repeats = new long[1];
    for (Path file : files()) {
      readFile(
          file,
          row -> {
            RowKey key = RowKey.of(row);
            long fingerprint = fingerprints.of(row);
            Long before = seen.putIfAbsent(key, fingerprint);
            if (before == null) {
              rows.accept(row);
            } else if (before == fingerprint) {
              repeats[0]++;
            } else {
              throw new UnequalRowException(key, first(key), row);
            }
          });
    }
    return new Count(seen.size(), repeats[0]);
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

  /** 64-bit fingerprints of encoded rows; two rows of one key that differ collide once in 2^64. */
  private static final class Fingerprints {

    private final SpecificDatumWriter<RunOutput> writer =
        new SpecificDatumWriter<>(RunOutput.class);
    private final OpenBytes bytes = new OpenBytes();
    private BinaryEncoder encoder;

    long of(RunOutput row) {
      try {
        bytes.reset();
        encoder = EncoderFactory.get().directBinaryEncoder(bytes, encoder);
        writer.write(row, encoder);
        encoder.flush();
        return bytes.fingerprint();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static final class OpenBytes extends ByteArrayOutputStream {
    long fingerprint() {
      return SchemaNormalization.fingerprint64(toByteArray());
    }
  }
}
