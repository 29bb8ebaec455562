package io.lorentz.command.engine;

import io.lorentz.core.bars.BarBuilder;
import io.lorentz.core.bars.BarOptions;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.LogRecord;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The bars of one series and timeframe, built from the bars of its files; synthetic ones left out.
 */
final class TimeframeBars implements Iterator<Bar> {

  private final Iterator<LogRecord> log;
  private final BarBuilder builder;
  private final boolean consecutive;
  private final long timeframeMs;
  private final ArrayDeque<Bar> closed = new ArrayDeque<>();

  /**
   * Builds bars.
   *
   * @param lengthMs length of the bars in the log, ms
   * @param consecutive takes the rows as they stand, whatever the clock says
   */
  TimeframeBars(
      Iterator<LogRecord> log,
      long lengthMs,
      String instrument,
      long timeframeMs,
      int maxBridgedBars,
      boolean consecutive) {
    this.log = log;
    this.timeframeMs = timeframeMs;
    this.consecutive = consecutive;
    List<Long> lengths =
        timeframeMs == lengthMs ? List.of(timeframeMs) : List.of(lengthMs, timeframeMs);
    this.builder = new BarBuilder(instrument, new BarOptions(lengths, maxBridgedBars));
  }

  @Override
  public boolean hasNext() {
    while (closed.isEmpty() && log.hasNext()) {
      take(log.next());
    }
    return !closed.isEmpty();
  }

  @Override
  public Bar next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no bar is left");
    }
    return closed.removeFirst();
  }

  private void take(LogRecord logRecord) {
    if (logRecord.getPayload() instanceof Bar bar) {
      if (consecutive) {
        closed.addLast(bar);
      } else {
        builder.onBar(bar, this::keep);
      }
    } else if (logRecord.getPayload() instanceof Heartbeat heartbeat && !consecutive) {
      builder.onHeartbeat(heartbeat, this::keep);
    }
  }

  private void keep(Bar bar) {
    boolean wanted = bar.getLengthMs() == timeframeMs && !bar.getCorrected();
    if (wanted && bar.getQuality() != BarQuality.SYNTHETIC) {
      closed.addLast(bar);
    }
  }
}
