package io.lorentz.kafka;

import io.lorentz.core.inference.OutputLedger;
import io.lorentz.schemas.DeviceGivenUp;
import io.lorentz.schemas.InferenceRecord;
import io.lorentz.schemas.wire.WireCodec;
import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** What lies beside a log about inference, in its topic {@link TopicPlan#INFERENCE}. */
public final class InferenceTopic implements Serializable {

  private static final long serialVersionUID = 1;

  /** What its records are, for people. */
  static final String RECORD = "record of inference";

  private static final int PARTITION = 0;

  private final KafkaConnection connection;
  private final String log;

  /** The topic of this log. */
  public InferenceTopic(KafkaConnection connection, String log) {
    this.connection = connection;
    this.log = log;
  }

  /** Makes the topic if it is not there. */
  public void ensure() {
    try (TopicAdmin admin = new TopicAdmin(connection)) {
      admin.ensure(log, TopicPlan.INFERENCE);
    }
  }

  /**
   * The outputs of a member.
   *
   * @param model id of its file
   */
  public OutputLedger ledger(String model) {
    return new TopicLedger(connection, place(), model, true);
  }

  /**
   * The same, for a check of a past run: it adds nothing to the topic, which need not be there.
   *
   * @throws KafkaFaultException if the broker does not answer
   */
  public OutputLedger readOnly(String model) {
    try (TopicAdmin admin = new TopicAdmin(connection)) {
      return admin.exists(TopicPlan.INFERENCE.of(log))
          ? new TopicLedger(connection, place(), model, false)
          : new OwnLedger();
    }
  }

  /**
   * Records that a device was given up.
   *
   * @throws KafkaFaultException if it is not acknowledged
   */
  public void record(DeviceGivenUp givenUp) {
    byte[] value = WireCodec.of(InferenceRecord.class).encode(new InferenceRecord(givenUp));
    KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(connection.producer());
    try {
      producer.send(new ProducerRecord<>(place().topic(), PARTITION, null, value)).get();
    } catch (KafkaException e) {
      throw TopicAdmin.unreachable(connection, e);
    } catch (ExecutionException e) {
      throw TopicAdmin.unreachable(connection, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaFaultException(place().topic() + ": interrupted; try again", e);
    } finally {
      producer.close(Duration.ZERO);
    }
  }

  /**
   * Gives each record that is there now, in order.
   *
   * @throws KafkaFaultException if one cannot be read, or the broker does not answer
   */
  public void read(Consumer<InferenceRecord> records) {
    PartitionReader.readAll(
        connection, place(), WireCodec.of(InferenceRecord.class), RECORD, records);
  }

  private TopicPartition place() {
    return new TopicPartition(TopicPlan.INFERENCE.of(log), PARTITION);
  }
}
