package io.lorentz.archive;

import io.lorentz.schemas.RunOutput;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.file.SyncableFileOutputStream;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Writes what a run gives into a spool directory, at least once.
 *
 * <p>Every attempt of every subtask appends to an Avro file of its own, and what a checkpoint
 * covers lies on the disk before that checkpoint is complete. What an attempt wrote after its last
 * checkpoint is written again, equal, by the next one; {@link RunOutputSpool} reads each row once.
 *
 * <p>The directory must be reachable from every task manager under the same path. It is made if
 * there is none; one run, one directory.
 */
public final class RunOutputSink implements Sink<RunOutput> {

  static final String SUFFIX = ".avro";

  private final String directory;

  /** Writes into this directory. */
  public RunOutputSink(Path directory) {
    this.directory = directory.toString();
  }

  @Override
  public SinkWriter<RunOutput> createWriter(WriterInitContext context) throws IOException {
    return new SpoolWriter(
        Path.of(directory),
        context.getTaskInfo().getIndexOfThisSubtask(),
        context.getTaskInfo().getAttemptNumber());
  }

  /** Appends to the file of one attempt. */
  static final class SpoolWriter implements SinkWriter<RunOutput> {

    private final DataFileWriter<RunOutput> file;

    SpoolWriter(Path directory, int subtask, int attempt) throws IOException {
      Path path = newFile(Files.createDirectories(directory), subtask, attempt);
      file = new DataFileWriter<>(new SpecificDatumWriter<>(RunOutput.class));
      file.create(RunOutput.getClassSchema(), new SyncableFileOutputStream(path.toFile()));
    }

    /** Attempts are counted anew when a job starts from a savepoint, hence the last number. */
    private static Path newFile(Path directory, int subtask, int attempt) throws IOException {
      for (int start = 0; ; start++) {
        String name = String.format("rows-%04d-%04d-%04d%s", subtask, start, attempt, SUFFIX);
        try {
          return Files.createFile(directory.resolve(name));
        } catch (FileAlreadyExistsException e) {
          // Written by an earlier start of the job.
        }
      }
    }

    @Override
    public void write(RunOutput row, Context context) throws IOException {
      append(row);
    }

    void append(RunOutput row) throws IOException {
      file.append(row);
    }

    @Override
    public void flush(boolean endOfInput) throws IOException {
      file.fSync();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
