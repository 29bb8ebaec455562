package io.lorentz.exchanges.feed;

import io.lorentz.exchanges.dialect.Dialect;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link VenueFeed} on a thread of its own. A fault of its own, which no frame should bring
 * about, is logged and ends nothing: the feed goes on with the next frame.
 */
public final class RunningFeed implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RunningFeed.class);
  private static final long CLOSE_WITHIN_MS = 5_000;

  private final ScheduledExecutorService thread;
  private final LongSupplier clockMs;
  private final Consumer<FeedMessage> edge;
  private final VenueFeed feed;
  private final ClosableNetwork network;
  private ScheduledFuture<?> ticks;
  private Map<String, Long> told = Map.of();
  private long toldOffsetMs = Long.MIN_VALUE;
  private volatile boolean faulted;

  /** Makes the network of a feed; what happens is told on the feed's thread. */
  @FunctionalInterface
  public interface Networks {

    /**
     * Makes one.
     *
     * @param thread where everything is told; once the feed is closed it drops what it is given
     * @param ears what is told
     */
    ClosableNetwork make(Dialect dialect, ScheduledExecutorService thread, Ears ears);
  }

  /** A network that can be closed for good. */
  public interface ClosableNetwork extends Network, AutoCloseable {

    @Override
    void close();
  }

  /** What a network tells; each call comes on the feed's thread. */
  public interface Ears {

    /** A connection stands. */
    void onOpen(int link);

    /** A whole text came. */
    void onText(int link, String text);

    /** Another sign of life came. */
    void onSign(int link);

    /** A connection is gone. */
    void onClosed(int link, String told);

    /** An answer came. */
    void onAnswer(Network.AnswerSink sink, Network.Answer answer);
  }

  private RunningFeed(
      Dialect dialect,
      FeedOptions options,
      FeedRequest request,
      Networks networks,
      LongSupplier clockMs,
      Consumer<FeedMessage> edge,
      RandomGenerator random) {
    this.clockMs = clockMs;
    this.edge = edge;
    thread =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread made = new Thread(task, "feed-" + dialect.venue());
              made.setDaemon(true);
              return made;
            },
            // What a network tells once the feed is closed: nobody listens.
            new ThreadPoolExecutor.DiscardPolicy());
    ClosableNetwork made = networks.make(dialect, thread, new FeedEars());
    network = made;
    feed =
        new VenueFeed(
            dialect,
            options,
            request,
            made,
            payload -> edge.accept(new FeedMessage.Said(dialect.venue(), payload)),
            random);
  }

  /**
   * Starts a feed.
   *
   * @param clockMs the feed's clock, ms since 1970 UTC
   * @param tickEvery how often it looks at the clock, in real time
   * @param edge takes what it tells; called on its thread, must not block
   */
  public static RunningFeed start(
      Dialect dialect,
      FeedOptions options,
      FeedRequest request,
      Networks networks,
      LongSupplier clockMs,
      Duration tickEvery,
      Consumer<FeedMessage> edge,
      RandomGenerator random) {
    RunningFeed running =
        new RunningFeed(dialect, options, request, networks, clockMs, edge, random);
    long everyNanos = tickEvery.toNanos();
    running.ticks =
        running.thread.scheduleWithFixedDelay(
            () -> running.safely(() -> running.feed.onTick(clockMs.getAsLong())),
            0,
            everyNanos,
            TimeUnit.NANOSECONDS);
    return running;
  }

  /** Runs a step and tells what progress came of it. */
  private void safely(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      // Once in full, then in short: a frame that does it may come ten times a second.
      if (faulted) {
        LOG.error("feed {}: {}", feed.venue(), e.toString());
      } else {
        LOG.error("feed {}", feed.venue(), e);
      }
      faulted = true;
    }
    Map<String, Long> progress = feed.progressMs();
    if (feed.knowsTime() && (!progress.equals(told) || feed.offsetMs() != toldOffsetMs)) {
      told = progress;
      toldOffsetMs = feed.offsetMs();
      edge.accept(new FeedMessage.Reached(feed.venue(), progress, feed.offsetMs()));
    }
  }

  private final class FeedEars implements Ears {

    @Override
    public void onOpen(int link) {
      safely(() -> feed.onOpen(link, clockMs.getAsLong()));
    }

    @Override
    public void onText(int link, String text) {
      safely(() -> feed.onText(link, text, clockMs.getAsLong()));
    }

    @Override
    public void onSign(int link) {
      safely(() -> feed.onSign(link, clockMs.getAsLong()));
    }

    @Override
    public void onClosed(int link, String said) {
      safely(() -> feed.onClosed(link, said, clockMs.getAsLong()));
    }

    @Override
    public void onAnswer(Network.AnswerSink sink, Network.Answer answer) {
      safely(() -> sink.on(answer, clockMs.getAsLong()));
    }
  }

  /** Whether a step has failed by a fault of the program. */
  public boolean faulted() {
    return faulted;
  }

  /** Ends it; nothing is told afterwards. */
  @Override
  public void close() {
    ticks.cancel(false);
    thread.shutdownNow();
    try {
      network.close();
      thread.awaitTermination(CLOSE_WITHIN_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
