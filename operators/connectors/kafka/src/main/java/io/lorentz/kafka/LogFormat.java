package io.lorentz.kafka;

import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.wire.WireCodec;
import java.io.IOException;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A record of the log as the value of a record of Kafka. */
final class LogFormat {

  private final WireCodec<LogRecord> codec = WireCodec.of(LogRecord.class);

  byte[] encode(LogRecord logRecord) {
    return codec.encode(logRecord);
  }

  /**
   * Reads a record.
   *
   * @throws UnreadableException if it is none, with the reason
   */
  LogRecord decode(ConsumerRecord<byte[], byte[]> raw) throws UnreadableException {
    if (raw.value() == null) {
      throw new UnreadableException("it is empty", null);
    }
    LogRecord logRecord;
    try {
      logRecord = codec.decode(raw.value());
    } catch (IOException | RuntimeException e) {
      // Avro tells of foreign bytes by exceptions of many kinds.
      String told = e.getMessage() == null ? "" : ": " + e.getMessage();
      throw new UnreadableException(e.getClass().getSimpleName() + told, e);
    }
    if (logRecord.getPartition() != raw.partition()) {
      throw new UnreadableException("it says it is of partition " + logRecord.getPartition(), null);
    }
    return logRecord;
  }

  /** A record that is none of the log. */
  static final class UnreadableException extends Exception {

    private static final long serialVersionUID = 1L;

    UnreadableException(String reason, Throwable cause) {
      super(reason, cause);
    }
  }
}
