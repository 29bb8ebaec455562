package io.lorentz.command;

import io.lorentz.command.fault.MisuseException;
import io.lorentz.command.report.Cells;
import io.lorentz.kafka.KafkaConnection;
import io.lorentz.kafka.LogAppender;
import io.lorentz.kafka.TopicAdmin;
import io.lorentz.schemas.LogRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import picocli.CommandLine.Option;

/** A log in Kafka, and when what a person adds to it is given. */
final class LogPlaceArguments {

  /** What adding to a log means for whoever else does. */
  static final String SEAT =
      "It takes the appender's seat: whoever else appends to the topic has to open it again.";

  /** A record at the clock's time would end a log that lies further back than this. */
  private static final Duration LIVE = Duration.ofHours(1);

  @Option(names = "--topic", required = true, paramLabel = "T", description = "The log.")
  private String topic;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      converter = UtcTime.class,
      description = "Log time and market time of the command. Default: now.")
  private Instant at;

  String topic() {
    return topic;
  }

  /** Whether it is given now, and not at a time that a person named. */
  boolean isNow() {
    return at == null;
  }

  /** When it is given, ms since 1970 UTC: as asked for, or now. */
  long atMs() {
    return Optional.ofNullable(at).orElseGet(Instant::now).toEpochMilli();
  }

  /**
   * Adds a record.
   *
   * @param atMs what {@link #atMs} gave
   * @param payload makes what is added, told that time
   * @return the record as it is in the log
   * @throws MisuseException if the log has no place for it
   */
  LogRecord append(KafkaConnection connection, long atMs, LongFunction<Object> payload) {
    try (TopicAdmin admin = new TopicAdmin(connection)) {
      DataCommand.requireOnePartition(topic, admin.partitions(topic));
    }
    try (LogAppender appender = LogAppender.open(connection, topic, 0, () -> atMs)) {
      appender.lastLogTimeMs().ifPresent(lastMs -> requirePlace(lastMs, atMs));
      return appender.append(List.of(payload.apply(atMs))).get(0);
    }
  }

  private void requirePlace(long lastMs, long atMs) {
    if (at == null && atMs - lastMs > LIVE.toMillis()) {
      throw new MisuseException(
          "--topic "
              + topic
              + ": its last record is of "
              + Cells.utc(lastMs)
              + ", and nothing of before now could follow a command of now; say with --at when it"
              + " is given");
    }
    if (at != null && atMs <= lastMs) {
      throw new MisuseException(
          "--at "
              + Cells.utc(atMs)
              + ": the last record of topic "
              + topic
              + " is of "
              + Cells.utc(lastMs)
              + ", and a log only grows; choose a later time");
    }
  }
}
