package io.lorentz.command.engine;

import io.lorentz.schemas.RunOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Notes from which checkpoint each attempt was restored; it has a state, else it would not know.
 */
final class RestoreNotingSink implements Sink<RunOutput>, SupportsWriterState<RunOutput, String> {

  /** Checkpoint ids in the order of the attempts; attempts without one are left out. */
  static final Queue<Long> RESTORED_FROM = new ConcurrentLinkedQueue<>();

  private final Sink<RunOutput> rows;

  RestoreNotingSink(Sink<RunOutput> rows) {
    this.rows = rows;
  }

  @Override
  public SinkWriter<RunOutput> createWriter(WriterInitContext context) throws IOException {
    return restoreWriter(context, List.of());
  }

  @Override
  public StatefulSinkWriter<RunOutput, String> restoreWriter(
      WriterInitContext context, Collection<String> states) throws IOException {
    context.getRestoredCheckpointId().ifPresent(RESTORED_FROM::add);
    return new Writer(rows.createWriter(context));
  }

  @Override
  public SimpleVersionedSerializer<String> getWriterStateSerializer() {
    return new Text();
  }

  private static final class Text implements SimpleVersionedSerializer<String> {
    @Override
    public int getVersion() {
      return 1;
    }

    @Override
    public byte[] serialize(String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String deserialize(int version, byte[] bytes) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private record Writer(SinkWriter<RunOutput> rows)
      implements StatefulSinkWriter<RunOutput, String> {

    @Override
    public void write(RunOutput row, Context context) throws IOException, InterruptedException {
      rows.write(row, context);
    }

    @Override
    public void flush(boolean endOfInput) throws IOException, InterruptedException {
      rows.flush(endOfInput);
    }

    @Override
    public List<String> snapshotState(long checkpointId) {
      return List.of("written");
    }

    @Override
    public void close() throws Exception {
      rows.close();
    }
  }
}
