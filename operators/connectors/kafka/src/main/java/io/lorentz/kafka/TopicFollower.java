package io.lorentz.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Reads partitions as they grow, without Flink and without a group, until it is told to stop. */
final class TopicFollower {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

  private TopicFollower() {}

  /** Gives all that is kept and all that comes; those of one partition in order. */
  static void fromBeginning(
      KafkaConnection connection,
      List<TopicPartition> places,
      Consumer<ConsumerRecord<byte[], byte[]>> records,
      Runnable caughtUp,
      BooleanSupplier goesOn) {
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(connection.consumer())) {
      consumer.assign(places);
      consumer.seekToBeginning(places);
      Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(places, ANSWER_WITHIN));
      boolean told = false;
      while (goesOn.getAsBoolean()) {
        consumer.poll(POLL).forEach(records);
        if (!told) {
          ends.entrySet()
              .removeIf(end -> consumer.position(end.getKey(), ANSWER_WITHIN) >= end.getValue());
          told = ends.isEmpty();
          if (told) {
            caughtUp.run();
          }
        }
      }
    } catch (KafkaException e) {
      throw TopicAdmin.unreachable(connection, e);
    }
  }

  /** Gives what lies from an offset on and all that comes, in order, until one is the last. */
  static void from(
      KafkaConnection connection,
      TopicPartition place,
      long offset,
      Predicate<ConsumerRecord<byte[], byte[]>> records,
      BooleanSupplier goesOn) {
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(connection.consumer())) {
      consumer.assign(List.of(place));
      long first = consumer.beginningOffsets(List.of(place), ANSWER_WITHIN).get(place);
      consumer.seek(place, Math.max(first, offset));
      while (goesOn.getAsBoolean()) {
        for (ConsumerRecord<byte[], byte[]> raw : consumer.poll(POLL)) {
          if (!records.test(raw)) {
            return;
          }
        }
      }
    } catch (KafkaException e) {
      throw TopicAdmin.unreachable(connection, e);
    }
  }
}
