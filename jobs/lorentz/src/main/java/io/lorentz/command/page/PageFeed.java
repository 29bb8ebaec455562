package io.lorentz.command.page;

import io.lorentz.kafka.KafkaConnection;
import io.lorentz.kafka.KafkaFaultException;
import io.lorentz.kafka.LogScan;
import io.lorentz.kafka.RowTopics;
import io.lorentz.schemas.LogRecord;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a run's rows and its log to the model, what is there and what comes, on two threads. */
public final class PageFeed implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PageFeed.class);
  private static final int PARTITION = 0;
  private static final long LOOK_EVERY_MS = 1_000;
  private static final long ENDS_WITHIN_MS = 5_000;

  private final KafkaConnection connection;
  private final String topic;
  private final PageModel model;
  private final AtomicBoolean goesOn = new AtomicBoolean(true);
  private final Thread rows = new Thread(this::rows, "page-rows");
  private final Thread log = new Thread(this::log, "page-log");

  private PageFeed(KafkaConnection connection, String topic, PageModel model) {
    this.connection = connection;
    this.topic = topic;
    this.model = model;
  }

  /** Begins; the topics of rows must be there. */
  public static PageFeed start(KafkaConnection connection, String topic, PageModel model) {
    PageFeed feed = new PageFeed(connection, topic, model);
    for (Thread thread : new Thread[] {feed.rows, feed.log}) {
      thread.setDaemon(true);
      thread.start();
    }
    return feed;
  }

  private void rows() {
    Thread coming = new Thread(this::coming, "page-rows-coming");
    coming.setDaemon(true);
    coming.start();
    // What is there may come twice, which the model does not mind.
    guarded(() -> new RowTopics(connection, topic).read(model::onRow));
    try {
      coming.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void coming() {
    guarded(() -> new RowTopics(connection, topic).follow(model::onRow, goesOn::get));
  }

  private void log() {
    guarded(
        () -> {
          long next = 0;
          while (goesOn.get()) {
            next = read(next);
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
          }
        });
  }

  private long read(long from) {
    LogScan scan = new LogScan(connection, topic, PARTITION);
    LogScan.Visitor visitor =
        new LogScan.Visitor() {
          @Override
          public boolean onRecord(long offset, LogRecord logRecord, byte[] bytes) {
            model.onLog(logRecord);
            return goesOn.get();
          }

          @Override
          public void onUnreadable(long offset, String reason) {
            // The job tells of it; the page shows what can be read.
          }
        };
    return (from == 0 ? scan.read(visitor) : scan.readFrom(from, visitor)).end();
  }

  private interface Work {
    void run() throws InterruptedException;
  }

  /** A page that stands still must not end what it shows. */
  private void guarded(Work work) {
    try {
      work.run();
    } catch (KafkaFaultException e) {
      if (goesOn.get()) {
        LOG.warn("live page: stands still, because {}", e.getMessage());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    goesOn.set(false);
    log.interrupt();
    try {
      rows.join(ENDS_WITHIN_MS);
      log.join(ENDS_WITHIN_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
