package io.lorentz.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/** Dead letters of a log in its topic {@link TopicPlan#UNREADABLE}. */
final class TopicDeadLetters implements DeadLetters {

  /** Headers of a dead letter. */
  static final String PARTITION = "partition";

  static final String OFFSET = "offset";
  static final String REASON = "reason";

  private final String topic;
  private final KafkaProducer<byte[], byte[]> producer;

  TopicDeadLetters(KafkaConnection connection, String log) {
    topic = TopicPlan.UNREADABLE.of(log);
    try (TopicAdmin admin = new TopicAdmin(connection)) {
      admin.ensure(log, TopicPlan.UNREADABLE);
    }
    producer = new KafkaProducer<>(connection.producer());
  }

  /** Waits until it is acknowledged: it is rare, and what was passed is not read again. */
  @Override
  public void put(ConsumerRecord<byte[], byte[]> raw, String reason) {
    String key = raw.topic() + "-" + raw.partition() + "-" + raw.offset();
    ProducerRecord<byte[], byte[]> letter =
        new ProducerRecord<>(topic, null, key.getBytes(StandardCharsets.UTF_8), raw.value());
    Headers headers = letter.headers();
    headers.add(PARTITION, text(raw.partition()));
    headers.add(OFFSET, text(raw.offset()));
    headers.add(REASON, reason.getBytes(StandardCharsets.UTF_8));
    try {
      producer.send(letter).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaFaultException("topic " + topic + ": interrupted; try again", e);
    } catch (ExecutionException e) {
      throw new KafkaFaultException(
          "topic " + topic + ": takes no record (" + e.getCause().getMessage() + "); mend it", e);
    }
  }

  private static byte[] text(long number) {
    return String.valueOf(number).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    // What was put is acknowledged already; without a broker it would be waited for for ever.
    producer.close(Duration.ZERO);
  }
}
