package io.lorentz.command.check;

import io.lorentz.schemas.Bar;
import io.lorentz.schemas.LogRecord;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Planted look-ahead: the log of one instrument, each close mixed with the next bar's, as an
 * indicator would see it that is shifted by one bar. The last bar has no next and stays.
 */
public final class PeekingLog implements Iterator<LogRecord> {

  private final Iterator<LogRecord> log;
  private final Deque<LogRecord> ahead = new ArrayDeque<>();

  /** Mixes. */
  public PeekingLog(Iterator<LogRecord> log) {
    this.log = log;
  }

  @Override
  public boolean hasNext() {
    return !ahead.isEmpty() || log.hasNext();
  }

  @Override
  public LogRecord next() {
    LogRecord next = ahead.isEmpty() ? log.next() : ahead.removeFirst();
    if (!(next.getPayload() instanceof Bar bar)) {
      return next;
    }
    double close = (bar.getClose() + nextCloseAfter(bar)) / 2;
    Bar mixed =
        Bar.newBuilder(bar)
            .setClose(close)
            .setHigh(Math.max(bar.getHigh(), close))
            .setLow(Math.min(bar.getLow(), close))
            .build();
    return new LogRecord(next.getLogTimeMs(), next.getPartition(), mixed);
  }

  private double nextCloseAfter(Bar bar) {
    for (LogRecord later : ahead) {
      if (later.getPayload() instanceof Bar next) {
        return next.getClose();
      }
    }
    while (log.hasNext()) {
      LogRecord later = log.next();
      ahead.addLast(later);
      if (later.getPayload() instanceof Bar next) {
        return next.getClose();
      }
    }
    return bar.getClose();
  }
}
