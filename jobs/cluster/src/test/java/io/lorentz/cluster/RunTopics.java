package io.lorentz.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.kafka.KafkaConnection;
import io.lorentz.kafka.LogAppender;
import io.lorentz.kafka.RowTopics;
import io.lorentz.kafka.TopicAdmin;
import io.lorentz.kafka.TopicPlan;
import io.lorentz.kafka.WrittenRow;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.RunOutput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

/** The log of one run and what the job writes beside it. */
final class RunTopics {

  private final KafkaConnection connection;
  private final String topic;

  private RunTopics(KafkaConnection connection, String topic) {
    this.connection = connection;
    this.topic = topic;
  }

  /** What was read: each row once, and how many came again. */
  record Rows(List<RunOutput> rows, long repeats) {}

  /** Makes the log's topic. */
  static RunTopics create(String bootstrap, String topic) {
    KafkaConnection connection = KafkaConnection.of(bootstrap);
    try (TopicAdmin admin = new TopicAdmin(connection)) {
      admin.ensure(topic, TopicPlan.LOG);
    }
    return new RunTopics(connection, topic);
  }

  void publish(List<LogRecord> records) {
    try (LogAppender appender = appender()) {
      appender.publish(records);
    }
  }

  LogAppender appender() {
    return LogAppender.open(connection, topic, 0, () -> 0);
  }

  /** Arguments of the job. */
  List<String> arguments(java.nio.file.Path configuration) {
    return List.of(
        "--bootstrap",
        connection.bootstrap(),
        "--topic",
        topic,
        "--configuration",
        configuration.toString());
  }

  Rows read() {
    List<RunOutput> rows = new ArrayList<>();
    RowTopics.Count count = new RowTopics(connection, topic).read(rows::add);
    return new Rows(rows, count.repeats());
  }

  /** Orders and refused entries as they were written, repeats too. */
  List<WrittenRow> ordersAsWritten() {
    List<WrittenRow> orders = new ArrayList<>();
    new RowTopics(connection, topic)
        .readAsWritten(
            new RowTopics.Visitor() {
              private boolean wanted;

              @Override
              public void onTopic(TopicPlan plan, boolean whole) {
                wanted = plan == TopicPlan.ORDERS;
              }

              @Override
              public void onRow(WrittenRow row) {
                if (wanted) {
                  orders.add(row);
                }
              }
            });
    return orders;
  }

  /** Waits until all these rows are there; each look reads the topics. */
  Rows await(List<RunOutput> expected, Duration patience, Callable<String> trouble)
      throws Exception {
    long deadlineNanos = System.nanoTime() + patience.toNanos();
    Set<RunOutput> wanted = new HashSet<>(expected);
    while (true) {
      Rows read = read();
      if (read.rows().size() >= wanted.size()) {
        return read;
      }
      if (System.nanoTime() > deadlineNanos) {
        assertThat(read.rows())
            .as("rows in time; the cluster says %s", trouble.call())
            .hasSize(wanted.size());
      }
    }
  }
}
