package io.lorentz.command;

import io.lorentz.kafka.KafkaConnection;
import io.lorentz.kafka.RowTopics;
import java.util.Optional;
import picocli.CommandLine.Option;

/** A run in Kafka: the log that it read and the topics of the rows that it wrote. */
final class RunTopicsArguments {

  @Option(names = "--topic", required = true, paramLabel = "T", description = "The log of the run.")
  private String topic;

  @Option(
      names = "--rows",
      paramLabel = "PREFIX",
      description = "Prefix of the run's row topics. Default: the log's name.")
  private String rows;

  String log() {
    return topic;
  }

  RowTopics rows(KafkaConnection connection) {
    return new RowTopics(connection, Optional.ofNullable(rows).orElse(topic));
  }
}
