package io.lorentz.command.check;

import io.lorentz.schemas.LogRecord;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/** A log made from another one, record by record; closes that one. */
abstract class DerivedLog implements Iterator<LogRecord>, Closeable {

  private final Iterator<LogRecord> log;
  private Optional<LogRecord> prepared = Optional.empty();

  DerivedLog(Iterator<LogRecord> log) {
    this.log = log;
  }

  /** The next record of this log; empty at its end. */
  abstract Optional<LogRecord> derive();

  /** The next record of the other log; empty at its end. */
  final Optional<LogRecord> read() {
    return log.hasNext() ? Optional.of(log.next()) : Optional.empty();
  }

  @Override
  public final boolean hasNext() {
    if (prepared.isEmpty()) {
      prepared = derive();
    }
    return prepared.isPresent();
  }

  @Override
  public final LogRecord next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the log has ended");
    }
    LogRecord next = prepared.orElseThrow();
    prepared = Optional.empty();
    return next;
  }

  @Override
  public final void close() {
    closeLog(log);
  }

  /** Closes a log that can be closed. */
  static void closeLog(Iterator<LogRecord> log) {
    if (log instanceof Closeable closeable) {
      try {
        closeable.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
