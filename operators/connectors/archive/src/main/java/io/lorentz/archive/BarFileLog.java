package io.lorentz.archive;

import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.DayRoll;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.SeriesEnded;
import io.lorentz.schemas.TradingStart;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;

/**
 * Bar files of several instruments as one log, without Flink.
 *
 * <p>Records are ordered by close. At one close: the start of trading (before the first bar that
 * starts at or after the time asked for), the bars in order of instrument, the end of each series
 * that has no more bars while another goes on, one heartbeat whose progress is that close, and
 * after a close at 00:00 UTC the day roll. Funding and mark prices come behind the bars of their
 * time and before its heartbeat, the marks first; a stamp between two closes comes between them, by
 * itself. Where no series has a bar that closes at that time, the heartbeat and the day roll are
 * written all the same: the merge has passed it. {@code logTimeMs = max(close, last + 1)}.
 *
 * <p>A series that has bars beyond the end asked for has not ended: what it lacks before that end
 * stays a gap, as in the same log read further.
 *
 * <p>Equal rows of one bar are dropped and counted; of different ones the first is kept (first by
 * the order in which the paths were given) and a {@link RowConflict} tells of the other.
 *
 * <p>Funding and mark prices of an instrument are given from the close of its first bar to that of
 * its last; others are dropped and counted. Their stamps stay as they are, so a payment some ms
 * after 00:00 UTC belongs to the day that begins.
 *
 * <p>Not for several threads. Memory does not grow with the length of the files.
 */
public final class BarFileLog implements Iterator<LogRecord>, Closeable {

  private static final long DAY_MS = 86_400_000L;

  /** More are counted but not kept, lest a wrong file fill the memory. */
  private static final int KEPT_CONFLICTS = 1_000;

  private final BarFileOptions options;
  private final List<SeriesReader> all = new ArrayList<>();
  private final List<SeriesReader> live = new ArrayList<>();
  private final List<RowConflict> conflicts = new ArrayList<>();
  private final Map<String, String> checksums = new TreeMap<>();
  private final List<Object> ready = new ArrayList<>();
  private final List<SeriesReader> ended = new ArrayList<>();
  private final StampedRecords stamped;
  private final long lengthMs;
  private int given;
  private long clockMs = Long.MIN_VALUE;
  private long nextMidnightMs = Long.MAX_VALUE;
  private long lastLogTimeMs = Long.MIN_VALUE;
  private boolean tradingStarted;

  /**
   * Opens the files and looks at their first rows.
   *
   * @throws BadFileException if a file is missing, empty, of an unknown layout or of another bar
   *     length; later faults are thrown by {@link #next}
   */
  public BarFileLog(BarFileOptions options) {
    this.options = options;
    for (String instrument : options.files().keySet()) {
      all.add(new SeriesReader(instrument, options, this::conflict, checksums));
    }
    stamped = new StampedRecords(options, this::conflict, checksums);
    lengthMs = options.lengthMs() != BarFileOptions.FIND_LENGTH ? options.lengthMs() : findLength();
    try {
      for (SeriesReader series : all) {
        series.expectLength(lengthMs);
        if (series.advance()) {
          live.add(series);
          stamped.begin(series.instrument(), series.closeMs());
        } else {
          stamped.end(series.instrument());
        }
      }
    } catch (BadFileException e) {
      close();
      throw e;
    }
  }

  /** Gives an opener of these files that travels in a job graph. */
  public static LogOpener opener(BarFileOptions options) {
    return () -> new BarFileLog(options);
  }

  private long findLength() {
    Map<Long, Integer> counts = new HashMap<>();
    all.forEach(series -> series.countSteps(counts));
    long length = SeriesReader.mostFrequent(counts);
    if (length == 0) {
      throw new BadFileException(
          all.get(0).firstPath(), 0, "one row does not tell the bar length", "give the length");
    }
    return length;
  }

  private void conflict(RowConflict conflict) {
    if (conflicts.size() < KEPT_CONFLICTS) {
      conflicts.add(conflict);
    }
  }

  @Override
  public boolean hasNext() {
    return given < ready.size() || !live.isEmpty();
  }

  /**
   * Gives the next record.
   *
   * @throws BadFileException if a row cannot be a bar; the log is then useless
   */
  @Override
  public LogRecord next() {
    if (given == ready.size()) {
      if (live.isEmpty()) {
        throw new NoSuchElementException("the log has ended");
      }
      prepare();
    }
    Object payload = ready.get(given);
    given++;
    lastLogTimeMs = Math.max(clockMs, lastLogTimeMs + 1);
    return new LogRecord(lastLogTimeMs, 0, payload);
  }

