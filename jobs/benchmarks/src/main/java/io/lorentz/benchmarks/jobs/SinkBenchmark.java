package io.lorentz.benchmarks.jobs;

import io.lorentz.command.broker.EmbeddedBroker;
import io.lorentz.kafka.KafkaConnection;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * What a transactional sink costs: from a row that enters Flink's Kafka sink until a reader has it,
 * at least once as rows are written, and exactly once at a checkpoint interval.
 *
 * <p>Job, broker and reader share a process and its clock; rows come evenly, 50 a second, and do
 * not wait for what is measured. Arguments: checkpoint interval, ms; {@code at-least-once} or
 * {@code exactly-once}; seconds to measure; folder of the broker. Prints p50, p99 and maximum in ms
 * and the number of rows.
 */
final class SinkBenchmark {

  private static final String TOPIC = "rows";
  private static final int ROWS_PER_SECOND = 50;
  private static final long WARM_UP_S = 12;

  private SinkBenchmark() {}

  public static void main(String[] args) throws Exception {
    Duration interval = Duration.ofMillis(Long.parseLong(args[0]));
    boolean exactlyOnce = args[1].equals("exactly-once");
    Path folder = Path.of(args[3]);
    try (EmbeddedBroker broker =
        EmbeddedBroker.start(folder.resolve("broker"), EmbeddedBroker.ANY_PORT)) {
      KafkaConnection connection = KafkaConnection.of(broker.bootstrap());
      try (Admin admin = Admin.create(connection.admin())) {
        admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
      }
      JobClient job = start(connection, interval, exactlyOnce, folder);
      Histogram delays = read(connection, Long.parseLong(args[2]));
      job.cancel().get();
      System.out.printf(
          "%d %s %.1f %.1f %.1f %d%n",
          interval.toMillis(),
          args[1],
          delays.getValueAtPercentile(50) / 1e6,
          delays.getValueAtPercentile(99) / 1e6,
          delays.getMaxValue() / 1e6,
          delays.getTotalCount());
    }
  }

  private static JobClient start(
      KafkaConnection connection, Duration interval, boolean exactlyOnce, Path folder)
      throws Exception {
    Configuration flink = new Configuration();
    flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, interval);
    flink.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        folder.resolve("checkpoints").toUri().toString());
    flink.set(ExecutionOptions.BUFFER_TIMEOUT, Duration.ZERO);
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1, flink);
    DataGeneratorSource<Long> rows =
        new DataGeneratorSource<>(
            index -> System.nanoTime(),
            Long.MAX_VALUE,
            RateLimiterStrategy.perSecond(ROWS_PER_SECOND),
            Types.LONG);
    env.fromSource(rows, WatermarkStrategy.noWatermarks(), "rows")
        .sinkTo(sink(connection, exactlyOnce));
    return env.executeAsync("sink");
  }

  private static KafkaSink<Long> sink(KafkaConnection connection, boolean exactlyOnce) {
    KafkaRecordSerializationSchema<Long> format =
        (row, context, timestamp) ->
            new ProducerRecord<>(TOPIC, ByteBuffer.allocate(Long.BYTES).putLong(row).array());
    return KafkaSink.<Long>builder()
        .setBootstrapServers(connection.bootstrap())
        .setKafkaProducerConfig(connection.producer())
        .setProperty("transaction.timeout.ms", "60000")
        .setDeliveryGuarantee(
            exactlyOnce ? DeliveryGuarantee.EXACTLY_ONCE : DeliveryGuarantee.AT_LEAST_ONCE)
        .setTransactionalIdPrefix("sink-benchmark")
        .setRecordSerializer(format)
        .build();
  }

  private static Histogram read(KafkaConnection connection, long seconds) {
    Properties settings = connection.consumer();
    settings.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    Histogram delays = new Histogram(3);
    TopicPartition place = new TopicPartition(TOPIC, 0);
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
      consumer.assign(List.of(place));
      consumer.seek(place, 0);
      long fromNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(WARM_UP_S);
      long toNanos = fromNanos + TimeUnit.SECONDS.toNanos(seconds);
      // Rows count by when they were made; the last of them may still wait for its checkpoint.
      while (System.nanoTime() < toNanos + TimeUnit.SECONDS.toNanos(WARM_UP_S)) {
        consumer
            .poll(Duration.ofMillis(100))
            .forEach(
                raw -> {
                  long madeNanos = ByteBuffer.wrap(raw.value()).getLong();
                  if (madeNanos >= fromNanos && madeNanos < toNanos) {
                    delays.recordValue(System.nanoTime() - madeNanos);
                  }
                });
      }
    }
    return delays;
  }
}
