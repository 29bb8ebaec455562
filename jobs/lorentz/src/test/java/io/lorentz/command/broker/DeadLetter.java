package io.lorentz.command.broker;

import io.lorentz.kafka.KafkaConnection;
import io.lorentz.kafka.TopicPlan;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** What was put away as unreadable. */
public record DeadLetter(String key, String text, Map<String, String> headers) {

  /** All dead letters of a log, each time they were put. */
  public static List<DeadLetter> all(KafkaConnection connection, String log) {
    TopicPartition place = new TopicPartition(TopicPlan.UNREADABLE.of(log), 0);
    List<DeadLetter> letters = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(connection.consumer())) {
      consumer.assign(List.of(place));
      consumer.seek(place, 0);
      long end = consumer.endOffsets(List.of(place)).get(place);
      while (consumer.position(place) < end) {
        consumer
            .poll(Duration.ofMillis(200))
            .forEach(
                raw -> {
                  Map<String, String> headers = new HashMap<>();
                  raw.headers()
                      .forEach(
                          header ->
                              headers.put(
                                  header.key(),
                                  new String(header.value(), StandardCharsets.UTF_8)));
                  letters.add(
                      new DeadLetter(
                          new String(raw.key(), StandardCharsets.UTF_8),
                          new String(raw.value(), StandardCharsets.UTF_8),
                          headers));
                });
      }
    }
    return letters;
  }
}
