package io.lorentz.kafka;

import io.lorentz.schemas.OrderCommand;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.wire.WireCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * What a job asks of a venue, as an edge reads it: {@code T.commands} from its beginning, each as
 * often as it was written, and a sign of life in whatever the job writes.
 */
public final class CommandTopic {

  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaConnection connection;
  private final String log;
  private final WireCodec<RunOutput> codec = WireCodec.of(RunOutput.class);

  /** The commands of this log; its row topics are there. */
  public CommandTopic(KafkaConnection connection, String log) {
    this.connection = connection;
    this.log = log;
  }

  /**
   * Gives every command that is there now.
   *
   * @return where {@link #follow} goes on
   * @throws KafkaFaultException if one cannot be read, the topic has not one partition, or the
   *     broker does not answer
   */
  public long readAll(Consumer<OrderCommand> commands) {
    try (TopicAdmin admin = new TopicAdmin(connection)) {
      int partitions = admin.partitions(commandsPlace().topic());
      if (partitions != 1) {
        throw new KafkaFaultException(
            "topic "
                + commandsPlace().topic()
                + ": must have one partition, because commands have one order, has "
                + partitions
                + "; choose another log");
      }
    }
    try (PartitionReader reader = new PartitionReader(connection, commandsPlace())) {
      long end = reader.end();
      reader.read(
          reader.beginning(),
          end,
          raw -> {
            commands.accept(command(raw));
            return true;
          });
      return end;
    }
  }

  /**
   * Gives commands as they are written, until it is told to stop; on the caller's thread.
   *
   * @param from what {@link #readAll} gave
   * @param commands takes them in order
   * @param heard told whenever the job has written a command or a point of equity
   * @param goesOn asked several times a second
   * @throws KafkaFaultException if one cannot be read, or the broker does not answer
   */
  public void follow(
      long from, Consumer<OrderCommand> commands, Runnable heard, BooleanSupplier goesOn) {
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(connection.consumer())) {
      List<TopicPartition> points = pointsPlaces();
      List<TopicPartition> all = new ArrayList<>(points);
      all.add(commandsPlace());
      consumer.assign(all);
      // All places before the first of them is looked up: without one a partition is an error.
      consumer.seek(commandsPlace(), from);
      consumer.seekToEnd(points);
      points.forEach(consumer::position);
      while (goesOn.getAsBoolean()) {
        ConsumerRecords<byte[], byte[]> rows = consumer.poll(POLL);
        rows.records(commandsPlace()).forEach(raw -> commands.accept(command(raw)));
        if (!rows.isEmpty()) {
          heard.run();
        }
      }
    } catch (KafkaException e) {
      throw TopicAdmin.unreachable(connection, e);
    }
  }

  private TopicPartition commandsPlace() {
    return new TopicPartition(TopicPlan.COMMANDS.of(log), 0);
  }

  private List<TopicPartition> pointsPlaces() {
    String topic = TopicPlan.ACCOUNT.of(log);
    List<TopicPartition> places = new ArrayList<>();
    try (TopicAdmin admin = new TopicAdmin(connection)) {
      for (int partition = 0; partition < admin.partitions(topic); partition++) {
        places.add(new TopicPartition(topic, partition));
      }
    }
    return places;
  }

  private OrderCommand command(ConsumerRecord<byte[], byte[]> raw) {
    RunOutput row = PartitionReader.decode(codec, "row", raw);
    if (row.getPayload() instanceof OrderCommand command) {
      return command;
    }
    throw new KafkaFaultException(
        "topic "
            + raw.topic()
            + " offset "
            + raw.offset()
            + ": is no command; something else than the job wrote there");
  }
}
