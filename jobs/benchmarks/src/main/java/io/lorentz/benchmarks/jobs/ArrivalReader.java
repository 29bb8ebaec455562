package io.lorentz.benchmarks.jobs;

import io.lorentz.kafka.KafkaConnection;
import io.lorentz.kafka.RowTopics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;

/**
 * Notes when each record of a topic can be read, on a thread of its own, from the topic's end on. A
 * row is noted by the log time of its cause, a record of the log by its own.
 */
final class ArrivalReader implements AutoCloseable {

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Thread thread;
  private final List<Arrival> arrivals = new ArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private long lastCause = Long.MIN_VALUE;

  /**
   * A record that could be read.
   *
   * @param causeMs log time of its cause, ms
   * @param nanos when, by {@link System#nanoTime}
   * @param writtenMs its timestamp in Kafka: when its writer had it, or of the log its log time
   */
  record Arrival(long causeMs, long nanos, long writtenMs) {}

  ArrivalReader(KafkaConnection connection, String topic) {
    consumer = new KafkaConsumer<>(connection.consumer());
    TopicPartition place = new TopicPartition(topic, 0);
    consumer.assign(List.of(place));
    consumer.seekToEnd(List.of(place));
    // Seeking is lazy; the position is asked for so that it is the end of now.
    consumer.position(place);
    thread = new Thread(this::read, "arrivals of " + topic);
    thread.start();
  }

  private void read() {
    try {
      while (true) {
        var polled = consumer.poll(Duration.ofSeconds(1));
        long nanos = System.nanoTime();
        if (!polled.isEmpty()) {
          note(polled, nanos);
        }
      }
    } catch (WakeupException e) {
      // It is closed.
    } finally {
      consumer.close();
    }
  }

  private void note(Iterable<ConsumerRecord<byte[], byte[]>> polled, long nanos) {
    lock.lock();
    try {
      for (ConsumerRecord<byte[], byte[]> raw : polled) {
        Header header = raw.headers().lastHeader(RowTopics.CAUSE_HEADER);
        lastCause = header == null ? raw.timestamp() : ByteBuffer.wrap(header.value()).getLong();
        arrivals.add(new Arrival(lastCause, nanos, raw.timestamp()));
      }
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a record whose cause is at least this log time; false if it does not come. */
  boolean await(long logTimeMs, long patienceMs) throws InterruptedException {
    long left = TimeUnit.MILLISECONDS.toNanos(patienceMs);
    lock.lock();
    try {
      while (lastCause < logTimeMs) {
        if (left <= 0) {
          return false;
        }
        left = arrived.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  long lastCause() {
    lock.lock();
    try {
      return lastCause;
    } finally {
      lock.unlock();
    }
  }

  /** What has been noted up to now. */
  List<Arrival> arrivals() {
    lock.lock();
    try {
      return List.copyOf(arrivals);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    consumer.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
