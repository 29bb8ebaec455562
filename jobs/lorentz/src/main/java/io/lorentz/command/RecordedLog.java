package io.lorentz.command;

import io.lorentz.command.fault.MisuseException;
import io.lorentz.command.parity.Span;
import io.lorentz.command.report.Cells;
import io.lorentz.command.report.DataFile;
import io.lorentz.kafka.KafkaConnection;
import io.lorentz.kafka.LogRange;
import io.lorentz.kafka.LogScan;
import io.lorentz.kafka.TopicAdmin;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.DayRoll;
import io.lorentz.schemas.Funding;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.MarkPrice;
import io.lorentz.schemas.MarketClock;
import io.lorentz.schemas.OperatorCommand;
import io.lorentz.schemas.SeriesEnded;
import io.lorentz.schemas.Trade;
import io.lorentz.schemas.TradingStart;
import io.lorentz.schemas.VenueBar;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The part of a log that a recorded run is replayed over, found by reading it once: its end is
 * where the log ended then, however it grows.
 *
 * @param range which records
 * @param span their log times
 * @param instruments whose bars or trades they are
 * @param starts hashes of configurations that jobs were started with, by offset
 * @param remoteAccount account whose orders were executed at a venue; empty if none was
 * @param data the range with the checksum of its records
 * @param topicId what tells the log from others of its name
 */
