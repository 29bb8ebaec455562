package io.lorentz.command;

import io.lorentz.command.broker.EmbeddedBroker;
import io.lorentz.kafka.KafkaConnection;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Kafka for the time of one command.
 *
 * @param connection how to reach it
 * @param broker the broker inside this process, if it is that
 */
record KafkaSession(KafkaConnection connection, Optional<EmbeddedBroker> broker)
    implements AutoCloseable {

  /** A broker inside this process over a folder. */
  static KafkaSession inside(Path data) {
    EmbeddedBroker broker = EmbeddedBroker.start(data, EmbeddedBroker.ANY_PORT);
    return new KafkaSession(KafkaConnection.of(broker.bootstrap()), Optional.of(broker));
  }

  @Override
  public void close() {
    broker.ifPresent(EmbeddedBroker::close);
  }
}
