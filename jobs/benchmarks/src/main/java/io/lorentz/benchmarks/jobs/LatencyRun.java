package io.lorentz.benchmarks.jobs;

import io.lorentz.kafka.KafkaConnection;
import io.lorentz.kafka.LogAppender;
import io.lorentz.kafka.RowTopics;
import io.lorentz.kafka.TopicAdmin;
import io.lorentz.kafka.TopicPlan;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.TradingStart;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures how long a bar takes from its moment to the order it causes.
 *
 * <p>The load is open: the moment of each market minute is fixed before the first one and never
 * waits for the job, the broker or the appender. An appender that comes late, because its call
 * before has not returned, does not move the moment; so nothing is left out when something is slow
 * (no coordinated omission).
 */
final class LatencyRun {

  private static final long PATIENCE_MS = 240_000;
  private static final int HISTORY_RECORDS_PER_CALL = 20_000;

  private final KafkaConnection connection;
  private final String topic;
  private final LatencyPlan plan;
  private final CrowdedMarket market;
  private final List<Sent> sent = new ArrayList<>();
  private final Runnable whenMeasuring;

  /**
   * A call of the appender.
   *
   * @param scheduledNanos when the plan wanted it
   * @param handedNanos when the appender had it
   * @param ackedNanos when all of it was acknowledged
   * @param measured whether what it caused counts
   * @param records what went into the log
   */
  record Sent(
      long scheduledNanos,
      long handedNanos,
      long ackedNanos,
      boolean measured,
      List<LogRecord> records) {}

  /**
   * Prepares a run over a new topic.
   *
   * @param whenMeasuring called before the first measured minute; it must return at once
   */
  LatencyRun(KafkaConnection connection, String topic, LatencyPlan plan, Runnable whenMeasuring) {
    this.whenMeasuring = whenMeasuring;
    this.connection = connection;
    this.topic = topic;
    this.plan = plan;
    this.market = new CrowdedMarket(plan.symbols());
  }

  /**
   * Writes the history, lets the job start and catch up, puts the load on it.
   *
   * @param submission starts the job on the topic; returns when it has been submitted
   */
  LatencyResult measure(Submission submission) throws Exception {
    try (TopicAdmin admin = new TopicAdmin(connection)) {
      admin.ensure(topic, TopicPlan.LOG);
    }
    new RowTopics(connection, topic).ensure();
    try (LogAppender appender = LogAppender.open(connection, topic, 0, System::currentTimeMillis)) {
      publishHistory(appender);
      try (ArrivalReader log = new ArrivalReader(connection, TopicPlan.LOG.of(topic));
          ArrivalReader orders = new ArrivalReader(connection, TopicPlan.ORDERS.of(topic));
          ArrivalReader equity = new ArrivalReader(connection, TopicPlan.ACCOUNT.of(topic))) {
        submission.submit();
        awaitRowOf(equity, lastOf(appender));
        load(appender);
        awaitRowOf(equity, lastHeartbeat());
        return new LatencyResult(plan, sent, log.arrivals(), orders.arrivals(), equity.arrivals());
      }
    }
  }

  /** Starts the job. */
  interface Submission {
    void submit() throws Exception;
  }

  private void publishHistory(LogAppender appender) {
    List<LogRecord> records = new ArrayList<>();
    long startMs = market.closeMs();
    records.add(new LogRecord(startMs, 0, new TradingStart(startMs)));
    for (int minute = 0; minute < plan.historyMinutes(); minute++) {
      records.addAll(market.nextRecords(records.isEmpty() ? lastOf(appender) : last(records)));
      if (records.size() >= HISTORY_RECORDS_PER_CALL) {
        appender.publish(records);
        records.clear();
      }
    }
    appender.publish(records);
  }

  private static long last(List<LogRecord> records) {
    return records.get(records.size() - 1).getLogTimeMs();
  }

  private static long lastOf(LogAppender appender) {
    return appender.lastLogTimeMs().orElseThrow();
  }

  private void load(LogAppender appender) {
    long cadenceNanos = TimeUnit.MILLISECONDS.toNanos(plan.cadenceMs());
    long heartbeatNanos = TimeUnit.MILLISECONDS.toNanos(LatencyPlan.HEARTBEAT_MS);
    long startNanos = System.nanoTime() + cadenceNanos;
    long beat = startNanos + heartbeatNanos / 2;
    int all = plan.warmUpMinutes() + plan.minutes();
    for (int minute = 0; minute < all; minute++) {
      if (minute == plan.warmUpMinutes()) {
        whenMeasuring.run();
      }
      long moment = startNanos + minute * cadenceNanos;
      for (; beat < moment; beat += heartbeatNanos) {
        send(appender, beat, false, List.of(new Heartbeat(within(moment, beat, cadenceNanos))));
      }
      send(appender, moment, minute >= plan.warmUpMinutes(), market.next());
    }
  }

  /** Progress within the minute that ends at a moment. */
  private long within(long moment, long now, long cadenceNanos) {
    long left = CrowdedMarket.MINUTE_MS * (moment - now) / cadenceNanos;
    return market.closeMs() + Math.max(1, CrowdedMarket.MINUTE_MS - left);
  }

  private void send(LogAppender appender, long moment, boolean measured, List<Object> payloads) {
    for (long left = moment - System.nanoTime(); left > 0; left = moment - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    long handed = System.nanoTime();
    List<LogRecord> records = appender.append(payloads);
    sent.add(new Sent(moment, handed, System.nanoTime(), measured, records));
  }

  /** Log time of the heartbeat of the last minute. */
  private long lastHeartbeat() {
    List<LogRecord> records = sent.get(sent.size() - 1).records();
    for (LogRecord one : records) {
      if (one.getPayload() instanceof Heartbeat) {
        return one.getLogTimeMs();
      }
    }
    throw new IllegalStateException("the last minute has no heartbeat");
  }

  private void awaitRowOf(ArrivalReader rows, long logTimeMs) throws InterruptedException {
    if (!rows.await(logTimeMs, PATIENCE_MS)) {
      throw new IllegalStateException(
          "no row of log time "
              + logTimeMs
              + " within "
              + PATIENCE_MS / 1_000
              + " s, the last was "
              + rows.lastCause()
              + "; look into the log of the TaskManager");
    }
  }

  /** The calls by the log time of what they wrote. */
  static Map<Long, Sent> byLogTime(List<Sent> sent) {
    Map<Long, Sent> byLogTime = new HashMap<>();
    for (Sent one : sent) {
      one.records().forEach(written -> byLogTime.put(written.getLogTimeMs(), one));
    }
    return byLogTime;
  }
}
