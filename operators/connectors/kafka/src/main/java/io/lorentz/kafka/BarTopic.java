package io.lorentz.kafka;

import io.lorentz.schemas.Bar;
import io.lorentz.schemas.wire.WireCodec;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The closed bars of a run in the topic {@link TopicPlan#BARS} of its log, for audit: what the
 * stages behind {@code bars} saw. Each has {@link RowTopics#CAUSE_HEADER}.
 */
public final class BarTopic {

  private static final int PARTITION = 0;

  private final KafkaConnection connection;
  private final String log;

  /** The bar topic of this log. */
  public BarTopic(KafkaConnection connection, String log) {
    this.connection = connection;
    this.log = log;
  }

  /** Makes the topic if it is not there. */
  public void ensure() {
    try (TopicAdmin admin = new TopicAdmin(connection)) {
      admin.ensure(log, TopicPlan.BARS);
    }
  }

  /**
   * The sink: each bar at least once. What was written after the last checkpoint is written again,
   * equal, after a failure.
   */
  public KafkaSink<Bar> sink() {
    return KafkaSink.<Bar>builder()
        .setBootstrapServers(connection.bootstrap())
        .setKafkaProducerConfig(connection.producer())
        .setProperty("register.producer.metrics", "false")
        .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
        .setRecordSerializer(new BarSerializer(log))
        .build();
  }

  /**
   * Gives each bar that is there now, as often as it was written.
   *
   * @throws KafkaFaultException if one cannot be read, or the broker does not answer
   */
  public void read(Consumer<Bar> bars) {
    TopicPartition place = new TopicPartition(TopicPlan.BARS.of(log), PARTITION);
    PartitionReader.readAll(connection, place, WireCodec.of(Bar.class), "bar", bars);
  }

  /**
   * Gives the last bars that are there and then every one that comes, as often as it was written,
   * until it is told to stop. Keeps nothing of what it has given.
   *
   * @param back how many of those that are there, at most
   * @param bars takes them in order, from the caller's thread
   * @param goesOn asked several times a second
   * @throws KafkaArgumentException if the topic is not there
   * @throws KafkaFaultException if a bar cannot be read, or the broker does not answer
   */
  public void follow(long back, Consumer<Bar> bars, BooleanSupplier goesOn) {
    try (TopicAdmin admin = new TopicAdmin(connection)) {
      // Says by name what is missing; a consumer would wait for it.
      int unused = admin.partitions(TopicPlan.BARS.of(log));
    }
    WireCodec<Bar> codec = WireCodec.of(Bar.class);
    TopicPartition place = new TopicPartition(TopicPlan.BARS.of(log), PARTITION);
    long end;
    try (PartitionReader reader = new PartitionReader(connection, place)) {
      end = reader.end();
    }
    TopicFollower.from(
        connection,
        place,
        end - back,
        raw -> {
          bars.accept(PartitionReader.decode(codec, "bar", raw));
          return true;
        },
        goesOn);
  }

  private static final class BarSerializer implements KafkaRecordSerializationSchema<Bar> {

    private final String log;
    private transient WireCodec<Bar> codec;

    BarSerializer(String log) {
      this.log = log;
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
        Bar bar, KafkaSinkContext context, Long timestamp) {
      if (codec == null) {
        codec = WireCodec.of(Bar.class);
      }
      // No timestamp: the broker's retention goes by when a bar was written, not by log time.
      return RowTopics.withCause(
          new ProducerRecord<>(
              TopicPlan.BARS.of(log),
              null,
              bar.getInstrument().getBytes(StandardCharsets.UTF_8),
              codec.encode(bar)),
          timestamp);
    }
  }
}
