package io.lorentz.kafka;

import io.lorentz.schemas.LogRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * The one appender of one partition of a log. It gives log time, and nobody else writes there: an
 * appender that is opened later takes over, and the broker refuses what this one writes after that.
 *
 * <p>The fence is the epoch of a transactional producer. Readers take records as they come,
 * whatever becomes of the transaction (see {@link KafkaConnection#consumer}), so it costs them no
 * delay; and one transaction holds many calls, because the broker takes the first records of one
 * twice as long as the next. A call that fails may have written some of its records; the appender
 * is of no use then, and the next one goes on behind whatever is there.
 *
 * <p>One that has appended and then does not for ten minutes is of no use either: the broker ends
 * its transaction, and with it its epoch. Heartbeats see to that.
 *
 * <p>Not for several threads.
 */
public final class LogAppender implements AutoCloseable {

  private static final int ANSWER_WITHIN_MS = 30_000;
  private static final int REQUEST_WITHIN_MS = 10_000;

  /** A transaction is ended behind the first call after so long. */
  private static final long TRANSACTION_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** The broker ends it after so long; less than the most that brokers allow by default. */
  private static final int TRANSACTION_TIMEOUT_MS = 600_000;

  private final TopicPartition partition;
  private final LongSupplier clockMs;
  private final LogFormat format = new LogFormat();
  private final KafkaProducer<byte[], byte[]> producer;
  private OptionalLong lastLogTimeMs = OptionalLong.empty();
  private boolean usable = true;
  private boolean inTransaction;
  private long transactionNanos;

  private LogAppender(KafkaConnection connection, TopicPartition partition, LongSupplier clockMs) {
    this.partition = partition;
    this.clockMs = clockMs;
    Properties properties = connection.producer();
    properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "lorentz-log-" + partition);
    properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MS);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, ANSWER_WITHIN_MS);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MS);
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_WITHIN_MS);
    try {
      producer = new KafkaProducer<>(properties);
    } catch (KafkaException e) {
      throw TopicAdmin.unreachable(connection, e);
    }
  }

  /**
   * Takes over a partition: refuses all earlier appenders, then reads the last log time.
   *
   * @param topic a topic that is there
   * @param partition the partition, from 0
   * @param clockMs the clock that log time follows, ms since 1970 UTC; asked by {@link #append}
   * @throws KafkaFaultException if no broker answers
   */
  public static LogAppender open(
      KafkaConnection connection, String topic, int partition, LongSupplier clockMs) {
    TopicPartition place = new TopicPartition(topic, partition);
    LogAppender appender = new LogAppender(connection, place, clockMs);
    try {
      // In this order: after the fence nobody can add what the reading has not seen.
      appender.producer.initTransactions();
      appender.lastLogTimeMs = lastLogTimeMs(connection, place);
      return appender;
    } catch (TimeoutException e) {
      appender.close();
      throw TopicAdmin.unreachable(connection, e);
    } catch (RuntimeException e) {
      appender.close();
      throw e;
    }
  }

  /** Log time of the last record that can be read; empty if there is none. */
  private static OptionalLong lastLogTimeMs(KafkaConnection connection, TopicPartition place) {
    LogFormat format = new LogFormat();
    try (PartitionReader reader = new PartitionReader(connection, place)) {
      long beginning = reader.beginning();
      long end = reader.end();
      for (long step = 8; end > beginning; step *= 8) {
        long from = Math.max(beginning, end - step);
        List<LogRecord> last = new ArrayList<>(1);
        reader.read(
            from,
            end,
            raw -> {
              try {
                LogRecord logRecord = format.decode(raw);
                last.clear();
                last.add(logRecord);
              } catch (LogFormat.UnreadableException e) {
                // Readers pass over it too.
              }
              return true;
            });
        if (!last.isEmpty()) {
          return OptionalLong.of(last.get(0).getLogTimeMs());
        }
        end = from;
      }
      return OptionalLong.empty();
    }
  }

  /** Log time of the last record of the partition, ms since 1970 UTC; empty if there is none. */
  public OptionalLong lastLogTimeMs() {
    return lastLogTimeMs;
  }

  /**
   * Appends what happened just now: each gets {@code logTimeMs = max(clock, last + 1)}. It is in
   * the log, acknowledged by every replica in sync, when this returns.
   *
   * @param payloads payloads of log records, in order
   * @return the records as they lie in the log
   * @throws KafkaFaultException if another appender has taken over, or the broker did not
   *     acknowledge; the appender is of no use then
   */
  public List<LogRecord> append(List<?> payloads) {
    List<LogRecord> records = new ArrayList<>(payloads.size());
    long last = lastLogTimeMs.orElse(Long.MIN_VALUE);
    for (Object payload : payloads) {
      last = Math.max(clockMs.getAsLong(), last + 1);
      records.add(new LogRecord(last, partition.partition(), payload));
    }
    write(records);
    return records;
  }

  /**
   * Publishes records that have their log times already; the clock is not asked.
   *
   * @param records in order, of this partition
   * @throws KafkaArgumentException if one is not later than the one before it or than the last of
   *     the log, or is of another partition; nothing is written then
   * @throws KafkaFaultException as {@link #append}
   */
  public void publish(List<LogRecord> records) {
    long last = lastLogTimeMs.orElse(Long.MIN_VALUE);
    for (LogRecord next : records) {
      if (next.getPartition() != partition.partition()) {
        throw new KafkaArgumentException(
            "partition: must be "
                + partition.partition()
                + ", was "
                + next.getPartition()
                + "; open an appender for it");
      }
      if (next.getLogTimeMs() <= last && (last != Long.MIN_VALUE || lastLogTimeMs.isPresent())) {
        throw new KafkaArgumentException(
            "topic "
                + partition.topic()
                + ": its last record has log time "
                + last
                + ", the next must be later, was "
                + next.getLogTimeMs()
                + "; choose another topic or later records");
      }
      last = next.getLogTimeMs();
    }
    write(records);
  }

  private void write(List<LogRecord> records) {
    if (!usable) {
      throw new KafkaFaultException(
          "topic " + partition.topic() + ": this appender has failed before; open another one");
    }
    if (records.isEmpty()) {
      return;
    }
    usable = false;
    try {
      if (!inTransaction) {
        producer.beginTransaction();
        inTransaction = true;
        transactionNanos = System.nanoTime();
      }
      send(records);
      if (System.nanoTime() - transactionNanos > TRANSACTION_NANOS) {
        commit();
      }
    } catch (KafkaException e) {
      throw failed(e);
    }
    usable = true;
    lastLogTimeMs = OptionalLong.of(records.get(records.size() - 1).getLogTimeMs());
  }

  /** Returns when all are acknowledged. */
  private void send(List<LogRecord> records) {
    List<Future<RecordMetadata>> sent = new ArrayList<>(records.size());
    try {
      for (LogRecord next : records) {
        Future<RecordMetadata> one =
            producer.send(
                new ProducerRecord<>(
                    partition.topic(),
                    partition.partition(),
                    next.getLogTimeMs(),
                    null,
                    format.encode(next)));
        if (one.isDone()) {
          // Where it does not know the topic's broker it has waited for it, and would for each.
          one.get();
        }
        sent.add(one);
      }
      for (Future<RecordMetadata> one : sent) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException told ? told : new KafkaException(e.getCause());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private void commit() {
    producer.commitTransaction();
    inTransaction = false;
  }

  private KafkaFaultException failed(KafkaException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof ProducerFencedException
          || cause instanceof InvalidProducerEpochException) {
        return new KafkaFaultException(
            "topic "
                + partition.topic()
                + ": another appender has taken over partition "
                + partition.partition()
                + ", or this one has appended nothing for ten minutes; let only one run",
            e);
      }
    }
    return new KafkaFaultException(
        "topic "
            + partition.topic()
            + ": not acknowledged ("
            + e.getMessage()
            + "); see whether the broker runs and its disk has room. What is in the log counts: open"
            + " another appender and go on behind it",
        e);
  }

  /** Ends the last transaction; what was appended lies in the log whether that succeeds or not. */
  @Override
  public void close() {
    try {
      if (usable && inTransaction) {
        commit();
      }
    } catch (KafkaException e) {
      // The next appender ends it.
    }
    // Without a broker there is nothing to wait for, and it would be waited for for ever.
    producer.close(usable ? Duration.ofMillis(ANSWER_WITHIN_MS) : Duration.ZERO);
  }
}
