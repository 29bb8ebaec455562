package io.lorentz.command;

import io.lorentz.command.fault.MisuseException;
import io.lorentz.command.market.FirstBars;
import io.lorentz.command.report.Cells;
import io.lorentz.command.report.DataFile;
import io.lorentz.kafka.KafkaConnection;
import io.lorentz.kafka.LogRange;
import io.lorentz.kafka.LogScan;
import io.lorentz.kafka.TopicAdmin;
import io.lorentz.kafka.TopicPlan;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.Funding;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.MarkPrice;
import io.lorentz.schemas.TradingStart;
import io.lorentz.schemas.VenueBar;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * What a topic holds, found by reading all of it once before the job starts: times become offsets,
 * which stay where they are when the topic grows.
 *
 * @param range which records to replay
 * @param instruments whose bars it holds, in order of name
 * @param dataFromMs start of the first bar, ms since 1970 UTC
 * @param dataToMs close of the last bar, ms since 1970 UTC
 * @param tradingFromMs where trading starts, ms since 1970 UTC
 * @param bars bars of all instruments
 * @param starts starts of jobs that it tells of
 * @param data the range with the checksum of its records
 * @param notices what a person should know, one line each
 */
record TopicCheck(
    LogRange range,
    List<String> instruments,
    long dataFromMs,
    long dataToMs,
    long tradingFromMs,
    long bars,
    JobStarts starts,
    DataFile data,
    List<String> notices) {

  /** More of them say nothing new. */
  private static final int SHOWN_UNREADABLE = 5;

  private static final int PARTITION = 0;

  /**
   * Reads the topic.
   *
   * @param from trade bars that start at or after it; empty: from where the log says
   * @param to read bars that start before it; empty: all that are there now
   * @param lengthMs length that the bars must have
   * @param records takes every record that will be replayed, in the order of the log
   * @throws MisuseException if there is nothing to trade on in the time asked for
   * @throws io.lorentz.kafka.KafkaArgumentException if there is no such topic
   * @throws io.lorentz.kafka.KafkaFaultException if it is no log, or no broker answers
   */
  static TopicCheck read(
      KafkaConnection connection,
      String topic,
      Optional<Instant> from,
      Optional<Instant> to,
      long lengthMs,
      Consumer<LogRecord> records) {
    try (TopicAdmin admin = new TopicAdmin(connection)) {
      DataCommand.requireOnePartition(topic, admin.partitions(topic));
    }
    Reading reading =
        new Reading(
            topic,
            from.map(Instant::toEpochMilli),
            to.map(time -> nextClose(time.toEpochMilli(), lengthMs)).orElse(Long.MAX_VALUE),
            lengthMs,
            records);
    LogScan.Extent extent = new LogScan(connection, topic, PARTITION).read(reading);
    return reading.result(extent);
  }

  /** Close of the last bar that starts before a time. */
  private static long nextClose(long timeMs, long lengthMs) {
    return -Math.floorDiv(-timeMs, lengthMs) * lengthMs;
  }

  /** Gathers what is read. */
  private static final class Reading implements LogScan.Visitor {

    private final String topic;
    private final Optional<Long> fromMs;
    private final long endMs;
    private final long lengthMs;
    private final Consumer<LogRecord> records;
    private final MessageDigest digest;
    private final TreeSet<String> instruments = new TreeSet<>();
    private final List<String> notices = new ArrayList<>();
    private final JobStarts starts = new JobStarts();
    private final FirstBars firstBars = new FirstBars();
    private long progressMs = Long.MIN_VALUE;
    private long bytes;
    private long bars;
    private long unreadable;
    private long dataFromMs = Long.MAX_VALUE;
    private long dataToMs = Long.MIN_VALUE;
    private long lastLogTimeMs = Long.MIN_VALUE;
    private Optional<Long> end = Optional.empty();
    private Optional<Long> ownStartMs = Optional.empty();
    private Optional<LogRange.TradingFrom> tradingFrom = Optional.empty();

    Reading(
        String topic,
        Optional<Long> fromMs,
        long endMs,
        long lengthMs,
        Consumer<LogRecord> records) {
      this.records = records;
      this.topic = topic;
      this.fromMs = fromMs;
      this.endMs = endMs;
      this.lengthMs = lengthMs;
      try {
        digest = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JVM has SHA-256", e);
      }
    }

    @Override
    public boolean onRecord(long offset, LogRecord logRecord, byte[] encoded) {
      Object payload = logRecord.getPayload();
      if (isBeyond(payload)) {
        end = Optional.of(offset);
        return false;
      }
      Optional<Bar> first = firstBars.of(logRecord);
      if (first.isPresent()) {
        onBar(offset, logRecord, first.get());
      } else if (payload instanceof Heartbeat heartbeat) {
        progressMs = heartbeat.getProgressMs();
      } else if (payload instanceof TradingStart start && ownStartMs.isEmpty()) {
        ownStartMs = Optional.of(start.getStartMs());
      }
      records.accept(logRecord);
      starts.note(offset, logRecord);
      digest.update(encoded);
      bytes += encoded.length;
      if (!(payload instanceof TradingStart)) {
        // Where another start is asked for, this one is left out and its log time is free.
        lastLogTimeMs = logRecord.getLogTimeMs();
      }
      return true;
    }

    /** Progress, bars and what is stamped come in order of market time; the others do not tell. */
    private boolean isBeyond(Object payload) {
      if (payload instanceof Bar bar) {
        return bar.getCloseTimeMs() > endMs;
      } else if (payload instanceof VenueBar venueBar) {
        // One venue may be ahead of another; behind the progress of the end all are.
        return progressMs >= endMs && venueBar.getBar().getCloseTimeMs() > endMs;
      } else if (payload instanceof Heartbeat heartbeat) {
        return heartbeat.getProgressMs() > endMs;
      } else if (payload instanceof Funding funding) {
        return funding.getFundingTimeMs() > endMs;
      }
      return payload instanceof MarkPrice mark && mark.getMarkTimeMs() > endMs;
    }

    private void onBar(long offset, LogRecord logRecord, Bar bar) {
      if (bar.getLengthMs() != lengthMs) {
        throw new MisuseException(
            "topic "
                + topic
                + " offset "
                + offset
                + ": holds a bar of "
                + Cells.timeframe(bar.getLengthMs())
                + ", the shortest timeframe is "
                + Cells.timeframe(lengthMs)
                + "; choose another topic");
      }
      long startMs = bar.getCloseTimeMs() - lengthMs;
      if (tradingFrom.isEmpty() && fromMs.isPresent() && startMs >= fromMs.get()) {
        tradingFrom = Optional.of(startBefore(offset, logRecord, fromMs.get()));
      }
      instruments.add(bar.getInstrument());
      dataFromMs = Math.min(dataFromMs, startMs);
      dataToMs = Math.max(dataToMs, bar.getCloseTimeMs());
      bars++;
    }

    /** A record has a log time of its own, so there must be one left. */
    private LogRange.TradingFrom startBefore(long offset, LogRecord next, long startMs) {
      long logTimeMs = next.getLogTimeMs() - 1;
      if (logTimeMs <= lastLogTimeMs && !isOwnStart(startMs)) {
        throw new MisuseException(
            "--from "
                + Cells.utc(startMs)
                + ": no log time is left before the bar at offset "
                + offset
                + " of topic "
                + topic
                + "; choose another minute");
      }
      return new LogRange.TradingFrom(PARTITION, offset, logTimeMs, startMs);
    }

    /** The log says the same itself: it is read as it is. */
    private boolean isOwnStart(long startMs) {
      return ownStartMs.isPresent() && ownStartMs.get() == startMs;
    }

    @Override
    public void onUnreadable(long offset, String reason) {
      unreadable++;
      if (unreadable <= SHOWN_UNREADABLE) {
        notices.add(
            "topic "
                + topic
                + " partition "
                + PARTITION
                + " offset "
                + offset
                + ": unreadable ("
                + reason
                + "); put into "
                + TopicPlan.UNREADABLE.of(topic));
      }
    }

    TopicCheck result(LogScan.Extent extent) {
      if (bars == 0) {
        throw new MisuseException(
            "--topic " + topic + ": holds no bar in this time; choose another or a later --to");
      }
      if (unreadable > SHOWN_UNREADABLE) {
        notices.add((unreadable - SHOWN_UNREADABLE) + " more unreadable records");
      }
      LogRange range = LogRange.of(topic, PARTITION, extent.from(), end.orElse(extent.end()));
      return new TopicCheck(
          withStart(range),
          List.copyOf(instruments),
          dataFromMs,
          dataToMs,
          tradingFromMs(),
          bars,
          starts,
          new DataFile(
              String.join(",", instruments),
              "topic " + range,
              bytes,
              HexFormat.of().formatHex(digest.digest())),
          notices);
    }

    private LogRange withStart(LogRange range) {
      return tradingFrom
          .filter(start -> !isOwnStart(start.startMs()))
          .map(range::withTradingFrom)
          .orElse(range);
    }

    private long tradingFromMs() {
      if (fromMs.isPresent()) {
        return tradingFrom
            .map(LogRange.TradingFrom::startMs)
            .orElseThrow(
                () ->
                    new MisuseException(
                        "--from "
                            + Cells.utc(fromMs.get())
                            + ": lies after the last bar, which closes "
                            + Cells.utc(dataToMs)
                            + "; choose an earlier one"));
      }
      return ownStartMs.orElseThrow(
          () ->
              new MisuseException(
                  "--topic "
                      + topic
                      + ": no start of trading lies in it; say with --from where to trade"));
    }
  }
}
