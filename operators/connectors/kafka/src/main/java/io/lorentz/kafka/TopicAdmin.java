package io.lorentz.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Makes topics and looks at them. */
public final class TopicAdmin implements AutoCloseable {

  private static final Duration SEEN_WITHIN = Duration.ofSeconds(10);
  private static final Duration SEEN_POLL = Duration.ofMillis(10);

  private static final int ANSWER_WITHIN_MS = 15_000;

  private final KafkaConnection connection;
  private final Admin admin;

  /**
   * Connects.
   *
   * @throws KafkaFaultException if no broker answers
   */
  public TopicAdmin(KafkaConnection connection) {
    this.connection = connection;
    Properties properties = connection.admin();
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MS);
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MS / 2);
    try {
      admin = Admin.create(properties);
    } catch (org.apache.kafka.common.KafkaException e) {
      throw unreachable(connection, e);
    }
  }

  /** What to say when nobody answers, or answers with a refusal. */
  static KafkaFaultException unreachable(KafkaConnection connection, Throwable cause) {
    Throwable root = cause.getCause() == null ? cause : cause.getCause();
    if (cause instanceof InterruptException) {
      return new KafkaFaultException("interrupted while Kafka was asked; try again", cause);
    }
    if (cause instanceof AuthenticationException || cause instanceof AuthorizationException) {
      return refused(connection, cause);
    }
    return new KafkaFaultException(
        "Kafka at "
            + connection.bootstrap()
            + ": no answer ("
            + root.getMessage()
            + "); start a broker with 'lorentz broker', or mend --bootstrap or --kafka-config",
        cause);
  }

  private static KafkaFaultException refused(KafkaConnection connection, Throwable cause) {
    Throwable root = cause.getCause() == null ? cause : cause.getCause();
    String why = root == cause ? cause.getMessage() : cause.getMessage() + ": " + root.getMessage();
    return new KafkaFaultException(
        "Kafka at "
            + connection.bootstrap()
            + ": refused ("
            + why
            + "); mend login, rights or certificates in the file of --kafka-config",
        cause);
  }

  /**
   * Partitions of the topic of a log.
   *
   * @throws KafkaArgumentException if there is no such topic
   */
  public int partitions(String topic) {
    return described(topic).partitions().size();
  }

  /**
   * What tells the topic of a log from any other, also from one of the same name at another broker
   * or after it was removed.
   *
   * @throws KafkaArgumentException if there is no such topic
   */
  public String id(String topic) {
    return described(topic).topicId().toString();
  }

  private TopicDescription described(String topic) {
    try {
      return answer(admin.describeTopics(List.of(topic)).topicNameValues().get(topic));
    } catch (UnknownTopicOrPartitionException | InvalidTopicException e) {
      throw new KafkaArgumentException(
          "topic "
              + topic
              + ": is not at "
              + connection.bootstrap()
              + "; write it with 'lorentz data publish', or mend the name");
    }
  }

  /** Whether there is such a topic. */
  public boolean exists(String topic) {
    try {
      answer(admin.describeTopics(List.of(topic)).topicNameValues().get(topic));
      return true;
    } catch (UnknownTopicOrPartitionException | InvalidTopicException e) {
      return false;
    }
  }

  /**
   * Makes topics of a log where they are not there already.
   *
   * @throws KafkaArgumentException if the name cannot be that of a topic
   */
  public void ensure(String log, TopicPlan... plans) {
    for (TopicPlan plan : plans) {
      NewTopic topic = plan.newTopic(log);
      try {
        answer(admin.createTopics(List.of(topic)).all());
        awaitSeen(topic.name());
      } catch (TopicExistsException e) {
        // It is there, as it should be.
      } catch (InvalidTopicException e) {
        throw new KafkaArgumentException(
            "topic " + log + ": " + e.getMessage() + "; choose another name");
      }
    }
  }

  /** The controller knows a new topic before the brokers, which are asked for it, do. */
  private void awaitSeen(String topic) {
    long beginNanos = System.nanoTime();
    while (!exists(topic)) {
      if (System.nanoTime() - beginNanos > SEEN_WITHIN.toNanos()) {
        throw new KafkaFaultException(
            "topic "
                + topic
                + ": was made at "
                + connection.bootstrap()
                + " but its brokers do not know it yet; try again");
      }
      LockSupport.parkNanos(SEEN_POLL.toNanos());
    }
  }

  private <T> T answer(KafkaFuture<T> asked) {
    try {
      return asked.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaFaultException("interrupted while Kafka was asked; try again", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TimeoutException) {
        throw unreachable(connection, e);
      }
      if (e.getCause() instanceof AuthenticationException
          || e.getCause() instanceof AuthorizationException) {
        throw refused(connection, e.getCause());
      }
      if (e.getCause() instanceof org.apache.kafka.common.KafkaException known) {
        throw known;
      }
      throw unreachable(connection, e);
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
