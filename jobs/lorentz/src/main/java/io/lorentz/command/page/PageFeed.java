package io.lorentz.command.page;

import io.lorentz.kafka.BarTopic;
import io.lorentz.kafka.KafkaArgumentException;
import io.lorentz.kafka.KafkaConnection;
import io.lorentz.kafka.KafkaFaultException;
import io.lorentz.kafka.LogScan;
import io.lorentz.kafka.RowTopics;
import io.lorentz.schemas.LogRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a run's rows, its bars and its log to the model: what comes, and what lay there, the end
 * of the log first. Where a broker does not answer or a topic is not there yet it tries again. On
 * threads of its own; reads only.
 */
public final class PageFeed implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PageFeed.class);
  private static final int PARTITION = 0;
  private static final long AGAIN_AFTER_MS = 2_000;
  private static final long ENDS_WITHIN_MS = 5_000;
  private static final int TOLD_EVERY = 5_000;

  /** Enough for the last complete minute of every venue. */
  private static final long LAST_RECORDS = 20_000;

  private static final long LAST_BARS = 5_000;

  private final KafkaConnection connection;
  private final String topic;
  private final PageModel model;
  private final AtomicBoolean goesOn = new AtomicBoolean(true);

  /** Where the log is read on after a fault, however much has come meanwhile; of its thread. */
  private OptionalLong nextOffset = OptionalLong.empty();

  private final List<Thread> threads = new ArrayList<>();

  private PageFeed(KafkaConnection connection, String topic, PageModel model) {
    this.connection = connection;
    this.topic = topic;
    this.model = model;
  }

  /** Begins. */
  public static PageFeed start(KafkaConnection connection, String topic, PageModel model) {
    PageFeed feed = new PageFeed(connection, topic, model);
    feed.begin("rows", feed::rows);
    feed.begin("bars", feed::bars);
    feed.begin("log", feed::log);
    feed.begin("history", feed::history);
    return feed;
  }

  private void begin(String part, Runnable work) {
    Thread thread = new Thread(() -> again(part, work), "page-" + part);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  /** A page that stands still must not end what it shows, and goes on when it can. */
  private void again(String part, Runnable work) {
    boolean done = false;
    while (goesOn.get() && !done) {
      try {
        work.run();
        done = true;
      } catch (KafkaFaultException | KafkaArgumentException e) {
        if (goesOn.get()) {
          LOG.warn("live page: {} are read again, because {}", part, e.getMessage());
          model.onFault(part, e.getMessage());
          pause();
        }
      }
    }
  }

  private void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(AGAIN_AFTER_MS);
    } catch (InterruptedException e) {
      goesOn.set(false);
      Thread.currentThread().interrupt();
    }
  }

  private void rows() {
    new RowTopics(connection, topic).readAndFollow(model::onRow, model::onRowsRead, goesOn::get);
  }

  private void bars() {
    new BarTopic(connection, topic).follow(LAST_BARS, model::onBar, goesOn::get);
  }

  /** The end first, so that the page shows at once how things stand. */
  private void log() {
    LogScan scan = new LogScan(connection, topic, PARTITION);
    long end = scan.offsetFrom(Long.MAX_VALUE);
    scan.follow(
        nextOffset.orElse(end - LAST_RECORDS),
        visitor(
            (offset, logRecord) -> {
              model.onLog(logRecord, offset >= end);
              nextOffset = OptionalLong.of(offset + 1);
            }),
        goesOn::get);
  }

  private void history() {
    LogScan scan = new LogScan(connection, topic, PARTITION);
    long end = scan.offsetFrom(Long.MAX_VALUE) - LAST_RECORDS;
    if (end > 0) {
      scan.read(
          visitor(
              (offset, logRecord) -> {
                model.onLog(logRecord, false);
                if (offset % TOLD_EVERY == 0) {
                  model.onHistory(Math.min(1, offset / (double) end));
                }
              },
              end));
    }
    if (goesOn.get()) {
      model.onHistory(1);
    }
  }

  private interface Taker {
    void take(long offset, LogRecord logRecord);
  }

  private LogScan.Visitor visitor(Taker taker) {
    return visitor(taker, Long.MAX_VALUE);
  }

  private LogScan.Visitor visitor(Taker taker, long end) {
    return new LogScan.Visitor() {
      @Override
      public boolean onRecord(long offset, LogRecord logRecord, byte[] bytes) {
        if (offset >= end) {
          return false;
        }
        taker.take(offset, logRecord);
        return goesOn.get();
      }

      @Override
      public void onUnreadable(long offset, String reason) {
        // The job tells of it; the page shows what can be read.
      }
    };
  }

  @Override
  public void close() {
    goesOn.set(false);
    try {
      for (Thread thread : threads) {
        thread.join(ENDS_WITHIN_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
