package io.lorentz.command.engine;

import io.lorentz.archive.LogOpener;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.ModelVersion;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * A log with the versions of the models announced before its first record: each says itself from
 * which market time it is in force. The records of the log keep their log times.
 */
final class ScheduledLog implements LogOpener {

  private final ArrayList<ModelVersion> schedule;
  private final LogOpener log;

  ScheduledLog(List<ModelVersion> schedule, LogOpener log) {
    this.schedule = new ArrayList<>(schedule);
    this.log = log;
  }

  @Override
  public Iterator<LogRecord> open() {
    return new Scheduled(schedule, log.open());
  }

  private static final class Scheduled implements Iterator<LogRecord>, Closeable {

    private final Iterator<LogRecord> log;
    private final ArrayDeque<LogRecord> first = new ArrayDeque<>();

    Scheduled(List<ModelVersion> schedule, Iterator<LogRecord> log) {
      this.log = log;
      if (log.hasNext()) {
        LogRecord record = log.next();
        long logTimeMs = record.getLogTimeMs() - schedule.size();
        for (ModelVersion version : schedule) {
          first.add(new LogRecord(logTimeMs, record.getPartition(), version));
          logTimeMs++;
        }
        first.add(record);
      }
    }

    @Override
    public boolean hasNext() {
      return !first.isEmpty() || log.hasNext();
    }

    @Override
    public LogRecord next() {
      return first.isEmpty() ? log.next() : first.removeFirst();
    }

    @Override
    public void close() throws IOException {
      if (log instanceof Closeable closeable) {
        closeable.close();
      }
    }
  }
}
