package io.lorentz.command.edge;

import io.lorentz.command.live.LiveExecution;
import io.lorentz.exchanges.dialect.Dialect;
import io.lorentz.exchanges.dialect.Extras;
import io.lorentz.exchanges.edge.EdgeWriter;
import io.lorentz.exchanges.edge.LogTail;
import io.lorentz.exchanges.feed.FeedMessage;
import io.lorentz.exchanges.feed.FeedOptions;
import io.lorentz.exchanges.feed.FeedRequest;
import io.lorentz.exchanges.feed.RunningFeed;
import io.lorentz.kafka.KafkaFaultException;
import io.lorentz.kafka.LogAppender;
import io.lorentz.kafka.LogScan;
import io.lorentz.kafka.TopicAdmin;
import io.lorentz.kafka.TopicPlan;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.MarketClock;
import io.lorentz.schemas.OperatorCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs feeds and appends what they bring. It goes on behind whatever lies in the log: a bar that is
 * there is not written again, one that was missed while no edge ran is fetched.
 *
 * <p>One edge at a time: whoever opens the appender later takes over. An edge that loses its seat
 * to a command of an operator takes it back; one that loses it to another edge ends.
 *
 * <p>A live edge also executes what a job commands. All of it happens on one thread, the caller's,
 * and what is to be asked of the venue leaves when the records that tell of it are in the log.
 */
public final class EdgeRun {

  private static final Logger LOG = LoggerFactory.getLogger(EdgeRun.class);

  /** So much of the log tells what has to be known of it: a day with its roll, and something. */
  private static final long TAIL_MS = Duration.ofHours(26).toMillis();

  /** What venues behind the first bring where the log holds nothing of them. */
  private static final long BACKUP_WARM_UP_MS = Duration.ofMinutes(3).toMillis();

  private static final int PARTITION = 0;
  private static final long POLL_MS = 10;
  private static final int MAX_BATCH = 5_000;

  private final EdgeSettings settings;
  private final Optional<LiveExecution> execution;

  /** What is to be done on the caller's thread, in order. */
  private final BlockingQueue<Runnable> work = new LinkedBlockingQueue<>();

  private LogAppender appender;
  private long appendedMs = Long.MIN_VALUE;

  /** Has done nothing yet; it executes nothing. */
  public EdgeRun(EdgeSettings settings) {
    this(settings, Optional.empty());
  }

  /**
   * Has done nothing yet.
   *
   * @param execution what executes a job's commands; it is closed when the edge ends
   */
  public EdgeRun(EdgeSettings settings, Optional<LiveExecution> execution) {
    this.settings = settings;
    this.execution = execution;
  }

  /**
   * Runs until it is told to stop; on the caller's thread.
   *
   * @param goesOn asked all the time
   * @param progress takes the progress of the log, ms since 1970 UTC, whenever it has grown
   * @throws KafkaFaultException if another edge has taken over, or the broker fails
   */
  public void run(BooleanSupplier goesOn, LongConsumer progress) {
    try (TopicAdmin admin = new TopicAdmin(settings.connection())) {
      admin.ensure(settings.topic(), TopicPlan.LOG);
    }
    List<RunningFeed> feeds = new ArrayList<>();
    appender = open();
    try {
      LogTail tail = tail();
      tail.lastClockMs().ifPresent(settings.resumed());
      settings.started().ifPresent(started -> append(List.of(started)));
      EdgeWriter writer =
          new EdgeWriter(
              settings.options(),
              settings.venues().stream().map(Dialect::venue).toList(),
              settings.instruments(),
              tail);
      execution.ifPresent(this::begin);
      long nowMs = settings.clockMs().getAsLong();
      for (Dialect venue : settings.venues()) {
        feeds.add(start(venue, tail, writer, nowMs));
      }
      write(writer, goesOn, progress);
    } catch (InterruptedException e) {
      // Whoever runs this in a thread stops it so.
      Thread.currentThread().interrupt();
    } finally {
      execution.ifPresent(LiveExecution::close);
      feeds.forEach(RunningFeed::close);
      appender.close();
    }
  }

  private void begin(LiveExecution live) {
    OptionalLong lastMs =
        appendedMs == Long.MIN_VALUE ? OptionalLong.empty() : OptionalLong.of(appendedMs);
    live.begin(settings.connection(), settings.topic(), lastMs, work::add);
  }

  private LogAppender open() {
    return LogAppender.open(settings.connection(), settings.topic(), PARTITION, settings.clockMs());
  }

  private LogTail tail() {
    LogTail tail = new LogTail();
    OptionalLong last = appender.lastLogTimeMs();
    if (last.isEmpty()) {
      return tail;
    }
    appendedMs = last.getAsLong();
    LogScan scan = new LogScan(settings.connection(), settings.topic(), PARTITION);
    long from = scan.offsetFrom(appendedMs - TAIL_MS);
    LogScan.Extent extent = scan.readFrom(from, new Remembering(tail));
    if (extent.from() > 0) {
      tail.beginsLater();
    }
    LOG.info("edge: read {} records of {} from offset {}", tail.records(), settings.topic(), from);
    return tail;
  }

