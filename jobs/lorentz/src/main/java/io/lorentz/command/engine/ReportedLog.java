package io.lorentz.command.engine;

import io.lorentz.archive.LogOpener;
import io.lorentz.command.ProgressListener;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.LogRecord;
import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A log that tells a listener of this process how far it was read. It travels in the job graph, so
 * it names its listener; in another process nobody listens.
 */
final class ReportedLog implements LogOpener {

  private static final Map<String, ProgressListener> LISTENERS = new ConcurrentHashMap<>();

  private final String listenerId;
  private final LogOpener log;

  ReportedLog(String listenerId, LogOpener log) {
    this.listenerId = listenerId;
    this.log = log;
  }

  /** The listener of this process; nobody in another one. */
  static ProgressListener listener(String id) {
    return LISTENERS.getOrDefault(id, marketTimeMs -> {});
  }

  /** Registers a listener until the registration is closed. */
  static Registration register(ProgressListener listener) {
    String id = UUID.randomUUID().toString();
    LISTENERS.put(id, listener);
    return new Registration(id);
  }

  /** A listener that is registered. */
  record Registration(String id) implements AutoCloseable {
    @Override
    public void close() {
      LISTENERS.remove(id);
    }
  }

  @Override
  public Iterator<LogRecord> open() {
    return new Reported(log.open(), listener(listenerId));
  }

  private static final class Reported implements Iterator<LogRecord>, Closeable {

    private final Iterator<LogRecord> log;
    private final ProgressListener listener;

    Reported(Iterator<LogRecord> log, ProgressListener listener) {
      this.log = log;
      this.listener = listener;
    }

    @Override
    public boolean hasNext() {
      return log.hasNext();
    }

    @Override
    public LogRecord next() {
      LogRecord next = log.next();
      if (next.getPayload() instanceof Heartbeat heartbeat) {
        listener.onProgress(heartbeat.getProgressMs());
      }
      return next;
    }

    @Override
    public void close() throws IOException {
      if (log instanceof Closeable closeable) {
        closeable.close();
      }
    }
  }
}
