package io.lorentz.command.engine;

import io.lorentz.command.parity.CausedRow;
import io.lorentz.schemas.RunOutput;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Hands the rows of a job to a taker in this process, with their causes. It travels in the job
 * graph, so it names its taker. For jobs that are not restarted: it keeps nothing.
 */
final class HandedRows implements Sink<RunOutput> {

  private static final Map<String, Consumer<CausedRow>> TAKERS = new ConcurrentHashMap<>();

  private final String takerId;

  HandedRows(String takerId) {
    this.takerId = takerId;
  }

  /** Registers a taker until the registration is closed. */
  static Registration register(Consumer<CausedRow> taker) {
    String id = UUID.randomUUID().toString();
    TAKERS.put(id, taker);
    return new Registration(id);
  }

  /** A taker that is registered. */
  record Registration(String id) implements AutoCloseable {
    @Override
    public void close() {
      TAKERS.remove(id);
    }
  }

  @Override
  public SinkWriter<RunOutput> createWriter(WriterInitContext context) {
    return new Handing(TAKERS.get(takerId));
  }

  private record Handing(Consumer<CausedRow> taker) implements SinkWriter<RunOutput> {

    @Override
    public void write(RunOutput row, Context context) {
      Long causeMs = context.timestamp();
      taker.accept(
          new CausedRow(causeMs == null ? OptionalLong.empty() : OptionalLong.of(causeMs), row));
    }

    @Override
    public void flush(boolean endOfInput) {
      // Each row was handed on when it came.
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
