package io.lorentz.kafka;

import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.rows.EachRowOnce;
import io.lorentz.schemas.rows.RowKey;
import io.lorentz.schemas.wire.WireCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/** What a run gives, in the row topics of its log: out of the job, and back. */
public final class RowTopics {

  /**
   * Header of a row: log time of the record that caused it, ms since 1970 UTC, eight bytes, big end
   * first. Rows that mark the end of the data have none.
   */
  public static final String CAUSE_HEADER = "cause-log-time-ms";

  private static final Duration FOLLOW_POLL = Duration.ofMillis(100);

  private static final TopicPlan[] PLANS = {
    TopicPlan.SIGNALS,
    TopicPlan.FEEDS,
    TopicPlan.ORDERS,
    TopicPlan.COMMANDS,
    TopicPlan.OUTCOMES,
    TopicPlan.FILLS,
    TopicPlan.ACCOUNT
  };

  private final KafkaConnection connection;
  private final String log;

  /** The row topics of this log. */
  public RowTopics(KafkaConnection connection, String log) {
    this.connection = connection;
    this.log = log;
  }

  /** Makes the topics that are not there. */
  public void ensure() {
    try (TopicAdmin admin = new TopicAdmin(connection)) {
      admin.ensure(log, PLANS);
    }
  }

  /**
   * The sink: each row at least once, at once. What was written after the last checkpoint is
   * written again, equal, after a failure.
   */
  public KafkaSink<RunOutput> sink() {
    Properties properties = connection.producer();
    return KafkaSink.<RunOutput>builder()
        .setBootstrapServers(connection.bootstrap())
        .setKafkaProducerConfig(properties)
        .setProperty("register.producer.metrics", "false")
        .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
        .setRecordSerializer(new RowSerializer(log))
        .build();
  }

  /**
   * What was read.
   *
   * @param rows rows given
   * @param repeats rows that had been given before, equal, and were dropped
   */
  public record Count(long rows, long repeats) {}

  /**
   * Gives each row once that is there now: signals, feeds, orders, commands, outcomes, fills,
   * account; each topic as it was written.
   *
   * @throws io.lorentz.schemas.rows.UnequalRowException if a row was written twice and differs
   * @throws KafkaFaultException if a row cannot be read, or the broker does not answer
   */
  public Count read(Consumer<RunOutput> rows) {
    EachRowOnce once = new EachRowOnce(rows, this::first);
    readAll(once);
    return new Count(once.given(), once.repeats());
  }

  /** Rare enough to read everything again. */
  private RunOutput first(RowKey key) {
    RunOutput[] first = new RunOutput[1];
    readAll(
        row -> {
          if (first[0] == null && RowKey.of(row).equals(key)) {
            first[0] = row;
          }
        });
    return first[0];
  }

  private void readAll(Consumer<RunOutput> rows) {
    WireCodec<RunOutput> codec = WireCodec.of(RunOutput.class);
    for (TopicPlan plan : PLANS) {
      int partitions = partitions(plan);
      for (int partition = 0; partition < partitions; partition++) {
        TopicPartition place = new TopicPartition(plan.of(log), partition);
        try (PartitionReader reader = new PartitionReader(connection, place)) {
          reader.read(
              reader.beginning(),
              reader.end(),
              raw -> {
                rows.accept(decode(codec, raw));
                return true;
              });
        }
      }
    }
  }

  /** Takes rows as they lie in the topics. */
  public interface Visitor {

    /**
     * Begins a topic.
     *
     * @param plan which
     * @param whole whether its first row is still kept
     */
    void onTopic(TopicPlan plan, boolean whole);

    /** Takes the next row of it, as often as it was written. */
    void onRow(WrittenRow row);
  }

  /**
   * Gives every row that is there now as it was written. Equity comes first, so that of the others
   * all is seen that was written before the last of it.
   *
   * @throws KafkaArgumentException if a topic is not there
   * @throws KafkaFaultException if a row cannot be read, or the broker does not answer
   */
  public void readAsWritten(Visitor visitor) {
    readAsWritten(TopicPlan.ACCOUNT, visitor);
    for (TopicPlan plan : PLANS) {
      if (plan != TopicPlan.ACCOUNT) {
        readAsWritten(plan, visitor);
      }
    }
  }

  private void readAsWritten(TopicPlan plan, Visitor visitor) {
    WireCodec<RunOutput> codec = WireCodec.of(RunOutput.class);
    int partitions = partitions(plan);
    for (int partition = 0; partition < partitions; partition++) {
      TopicPartition place = new TopicPartition(plan.of(log), partition);
      try (PartitionReader reader = new PartitionReader(connection, place)) {
        visitor.onTopic(plan, reader.beginning() == 0);
        reader.read(
            reader.beginning(),
            reader.end(),
            raw -> {
              visitor.onRow(written(codec, raw));
              return true;
            });
      }
    }
  }

