package io.lorentz.kafka;

import io.lorentz.schemas.LogRecord;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads a partition of a log, or a part of it, to the end it has now, without Flink. */
public final class LogScan {

  private final KafkaConnection connection;
  private final String topic;
  private final int partition;

  /** Will read this partition. */
  public LogScan(KafkaConnection connection, String topic, int partition) {
    this.connection = connection;
    this.topic = topic;
    this.partition = partition;
  }

  /** Takes what a partition holds. */
  public interface Visitor {

    /**
     * Takes a record.
     *
     * @param offset where it lies
     * @param logRecord the record
     * @param bytes the same as it lies there
     * @return whether to go on
     */
    boolean onRecord(long offset, LogRecord logRecord, byte[] bytes);

    /** Takes a record that cannot be read. */
    void onUnreadable(long offset, String reason);
  }

  /**
   * What there is to read.
   *
   * @param from first offset that is still kept
   * @param end offset behind the last record
   */
  public record Extent(long from, long end) {}

  /**
   * Reads all that is there now, or until the visitor has enough.
   *
   * @throws KafkaFaultException if log time does not increase, or the broker stops answering
   */
  public Extent read(Visitor visitor) {
    return readFrom(0, visitor);
  }

  /**
   * Reads what is there now from an offset on, or until the visitor has enough.
   *
   * @param offset first offset, 0 or more; earlier ones than the first that is kept mean that one
   * @throws KafkaFaultException if log time does not increase, or the broker stops answering
   */
  public Extent readFrom(long offset, Visitor visitor) {
    Predicate<ConsumerRecord<byte[], byte[]>> records = decoded(visitor);
    TopicPartition place = new TopicPartition(topic, partition);
    try (PartitionReader reader = new PartitionReader(connection, place)) {
      Extent extent = new Extent(Math.max(offset, reader.beginning()), reader.end());
      reader.read(extent.from(), extent.end(), records);
      return extent;
    }
  }

  /**
   * Reads what is there from an offset on and then all that comes, until it is told to stop or the
   * visitor has enough.
   *
   * @param offset first offset; earlier ones than the first that is kept mean that one
   * @param visitor takes the records, from the caller's thread
   * @param goesOn asked several times a second
   * @throws KafkaFaultException if log time does not increase, or the broker does not answer
   */
  public void follow(long offset, Visitor visitor, BooleanSupplier goesOn) {
    TopicPartition place = new TopicPartition(topic, partition);
    TopicFollower.from(connection, place, offset, decoded(visitor), goesOn);
  }

  private Predicate<ConsumerRecord<byte[], byte[]>> decoded(Visitor visitor) {
    LogFormat format = new LogFormat();
    long[] last = {Long.MIN_VALUE};
    return raw -> {
      try {
        LogRecord logRecord = format.decode(raw);
        requireLater(last[0], logRecord.getLogTimeMs(), raw.offset());
        last[0] = logRecord.getLogTimeMs();
        return visitor.onRecord(raw.offset(), logRecord, raw.value());
      } catch (LogFormat.UnreadableException e) {
        visitor.onUnreadable(raw.offset(), e.getMessage());
        return true;
      }
    };
  }

  /**
   * Offset of the first record whose log time is this or later; the end of the log if there is
   * none.
   *
   * @throws KafkaFaultException if the broker does not answer
   */
  public long offsetFrom(long logTimeMs) {
    TopicPartition place = new TopicPartition(topic, partition);
    try (PartitionReader reader = new PartitionReader(connection, place)) {
      return reader.offsetFrom(logTimeMs);
    }
  }

  private void requireLater(long lastMs, long nextMs, long offset) {
    if (nextMs <= lastMs) {
      throw new KafkaFaultException(
          "topic "
              + topic
              + " partition "
              + partition
              + " offset "
              + offset
              + ": log time "
              + nextMs
              + " after "
              + lastMs
              + ": something else than its one appender wrote there; publish the log anew");
    }
  }
}
