package io.lorentz.kafka;

import io.lorentz.schemas.FeatureVector;
import io.lorentz.schemas.InferenceRecord;
import io.lorentz.schemas.MemberOutput;
import io.lorentz.schemas.wire.WireCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Outputs of one member in a topic. It reads the topic from the log time of the first vector it is
 * asked for, and what it writes it reads back before it counts: an earlier record of the same key,
 * by whomever, is then known. So writers need no fence.
 *
 * <p>What lies ahead of the vector at hand is kept in memory, some hundred bytes each, by every
 * subtask: for a job that lives that is the time since its last checkpoint, for a replay the rest
 * of the topic.
 */
final class TopicLedger extends OwnLedger {

  private final KafkaConnection connection;
  private final TopicPartition place;
  private final String model;
  private final WireCodec<InferenceRecord> codec = WireCodec.of(InferenceRecord.class);
  private final PartitionReader reader;
  private final Optional<KafkaProducer<byte[], byte[]>> producer;
  private long forgottenBeforeMs = Long.MIN_VALUE;
  private long position = -1;

  TopicLedger(KafkaConnection connection, TopicPartition place, String model, boolean writes) {
    this.connection = connection;
    this.place = place;
    this.model = model;
    reader = new PartitionReader(connection, place);
    producer = writes ? Optional.of(new KafkaProducer<>(connection.producer())) : Optional.empty();
  }

  @Override
  public void forgetBefore(long logTimeMs) {
    super.forgetBefore(logTimeMs);
    forgottenBeforeMs = logTimeMs;
  }

  @Override
  public OptionalDouble find(FeatureVector vector) {
    begin(vector);
    return super.find(vector);
  }

  /** Reads what is there from the log time of the first vector on. */
  private void begin(FeatureVector first) {
    if (position < 0) {
      position = reader.offsetFrom(first.getLogTimeMs());
      readTo(reader.end());
    }
  }

  @Override
  public void acknowledge(List<FeatureVector> vectors, List<Double> scores) {
    if (producer.isEmpty()) {
      super.acknowledge(vectors, scores);
      return;
    }
    begin(vectors.get(0));
    List<Future<RecordMetadata>> sent = new ArrayList<>(scores.size());
    try {
      for (int i = 0; i < scores.size(); i++) {
        sent.add(producer.get().send(written(vectors.get(i), scores.get(i))));
      }
      long last = position;
      for (Future<RecordMetadata> each : sent) {
        last = Math.max(last, each.get().offset());
      }
      readTo(last + 1);
    } catch (KafkaException e) {
      throw TopicAdmin.unreachable(connection, e);
    } catch (ExecutionException e) {
      throw TopicAdmin.unreachable(connection, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaFaultException(place.topic() + ": interrupted; start the job again", e);
    }
  }

  private ProducerRecord<byte[], byte[]> written(FeatureVector vector, double score) {
    MemberOutput output =
        new MemberOutput(
            vector.getInstrument(),
            vector.getTimeframeMs(),
            vector.getCloseTimeMs(),
            vector.getLogTimeMs(),
            vector.getRsi14(),
            vector.getWaveTrend(),
            vector.getCci20(),
            vector.getAdx20(),
            vector.getRsi9(),
            model,
            score);
    return new ProducerRecord<>(
        place.topic(),
        place.partition(),
        vector.getLogTimeMs(),
        vector.getInstrument().getBytes(StandardCharsets.UTF_8),
        codec.encode(new InferenceRecord(output)));
  }

  private void readTo(long end) {
    if (position < end) {
      reader.read(position, end, this::take);
      position = end;
    }
  }

  private boolean take(ConsumerRecord<byte[], byte[]> raw) {
    Object payload = PartitionReader.decode(codec, InferenceTopic.RECORD, raw).getPayload();
    if (payload instanceof MemberOutput output
        && output.getModel().equals(model)
        && output.getLogTimeMs() >= forgottenBeforeMs) {
      add(
          output.getLogTimeMs(),
          new Asked(
              output.getInstrument(),
              output.getTimeframeMs(),
              output.getCloseTimeMs(),
              output.getF1(),
              output.getF2(),
              output.getF3(),
              output.getF4(),
              output.getF5()),
          output.getScore());
    }
    return true;
  }

  @Override
  public void close() {
    try (reader) {
      // What counts is acknowledged; without a broker the rest would be waited for for ever.
      producer.ifPresent(each -> each.close(Duration.ZERO));
    }
  }
}
