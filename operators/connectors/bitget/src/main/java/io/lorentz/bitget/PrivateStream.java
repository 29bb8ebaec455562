package io.lorentz.bitget;

import io.lorentz.bitget.desk.Push;
import io.lorentz.exchanges.dialect.UnreadableFrameException;
import io.lorentz.exchanges.feed.Backoff;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the private WebSocket: connects, logs in, subscribes, and does so again whenever the
 * connection is lost, silent or old. Between {@link Push.Lost} and the next {@link Push.Ready}
 * nothing is complete; a loss may be told several times in a row, once for each attempt.
 *
 * <p>Safe for threads. Pushes come on one thread, which they must not hold up.
 */
public final class PrivateStream implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PrivateStream.class);

  /** No frame of the venue is longer; a longer one is a fault of somebody. */
  private static final int MAX_FRAME_CHARS = 8 << 20;

  private static final long NANOS_PER_MS = 1_000_000;
  private static final long MS_PER_S = 1_000;

  /**
   * When what is done.
   *
   * @param pingMs between two pings
   * @param silentMs without any message, or without being ready, before it counts as lost
   * @param livesMs after which it is connected anew, before the venue cuts it
   * @param firstPauseMs before the second attempt, at most, and half of it at least; doubled for
   *     each further one
   * @param longestPauseMs between two attempts
   */
  record Pace(long pingMs, long silentMs, long livesMs, long firstPauseMs, long longestPauseMs) {

    static final Pace USUAL =
        new Pace(30_000, 60_000, Duration.ofHours(23).toMillis(), 2_000, 60_000);

    /** How often it is looked whether something is due. */
    long lookMs() {
      return Math.max(1, Math.min(MS_PER_S, Math.min(pingMs, silentMs) / 5));
    }
  }

  private final Hosts hosts;
  private final Supplier<PrivateDialog> dialogs;
  private final Supplier<OptionalLong> venueMs;
  private final Consumer<Push> pushes;
  private final Pace pace;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(1, work -> daemon(work));

  // Of the thread alone.
  private final Backoff backoff;
  private Optional<Connection> current = Optional.empty();

  /**
   * Begins to connect.
   *
   * @param venueMs now by the venue's clock, ms since 1970 UTC, as {@link RestSender#venueMs} says;
   *     while it is empty, no login is tried
   * @param pushes called on the stream's thread
   */
  public PrivateStream(
      Hosts hosts,
      Credentials credentials,
      OrderDialect dialect,
      Supplier<OptionalLong> venueMs,
      Consumer<Push> pushes) {
    this(hosts, () -> dialect.listen(credentials), venueMs, pushes, Pace.USUAL);
  }

  PrivateStream(
      Hosts hosts,
      Supplier<PrivateDialog> dialogs,
      Supplier<OptionalLong> venueMs,
      Consumer<Push> pushes,
      Pace pace) {
    this.hosts = hosts;
    this.dialogs = dialogs;
    this.venueMs = venueMs;
    this.pushes = pushes;
    this.pace = pace;
    backoff = new Backoff(pace.firstPauseMs(), pace.longestPauseMs(), new SplittableRandom());
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    run(this::connect);
    in(pace.lookMs(), this::look);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "bitget-stream");
    thread.setDaemon(true);
    return thread;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // both outcomes are told to the connection
  private void connect() {
    if (venueMs.get().isEmpty()) {
      tell(new Push.Lost("the venue's clock is not known yet"));
      in(backoff.nextMs(), this::connect);
      return;
    }
    Connection connection = new Connection(dialogs.get());
    current = Optional.of(connection);
    client
        .newWebSocketBuilder()
        .connectTimeout(Duration.ofSeconds(10))
        .buildAsync(hosts.privateStream(), connection)
        .whenComplete(
            (socket, failure) -> {
              if (failure != null) {
                connection.gone(failure.toString());
              }
            });
  }

  private void look() {
    current.ifPresent(Connection::look);
    in(pace.lookMs(), this::look);
  }

  /** What comes of a connection that was given up is not heard any more. */
  private void lose(Connection connection, String why, boolean atOnce) {
    if (current.filter(each -> each == connection).isEmpty()) {
      return;
    }
    connection.abort();
    current = Optional.empty();
    tell(new Push.Lost(why));
    in(atOnce ? 0 : backoff.nextMs(), this::connect);
  }

  private void tell(Push push) {
    try {
      pushes.accept(push);
    } catch (RuntimeException e) {
      LOG.error("push_failed", e);
    }
  }

  private void run(Runnable step) {
    in(0, step);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // a failure is logged
  private void in(long delayMs, Runnable step) {
    try {
      thread.schedule(guarded(step), delayMs, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("stream_closed");
    }
  }

  private static Runnable guarded(Runnable step) {
    return () -> {
      try {
        step.run();
      } catch (RuntimeException e) {
        LOG.error("stream_step_failed", e);
      }
    };
  }

  /** Cuts the connection. No push comes after the one under way, and no loss is told. */
  @Override
  public void close() {
    run(
        () -> {
          current.ifPresent(Connection::abort);
          current = Optional.empty();
          thread.shutdownNow();
        });
  }

  /** One socket, and what is said on it. */
  private final class Connection implements WebSocket.Listener {

    private final PrivateDialog dialog;
    private final StringBuilder parts = new StringBuilder();
    private final long bornMs = nowMs();
    private volatile Optional<WebSocket> socket = Optional.empty();
    private volatile boolean aborted;

    // Of the thread alone.
    private CompletableFuture<?> lastSend = CompletableFuture.completedFuture(null);
    private long heardMs = bornMs;
    private long pingedMs = bornMs;
    private boolean ready;

    Connection(PrivateDialog dialog) {
      this.dialog = dialog;
    }

    void look() {
      long nowMs = nowMs();
      if (nowMs - heardMs >= pace.silentMs()) {
        lose(this, "no message for " + pace.silentMs() + " ms", false);
      } else if (!ready && nowMs - bornMs >= pace.silentMs()) {
        lose(this, "not ready after " + pace.silentMs() + " ms", false);
      } else if (nowMs - bornMs >= pace.livesMs()) {
        lose(this, "planned, before the venue cuts it", true);
      } else if (nowMs - pingedMs >= pace.pingMs()) {
        pingedMs = nowMs;
        send(dialog.ping());
      }
    }

    void gone(String why) {
      run(() -> lose(this, why, false));
    }

    @Override
    public void onOpen(WebSocket opened) {
      socket = Optional.of(opened);
      if (aborted) {
        opened.abort();
        return;
      }
      run(this::login);
      opened.request(1);
    }

    private void login() {
      OptionalLong nowMs = venueMs.get();
      if (nowMs.isPresent()) {
        send(dialog.login(nowMs.getAsLong() / MS_PER_S));
      } else {
        lose(this, "the venue's clock is not known", false);
      }
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      parts.append(data);
      if (parts.length() > MAX_FRAME_CHARS) {
        gone("a frame longer than " + MAX_FRAME_CHARS + " characters");
        return null;
      }
      if (last) {
        String text = parts.toString();
        parts.setLength(0);
        run(() -> heard(text));
      }
      from.request(1);
      return null;
    }

    /**
     * What cannot be read may have been a fill: the connection is given up, so that it is asked.
     */
    private void heard(String text) {
      if (current.filter(each -> each == this).isEmpty()) {
        return;
      }
      heardMs = nowMs();
      try {
        PrivateDialog.Said said = dialog.read(text);
        said.send().forEach(this::send);
        said.pushes().forEach(this::pushed);
      } catch (UnreadableFrameException e) {
        lose(this, "a frame cannot be read: " + e.getMessage(), false);
      }
    }

    private void pushed(Push push) {
      if (push instanceof Push.Lost lost) {
        lose(this, lost.why(), false);
        return;
      }
      if (push instanceof Push.Ready) {
        ready = true;
        backoff.reset();
      }
      tell(push);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
      gone("closed by the venue: " + status + " " + reason);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
      gone(failure.toString());
    }

    /** One after the other, as the client demands; what cannot be sent is noticed by the reader. */
    private void send(String text) {
      socket.ifPresent(
          open ->
              lastSend =
                  lastSend
                      .handle((done, failure) -> done)
                      .thenCompose(done -> open.sendText(text, true)));
    }

    void abort() {
      aborted = true;
      socket.ifPresent(WebSocket::abort);
    }

    private long nowMs() {
      return System.nanoTime() / NANOS_PER_MS;
    }
  }
}