  private RunningFeed start(Dialect venue, LogTail tail, EdgeWriter writer, long nowMs) {
    boolean first = venue.venue().equals(settings.venues().get(0).venue());
    Map<String, Long> begin = new TreeMap<>();
    for (String instrument : settings.instruments()) {
      long freshMs = nowMs - (first ? settings.warmUp().toMillis() : BACKUP_WARM_UP_MS);
      begin.put(instrument, tail.lastCloseMs(venue.venue(), instrument).orElse(freshMs));
    }
    boolean quotes =
        settings.extras().quotes()
            || execution.filter(live -> live.wantsQuotesOf(venue.venue())).isPresent();
    Extras extras = new Extras(settings.extras().trades(), first, quotes);
    long fundingsAfterMs = first ? firstFundingMs(tail, nowMs) : Long.MAX_VALUE;
    return RunningFeed.start(
        venue,
        FeedOptions.defaults(),
        new FeedRequest(begin, extras, fundingsAfterMs),
        settings.networks(),
        settings.clockMs(),
        settings.tickEvery(),
        message -> work.add(() -> take(writer, message)),
        new SplittableRandom());
  }

  /** Each instrument's own last one is held against what comes; the earliest is asked from. */
  private long firstFundingMs(LogTail tail, long nowMs) {
    return settings.instruments().stream()
        .mapToLong(instrument -> tail.lastFundingMs(instrument).orElse(nowMs))
        .min()
        .orElse(nowMs);
  }

  private void take(EdgeWriter writer, FeedMessage message) {
    writer.on(message);
    execution.ifPresent(live -> live.onFeed(message));
  }

  private void write(EdgeWriter writer, BooleanSupplier goesOn, LongConsumer progress)
      throws InterruptedException {
    long toldMs = writer.progressMs();
    List<Runnable> batch = new ArrayList<>();
    while (goesOn.getAsBoolean()) {
      Runnable first = work.poll(POLL_MS, TimeUnit.MILLISECONDS);
      if (first != null) {
        batch.add(first);
        work.drainTo(batch, MAX_BATCH);
        batch.forEach(Runnable::run);
        batch.clear();
      }
      writer.onTick(settings.clockMs().getAsLong());
      List<Object> payloads = new ArrayList<>(writer.drain());
      List<Object> ofExecution = execution.map(LiveExecution::turn).orElse(List.of());
      if (ofExecution.isEmpty()) {
        // All that tells of its requests is in the log already; a bar need not go before them.
        execution.ifPresent(LiveExecution::release);
      }
      payloads.addAll(ofExecution);
      if (!payloads.isEmpty()) {
        append(payloads);
      }
      execution.ifPresent(LiveExecution::release);
      if (writer.progressMs() > toldMs) {
        toldMs = writer.progressMs();
        progress.accept(toldMs);
      }
    }
  }

  private void append(List<?> payloads) {
    try {
      note(appender.append(payloads));
    } catch (KafkaFaultException e) {
      takeSeatBack(e);
      List<Object> behind = behind();
      // Of a call that fails some may have been written; what lies behind ours is read again.
      note(appender.append(payloads.subList(alreadyWritten(payloads, behind), payloads.size())));
      // The next turn obeys what others have written: what this one appends is fixed already.
      behind.stream()
          .filter(payload -> payload instanceof OperatorCommand && !payloads.contains(payload))
          .forEach(payload -> work.add(() -> obey((OperatorCommand) payload)));
    }
  }

  private void obey(OperatorCommand command) {
    execution.ifPresent(live -> live.onAppended(command));
  }

  private void note(List<LogRecord> written) {
    if (!written.isEmpty()) {
      appendedMs = written.get(written.size() - 1).getLogTimeMs();
    }
  }

  private void takeSeatBack(KafkaFaultException lost) {
    LOG.warn("edge: {}", lost.getMessage());
    appender.close();
    // One may be of our own call that failed; more are another edge's.
    if (behind().stream().filter(MarketClock.class::isInstance).count() > 1) {
      throw lost;
    }
    appender = open();
  }

  private List<Object> behind() {
    List<Object> behind = new ArrayList<>();
    LogScan scan = new LogScan(settings.connection(), settings.topic(), PARTITION);
    scan.readFrom(
        scan.offsetFrom(appendedMs + 1),
        new LogScan.Visitor() {
          @Override
          public boolean onRecord(long offset, LogRecord logRecord, byte[] bytes) {
            behind.add(logRecord.getPayload());
            return true;
          }

          @Override
          public void onUnreadable(long offset, String reason) {
            LOG.warn("edge: offset {} of {} is unreadable", offset, settings.topic());
          }
        });
    return behind;
  }

  private static int alreadyWritten(List<?> payloads, List<Object> behind) {
    int count = 0;
    while (count < payloads.size() && behind.contains(payloads.get(count))) {
      count++;
    }
    return count;
  }

  /** Takes what the log holds. */
  private record Remembering(LogTail tail) implements LogScan.Visitor {

    @Override
    public boolean onRecord(long offset, LogRecord logRecord, byte[] bytes) {
      tail.on(logRecord);
      return true;
    }

    @Override
    public void onUnreadable(long offset, String reason) {
      // It is no record of an edge.
    }
  }
}
