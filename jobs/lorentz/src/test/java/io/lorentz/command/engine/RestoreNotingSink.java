package io.lorentz.command.engine;

import io.lorentz.schemas.RunOutput;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** Notes from which checkpoint each attempt was restored. */
final class RestoreNotingSink implements Sink<RunOutput> {

  /** Checkpoint ids in the order of the attempts; attempts without one are left out. */
  static final Queue<Long> RESTORED_FROM = new ConcurrentLinkedQueue<>();

  private final Sink<RunOutput> rows;

  RestoreNotingSink(Sink<RunOutput> rows) {
    this.rows = rows;
  }

  @Override
  public SinkWriter<RunOutput> createWriter(WriterInitContext context) throws IOException {
    context.getRestoredCheckpointId().ifPresent(RESTORED_FROM::add);
    return rows.createWriter(context);
  }
}
