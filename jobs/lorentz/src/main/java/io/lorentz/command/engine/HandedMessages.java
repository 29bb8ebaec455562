package io.lorentz.command.engine;

import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Hands what a stage of a job gives to a taker in this process, from as many threads as the stage
 * has subtasks. It travels in the job graph, so it names its taker. For jobs that are not
 * restarted: it keeps nothing.
 */
final class HandedMessages<T> implements Sink<T> {

  private static final Map<String, Taker<?>> TAKERS = new ConcurrentHashMap<>();

  /** Takes messages with the log time of the record that caused each, if it has one. */
  @FunctionalInterface
  interface Taker<T> {
    void take(OptionalLong causeMs, T message);
  }

  private final String takerId;

  HandedMessages(String takerId) {
    this.takerId = takerId;
  }

  /** Registers a taker until the registration is closed. */
  static <T> Registration register(Taker<T> taker) {
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
  public SinkWriter<T> createWriter(WriterInitContext context) {
    @SuppressWarnings("unchecked") // the id was given for a taker of this type
    Taker<T> taker = (Taker<T>) TAKERS.get(takerId);
    return new Handing<>(taker);
  }

  private record Handing<T>(Taker<T> taker) implements SinkWriter<T> {

    @Override
    public void write(T message, Context context) {
      Long causeMs = context.timestamp();
      taker.take(causeMs == null ? OptionalLong.empty() : OptionalLong.of(causeMs), message);
    }

    @Override
    public void flush(boolean endOfInput) {
      // Each message was handed on when it came.
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
