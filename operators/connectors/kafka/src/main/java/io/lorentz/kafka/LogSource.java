package io.lorentz.kafka;

import io.lorentz.schemas.LogRecord;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;

/**
 * The log as a Flink source. Use it with {@link LogTimes#everyRecordItsOwn} and at a parallelism of
 * the number of its partitions, never the job's: an unbounded reader without a partition holds the
 * watermark for ever.
 *
 * <p>Places are explicit offsets. One that is not kept any more fails the job; reading on from
 * elsewhere would be another log.
 */
public final class LogSource {

  private LogSource() {}

  /** Reads a range and ends. */
  public static KafkaSource<LogRecord> bounded(KafkaConnection connection, LogRange range) {
    return builder(connection, range.topic(), range.from(), range.tradingFrom())
        .setBounded(exactly(range.topic(), range.end()))
        .build();
  }

  /**
   * Reads from these offsets on for ever.
   *
   * @param from first offset by partition, for every partition of the topic
   */
  public static KafkaSource<LogRecord> unbounded(
      KafkaConnection connection, String topic, Map<Integer, Long> from) {
    return builder(connection, topic, from, Optional.empty()).build();
  }

  private static KafkaSourceBuilder<LogRecord> builder(
      KafkaConnection connection,
      String topic,
      Map<Integer, Long> from,
      Optional<LogRange.TradingFrom> tradingFrom) {
    Properties properties = connection.consumer();
    // The source brings its own.
    properties.remove(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG);
    properties.remove(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG);
    properties.setProperty(KafkaSourceOptions.REGISTER_KAFKA_CONSUMER_METRICS.key(), "false");
    // A log never gets more partitions: each has its appender and its place in the order.
    properties.setProperty(KafkaSourceOptions.PARTITION_DISCOVERY_INTERVAL_MS.key(), "-1");
    return KafkaSource.<LogRecord>builder()
        .setProperties(properties)
        .setPartitions(new HashSet<>(places(topic, from).keySet()))
        .setStartingOffsets(exactly(topic, from))
        .setDeserializer(
            new LogDeserializer(() -> new TopicDeadLetters(connection, topic), tradingFrom));
  }

  /** The type of the strategy is deprecated by Kafka, and the connector's signature names it. */
  @SuppressWarnings("deprecation")
  private static OffsetsInitializer exactly(String topic, Map<Integer, Long> offsets) {
    return OffsetsInitializer.offsets(places(topic, offsets), OffsetResetStrategy.NONE);
  }

  private static Map<TopicPartition, Long> places(String topic, Map<Integer, Long> offsets) {
    Map<TopicPartition, Long> places = new HashMap<>();
    offsets.forEach(
        (partition, offset) -> places.put(new TopicPartition(topic, partition), offset));
    return places;
  }
}