  /** Lines up the records of the next close, or of a midnight or a stamp before it. */
  private void prepare() {
    ready.clear();
    given = 0;
    long closeMs = nextCloseMs();
    if (stamped.nextMs() < Math.min(closeMs, nextMidnightMs)) {
      clockMs = stamped.nextMs();
      stamped.give(ready::add);
      return;
    }
    if (nextMidnightMs < closeMs) {
      closeMs = nextMidnightMs;
    } else {
      bars(closeMs);
    }
    if (stamped.nextMs() == closeMs) {
      stamped.give(ready::add);
    }
    endStamped();
    clockMs = closeMs;
    ready.add(new Heartbeat(closeMs));
    if (closeMs == nextMidnightMs) {
      ready.add(new DayRoll(closeMs));
      nextMidnightMs += DAY_MS;
    }
  }

  private long nextCloseMs() {
    long closeMs = Long.MAX_VALUE;
    for (int i = 0; i < live.size(); i++) {
      closeMs = Math.min(closeMs, live.get(i).closeMs());
    }
    if (clockMs != Long.MIN_VALUE) {
      // A close that every series lacks is passed like any other, so that what one instrument
      // decides does not depend on which others are read beside it.
      closeMs = Math.min(closeMs, (Math.floorDiv(clockMs, lengthMs) + 1) * lengthMs);
    }
    if (nextMidnightMs == Long.MAX_VALUE) {
      nextMidnightMs = closeMs + DAY_MS - 1 - Math.floorMod(closeMs - 1, DAY_MS);
    }
    return closeMs;
  }

  /** What is stamped after the last bar concerns nobody any more. */
  private void endStamped() {
    if (live.isEmpty()) {
      stamped.endAll();
      return;
    }
    for (int i = 0; i < ended.size(); i++) {
      // A series that was cut goes on beyond the end asked for, and so does its funding.
      if (!ended.get(i).cut()) {
        stamped.end(ended.get(i).instrument());
      }
    }
    ended.clear();
  }

  private void bars(long closeMs) {
    long startMs = closeMs - lengthMs;
    if (!tradingStarted && startMs >= options.fromMs()) {
      tradingStarted = true;
      boolean first = options.fromMs() == BarFileOptions.FIRST_BAR;
      ready.add(new TradingStart(first ? startMs : options.fromMs()));
    }
    ended.clear();
    for (int i = 0; i < live.size(); i++) {
      SeriesReader series = live.get(i);
      if (series.closeMs() == closeMs) {
        ready.add(bar(series, closeMs));
        if (!series.advance()) {
          ended.add(series);
        }
      }
    }
    if (!ended.isEmpty()) {
      live.removeAll(ended);
      seriesEnded(closeMs);
    }
  }

  private void seriesEnded(long closeMs) {
    if (live.isEmpty()) {
      return;
    }
    for (SeriesReader series : ended) {
      if (!series.cut()) {
        ready.add(new SeriesEnded(series.instrument(), closeMs));
      }
    }
  }

  private Bar bar(SeriesReader series, long closeMs) {
    Row row = series.row();
    return new Bar(
        series.instrument(),
        lengthMs,
        closeMs,
        row.open,
        row.high,
        row.low,
        row.close,
        row.volume,
        BarQuality.COMPLETE,
        false,
        0);
  }

  /** Length of the bars, ms: as given, or as found. */
  public long lengthMs() {
    return lengthMs;
  }

  /** What was read so far, by instrument. Complete once {@link #hasNext} is false. */
  public Map<String, SeriesStatistics> statistics() {
    Map<String, SeriesStatistics> statistics = new TreeMap<>();
    all.forEach(series -> statistics.put(series.instrument(), series.statistics()));
    return statistics;
  }

  /**
   * What was read so far of the funding of each instrument that has some. Complete once {@link
   * #hasNext} is false.
   */
  public Map<String, StampStatistics> fundingStatistics() {
    return stamped.fundingStatistics();
  }

  /** The same of the mark prices. */
  public Map<String, StampStatistics> markStatistics() {
    return stamped.markStatistics();
  }

  /** What was given differently by two rows, in the order found; at most the first 1,000. */
  public List<RowConflict> conflicts() {
    return Collections.unmodifiableList(conflicts);
  }

  /**
   * SHA-256 of every file that was read to its end (or to the end asked for, then of the whole file
   * too), in lower-case hexadecimal, by path.
   */
  public Map<String, String> checksums() {
    return Collections.unmodifiableMap(checksums);
  }

  /** Whether the start of trading was given: false if every bar starts before it. */
  public boolean tradingStarted() {
    return tradingStarted;
  }

  @Override
  public void close() {
    all.forEach(SeriesReader::close);
    stamped.close();
  }
}
