package io.lorentz.kafka;

import java.io.Serializable;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Where what cannot be read is put, with the reason, before the reader goes on. */
interface DeadLetters extends AutoCloseable {

  /** Puts one away; it is there when this returns. */
  void put(ConsumerRecord<byte[], byte[]> raw, String reason);

  @Override
  void close();

  /** Opens it where the job runs, once there is something to put. */
  interface Opener extends Serializable {
    DeadLetters open();
  }
}
