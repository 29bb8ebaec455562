package io.lorentz.kafka;

import io.lorentz.schemas.wire.WireCodec;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Reads ranges of one partition, without Flink and without a group. Not for several threads. */
final class PartitionReader implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

  private final KafkaConnection connection;
  private final TopicPartition partition;
  private final KafkaConsumer<byte[], byte[]> consumer;

  PartitionReader(KafkaConnection connection, TopicPartition partition) {
    this.connection = connection;
    this.partition = partition;
    try {
      consumer = new KafkaConsumer<>(connection.consumer());
    } catch (KafkaException e) {
      throw TopicAdmin.unreachable(connection, e);
    }
    consumer.assign(List.of(partition));
  }

  /** First offset that is still kept. */
  long beginning() {
    try {
      return consumer.beginningOffsets(List.of(partition), ANSWER_WITHIN).get(partition);
    } catch (KafkaException e) {
      throw TopicAdmin.unreachable(connection, e);
    }
  }

  /** The offset behind the last record. */
  long end() {
    try {
      return consumer.endOffsets(List.of(partition), ANSWER_WITHIN).get(partition);
    } catch (KafkaException e) {
      throw TopicAdmin.unreachable(connection, e);
    }
  }

  /** Offset of the first record with this timestamp or a later one; the end if there is none. */
  long offsetFrom(long timestampMs) {
    // Before the question: what comes after it would otherwise be passed.
    long end = end();
    try {
      OffsetAndTimestamp found =
          consumer
              .offsetsForTimes(Map.of(partition, Math.max(0, timestampMs)), ANSWER_WITHIN)
              .get(partition);
      return found == null ? end : found.offset();
    } catch (KafkaException e) {
      throw TopicAdmin.unreachable(connection, e);
    }
  }

  /**
   * Reads the records of a range in order.
   *
   * @param from first offset
   * @param end offset behind the last
   * @param records takes each record and says whether to go on
   * @throws KafkaFaultException if the broker stops answering
   */
  void read(long from, long end, Predicate<ConsumerRecord<byte[], byte[]>> records) {
    try {
      consumer.seek(partition, from);
      long heardNanos = System.nanoTime();
      // Markers of transactions have offsets too, and are never given: the position passes them.
      while (consumer.position(partition, ANSWER_WITHIN) < end) {
        long before = consumer.position(partition, ANSWER_WITHIN);
        for (ConsumerRecord<byte[], byte[]> raw : consumer.poll(POLL).records(partition)) {
          if (raw.offset() >= end || !records.test(raw)) {
            return;
          }
        }
        if (consumer.position(partition, ANSWER_WITHIN) > before) {
          heardNanos = System.nanoTime();
        } else if (System.nanoTime() - heardNanos > ANSWER_WITHIN.toNanos()) {
          throw new KafkaFaultException(
              "Kafka at "
                  + connection.bootstrap()
                  + ": gave nothing of "
                  + partition
                  + " from offset "
                  + before
                  + " for "
                  + ANSWER_WITHIN.toSeconds()
                  + " s; see that the broker runs and has the partition");
        }
      }
    } catch (KafkaException e) {
      throw TopicAdmin.unreachable(connection, e);
    }
  }

  /**
   * Gives each record of a partition that is there now, decoded, in order.
   *
   * @param what a record is, for people, e.g. {@code bar}
   * @throws KafkaFaultException if one cannot be read, or the broker does not answer
   */
  static <T extends SpecificRecordBase> void readAll(
      KafkaConnection connection,
      TopicPartition place,
      WireCodec<T> codec,
      String what,
      Consumer<T> records) {
    try (PartitionReader reader = new PartitionReader(connection, place)) {
      reader.read(
          reader.beginning(),
          reader.end(),
          raw -> {
            records.accept(decode(codec, what, raw));
            return true;
          });
    }
  }

  /** A record that the job has written. */
  static <T extends SpecificRecordBase> T decode(
      WireCodec<T> codec, String what, ConsumerRecord<byte[], byte[]> raw) {
    try {
      return codec.decode(raw.value());
    } catch (IOException | RuntimeException e) {
      throw new KafkaFaultException(
          "topic "
              + raw.topic()
              + " offset "
              + raw.offset()
              + ": is no "
              + what
              + " ("
              + e.getMessage()
              + "); something else than the job wrote there",
          e);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