  /**
   * Gives rows as they are written, each once, from those on that come after the call, until it is
   * told to stop.
   *
   * @param rows takes them, from the caller's thread; those of one topic in order
   * @param goesOn asked several times a second
   * @throws KafkaFaultException if a row cannot be read, or the broker does not answer
   */
  public void follow(Consumer<RunOutput> rows, BooleanSupplier goesOn) {
    WireCodec<RunOutput> codec = WireCodec.of(RunOutput.class);
    EachRowOnce once = new EachRowOnce(rows, this::first);
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(connection.consumer())) {
      List<TopicPartition> places = new ArrayList<>();
      for (TopicPlan plan : PLANS) {
        for (int partition = 0; partition < partitions(plan); partition++) {
          places.add(new TopicPartition(plan.of(log), partition));
        }
      }
      consumer.assign(places);
      consumer.seekToEnd(places);
      places.forEach(consumer::position);
      while (goesOn.getAsBoolean()) {
        for (ConsumerRecord<byte[], byte[]> raw : consumer.poll(FOLLOW_POLL)) {
          once.accept(decode(codec, raw));
        }
      }
    } catch (KafkaException e) {
      throw TopicAdmin.unreachable(connection, e);
    }
  }

  /**
   * Gives every row that is there and then every one that comes, as often as it was written, until
   * it is told to stop. Keeps nothing of what it has given.
   *
   * @param rows takes them, from the caller's thread; those of one topic in order
   * @param caughtUp told once that all was given that was there at the call
   * @param goesOn asked several times a second
   * @throws KafkaArgumentException if a topic is not there
   * @throws KafkaFaultException if a row cannot be read, or the broker does not answer
   */
  public void readAndFollow(Consumer<RunOutput> rows, Runnable caughtUp, BooleanSupplier goesOn) {
    WireCodec<RunOutput> codec = WireCodec.of(RunOutput.class);
    List<TopicPartition> places = new ArrayList<>();
    for (TopicPlan plan : PLANS) {
      for (int partition = 0; partition < partitions(plan); partition++) {
        places.add(new TopicPartition(plan.of(log), partition));
      }
    }
    TopicFollower.fromBeginning(
        connection, places, raw -> rows.accept(decode(codec, raw)), caughtUp, goesOn);
  }

  /**
   * Reads one row again.
   *
   * @param row where it lies
   * @throws KafkaFaultException if it is not kept any more, or the broker does not answer
   */
  public RunOutput again(RowPlace row) {
    WireCodec<RunOutput> codec = WireCodec.of(RunOutput.class);
    RunOutput[] found = new RunOutput[1];
    TopicPartition place = new TopicPartition(row.topic(), row.partition());
    try (PartitionReader reader = new PartitionReader(connection, place)) {
      reader.read(
          row.offset(),
          row.offset() + 1,
          raw -> {
            found[0] = decode(codec, raw);
            return false;
          });
    }
    return found[0];
  }

  private static WrittenRow written(
      WireCodec<RunOutput> codec, ConsumerRecord<byte[], byte[]> raw) {
    Header header = raw.headers().lastHeader(CAUSE_HEADER);
    OptionalLong cause =
        header == null
            ? OptionalLong.empty()
            : OptionalLong.of(ByteBuffer.wrap(header.value()).getLong());
    return new WrittenRow(
        new RowPlace(raw.topic(), raw.partition(), raw.offset()), cause, decode(codec, raw));
  }

  private int partitions(TopicPlan plan) {
    try (TopicAdmin admin = new TopicAdmin(connection)) {
      if (plan == TopicPlan.COMMANDS && !admin.exists(plan.of(log))) {
        // Runs of before there were remote venues have none.
        return 0;
      }
      return admin.partitions(plan.of(log));
    }
  }

  private static RunOutput decode(WireCodec<RunOutput> codec, ConsumerRecord<byte[], byte[]> raw) {
    try {
      return codec.decode(raw.value());
    } catch (IOException | RuntimeException e) {
      throw new KafkaFaultException(
          "topic "
              + raw.topic()
              + " partition "
              + raw.partition()
              + " offset "
              + raw.offset()
              + ": is no row ("
              + e.getMessage()
              + "); something else than the job wrote there",
          e);
    }
  }

  /** The topics that hold rows. */
  public static List<TopicPlan> plans() {
    return List.of(PLANS);
  }

  /** The names of the topics. */
  public List<String> names() {
    return Arrays.stream(PLANS).map(plan -> plan.of(log)).toList();
  }

  /** Adds the header that names the cause, where there is one. */
  static ProducerRecord<byte[], byte[]> withCause(
      ProducerRecord<byte[], byte[]> written, Long causeLogTimeMs) {
    if (causeLogTimeMs != null) {
      written
          .headers()
          .add(CAUSE_HEADER, ByteBuffer.allocate(Long.BYTES).putLong(causeLogTimeMs).array());
    }
    return written;
  }

  private static final class RowSerializer implements KafkaRecordSerializationSchema<RunOutput> {

    private final String log;
    private transient WireCodec<RunOutput> codec;

    RowSerializer(String log) {
      this.log = log;
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
        RunOutput row, KafkaSinkContext context, Long timestamp) {
      if (codec == null) {
        codec = WireCodec.of(RunOutput.class);
      }
      // No timestamp: the broker's retention goes by when a row was written, not by log time.
      ProducerRecord<byte[], byte[]> written =
          new ProducerRecord<>(
              TopicPlan.ofRow(row).of(log),
              null,
              TopicPlan.keyOf(row).getBytes(StandardCharsets.UTF_8),
              codec.encode(row));
      return withCause(written, timestamp);
    }
  }
}
