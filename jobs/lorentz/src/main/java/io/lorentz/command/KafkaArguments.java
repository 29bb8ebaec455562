package io.lorentz.command;

import io.lorentz.command.fault.MisuseException;
import io.lorentz.kafka.KafkaConnection;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which Kafka a verb uses: one that runs, or a broker inside the command. */
final class KafkaArguments {

  /** Where a broker keeps what it holds unless told otherwise. */
  static final String DATA = "out/broker";

  @Option(
      names = "--bootstrap",
      paramLabel = "HOST:PORT",
      description = "A Kafka that runs; without it a broker runs inside this command.")
  private String bootstrap;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder of the broker inside this command. Default: " + DATA + ".")
  private Path data;

  @Option(
      names = "--kafka-config",
      paramLabel = "FILE",
      description = "Properties of Kafka's clients for TLS and SASL, with --bootstrap.")
  private Path config;

  /** Refuses what would be passed over without a word. */
  void requireUnused() {
    if (bootstrap != null || data != null || config != null) {
      throw new MisuseException(
          "--bootstrap, --data, --kafka-config: go with --topic only; add it or leave them out");
    }
  }

  /** Checks the arguments and starts the broker, if there is to be one. */
  KafkaSession open() {
    if (bootstrap == null) {
      if (config != null) {
        throw new MisuseException(
            "--kafka-config " + config + ": needs --bootstrap HOST:PORT, the Kafka to reach");
      }
      Path folder = data == null ? Path.of(DATA) : data;
      return KafkaSession.inside(folder);
    }
    if (data != null) {
      throw new MisuseException(
          "--data " + data + ": goes with the broker inside, not with --bootstrap; leave one out");
    }
    KafkaConnection connection =
        config == null ? KafkaConnection.of(bootstrap) : KafkaConnection.of(bootstrap, config);
    return new KafkaSession(connection, Optional.empty());
  }
}