record RecordedLog(
    LogRange range,
    Span span,
    NavigableSet<String> instruments,
    Map<Long, String> starts,
    Optional<String> remoteAccount,
    DataFile data,
    String topicId) {

  static final int PARTITION = 0;

  /**
   * A record of the log.
   *
   * @param offset where it lies
   * @param text what it is, for a person
   */
  record Place(long offset, String text) {}

  /**
   * Reads the log.
   *
   * @param from first offset
   * @param end offset behind the last record; empty: where the log ends now
   * @throws MisuseException if there is no such record, or jobs were started with different remote
   *     accounts
   * @throws io.lorentz.kafka.KafkaArgumentException if there is no such topic
   * @throws io.lorentz.kafka.KafkaFaultException if it is no log, or no broker answers
   */
  static RecordedLog read(KafkaConnection connection, String topic, long from, Optional<Long> end) {
    String topicId;
    try (TopicAdmin admin = new TopicAdmin(connection)) {
      DataCommand.requireOnePartition(topic, admin.partitions(topic));
      topicId = admin.id(topic);
    }
    Reading reading = new Reading(end.orElse(Long.MAX_VALUE));
    LogScan scan = new LogScan(connection, topic, PARTITION);
    LogScan.Extent extent = scan.readFrom(from, reading);
    if (extent.from() > from) {
      throw new MisuseException(
          "topic "
              + topic
              + ": is kept from offset "
              + extent.from()
              + " on only, the run began at "
              + from
              + "; begin with a --savepoint that was taken later");
    }
    if (reading.records == 0) {
      throw new MisuseException(
          "topic " + topic + ": holds no record from offset " + from + " on; nothing to compare");
    }
    long endOffset = Math.min(extent.end(), end.orElse(Long.MAX_VALUE));
    LogRange range = LogRange.of(topic, PARTITION, from, endOffset);
    return new RecordedLog(
        range,
        new Span(reading.firstMs, reading.lastMs),
        reading.instruments,
        reading.starts.hashes(),
        remoteAccount(scan, from, reading.starts, topic),
        new DataFile(
            String.join(",", reading.instruments),
            "topic " + range,
            reading.bytes,
            HexFormat.of().formatHex(reading.digest.digest())),
        topicId);
  }

  private static Optional<String> remoteAccount(
      LogScan log, long from, JobStarts within, String topic) {
    JobStarts known = within.copy();
    known.noteLastBefore(log, from);
    return known.remoteAccount(topic);
  }

  long fromOffset() {
    return range.from().get(PARTITION);
  }

  long endOffset() {
    return range.end().get(PARTITION);
  }

  /** What a person should know of jobs that were started with another configuration. */
  List<String> notices(String configurationSha256) {
    List<String> notices = new ArrayList<>();
    starts.forEach(
        (offset, sha256) -> {
          if (!sha256.equals(configurationSha256)) {
            notices.add(
                "topic "
                    + range.topic()
                    + " offset "
                    + offset
                    + ": a job was started with the configuration "
                    + sha256
                    + ", this is "
                    + configurationSha256
                    + "; the configuration must be the run's");
          }
        });
    return notices;
  }

  /** Finds the records with these log times, by log time. */
  Map<Long, Place> places(KafkaConnection connection, NavigableSet<Long> logTimesMs) {
    Map<Long, Place> places = new TreeMap<>();
    if (logTimesMs.isEmpty()) {
      return places;
    }
    new LogScan(connection, range.topic(), PARTITION)
        .readFrom(
            fromOffset(),
            new LogScan.Visitor() {
              @Override
              public boolean onRecord(long offset, LogRecord logRecord, byte[] bytes) {
                if (logTimesMs.contains(logRecord.getLogTimeMs())) {
                  places.put(logRecord.getLogTimeMs(), new Place(offset, text(logRecord)));
                }
                return logRecord.getLogTimeMs() < logTimesMs.last();
              }

              @Override
              public void onUnreadable(long offset, String reason) {
                // It caused nothing.
              }
            });
    return places;
  }

  private static String text(LogRecord logRecord) {
    Object payload = logRecord.getPayload();
    String kind = payload.getClass().getSimpleName();
    if (payload instanceof Bar bar) {
      return kind
          + " "
          + bar.getInstrument()
          + " "
          + Cells.timeframe(bar.getLengthMs())
          + " that closed "
          + Cells.utc(bar.getCloseTimeMs());
    } else if (payload instanceof VenueBar venueBar) {
      return kind
          + " of "
          + venueBar.getVenue()
          + " "
          + venueBar.getBar().getInstrument()
          + " that closed "
          + Cells.utc(venueBar.getBar().getCloseTimeMs());
    } else if (payload instanceof MarketClock clock) {
      return kind + " at " + Cells.utc(clock.getClockMs());
    } else if (payload instanceof Heartbeat heartbeat) {
      return kind + " with progress " + Cells.utc(heartbeat.getProgressMs());
    } else if (payload instanceof Trade trade) {
      return kind + " " + trade.getInstrument() + " of " + Cells.utc(trade.getTradeTimeMs());
    } else if (payload instanceof Funding funding) {
      return kind + " " + funding.getInstrument() + " of " + Cells.utc(funding.getFundingTimeMs());
    } else if (payload instanceof MarkPrice mark) {
      return kind + " " + mark.getInstrument() + " of " + Cells.utc(mark.getMarkTimeMs());
    } else if (payload instanceof OperatorCommand command) {
      return kind + " " + command.getAction() + " of " + Cells.utc(command.getCommandTimeMs());
    } else if (payload instanceof DayRoll roll) {
      return kind + " of " + Cells.utc(roll.getDayStartMs());
    } else if (payload instanceof TradingStart start) {
      return kind + " from " + Cells.utc(start.getStartMs());
    } else if (payload instanceof SeriesEnded ended) {
      return kind + " of " + ended.getInstrument();
    }
    return kind;
  }

  /** Gathers what is read. */
  private static final class Reading implements LogScan.Visitor {

    private final long endOffset;
    private final NavigableSet<String> instruments = new TreeSet<>();
    private final JobStarts starts = new JobStarts();
    private final MessageDigest digest;
    private long records;
    private long bytes;
    private long firstMs;
    private long lastMs;

    Reading(long endOffset) {
      this.endOffset = endOffset;
      try {
        digest = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JVM has SHA-256", e);
      }
    }

    @Override
    public boolean onRecord(long offset, LogRecord logRecord, byte[] encoded) {
      if (offset >= endOffset) {
        return false;
      }
      firstMs = records == 0 ? logRecord.getLogTimeMs() : firstMs;
      lastMs = logRecord.getLogTimeMs();
      records++;
      digest.update(encoded);
      bytes += encoded.length;
      if (logRecord.getPayload() instanceof Bar bar) {
        instruments.add(bar.getInstrument());
      } else if (logRecord.getPayload() instanceof VenueBar bar) {
        instruments.add(bar.getBar().getInstrument());
      } else if (logRecord.getPayload() instanceof Trade trade) {
        instruments.add(trade.getInstrument());
      }
      starts.note(offset, logRecord);
      return true;
    }

    @Override
    public void onUnreadable(long offset, String reason) {
      // The run passed over it too.
    }
  }
}
