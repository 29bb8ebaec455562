package io.lorentz.bitget;

import io.github.bucket4j.TimeMeter;
import io.lorentz.bitget.desk.Ask;
import io.lorentz.bitget.desk.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the venue by REST: within its limits, the urgent first, each request signed at the moment it
 * leaves, by the venue's clock.
 *
 * <p>What the venue certainly did not carry out, as it was asked too often or the clock was off, is
 * asked again here, the latter once. All else is the caller's to decide. No text that leaves here
 * holds a part of the key.
 *
 * <p>Safe for threads. Answers come on one thread, which they must not hold up.
 */
public final class RestSender implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RestSender.class);

  private static final int ROUND_TRIPS = 9;
  private static final long CLOCK_EVERY_MS = Duration.ofMinutes(1).toMillis();
  private static final long CLOCK_AGAIN_MS = Duration.ofSeconds(1).toMillis();

  /** The venue takes no second cancel of an order within a second. */
  private static final long CANCEL_AGAIN_MS = Duration.ofSeconds(1).toMillis();

  private static final long AT_LEAST_NANOS = Duration.ofMillis(1).toNanos();

  private final Credentials credentials;
  private final OrderDialect dialect;
  private final Wire wire;
  private final LongSupplier clockMs;
  private final ScheduledThreadPoolExecutor thread;

  // Of the thread alone, but for the offset.
  private final RequestQueue<Talk> queue;
  private final ServerClock clock = new ServerClock();
  private final Set<Talk> open = new LinkedHashSet<>();
  private final List<Talk> held = new ArrayList<>();
  private final Map<String, Long> cancelledMs = new HashMap<>();
  private Optional<ScheduledFuture<?>> wake = Optional.empty();
  private int roundTripsLeft;
  private boolean measuring;

  /** What was told that it was not sent must not leave any more. */
  private boolean closed;

  /** Nothing is signed before the clock was measured, at the start and when it was off. */
  private boolean clockAwaited = true;

  private volatile OptionalLong offsetMs = OptionalLong.empty();

  /** A question under way. */
  private static final class Talk {
    private final Conversation conversation;
    private final Optional<String> cancelled;
    private final BooleanSupplier stillWanted;
    private final BiConsumer<Talk, Outcome> answer;
    private boolean sent;
    private boolean resynced;
    private long sentMs;
    private long receivedMs;

    Talk(
        Conversation conversation,
        Optional<String> cancelled,
        BooleanSupplier stillWanted,
        BiConsumer<Talk, Outcome> answer) {
      this.conversation = conversation;
      this.cancelled = cancelled;
      this.stillWanted = stillWanted;
      this.answer = answer;
    }

    RestCall call() {
      return conversation.call();
    }
  }

  /** Begins to measure the venue's clock; what is asked waits for it. */
  public RestSender(Hosts hosts, Credentials credentials, OrderDialect dialect) {
    this(hosts, credentials, dialect, new SteadyClock());
  }

  /**
   * The same by another clock than the machine's.
   *
   * @param clockMs ms since 1970 UTC, never going back, which the venue's clock is measured against
   */
  public RestSender(
      Hosts hosts, Credentials credentials, OrderDialect dialect, LongSupplier clockMs) {
    this(hosts, credentials, dialect, Wire.Waits.USUAL, clockMs);
  }

  RestSender(
      Hosts hosts,
      Credentials credentials,
      OrderDialect dialect,
      Wire.Waits waits,
      LongSupplier clockMs) {
    this.credentials = credentials;
    this.dialect = dialect;
    this.clockMs = clockMs;
    wire = new Wire(hosts, credentials, waits);
    queue = new RequestQueue<>(dialect.limits(), TimeMeter.SYSTEM_NANOTIME);
    thread = new ScheduledThreadPoolExecutor(1, work -> daemon(work));
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    thread.setRemoveOnCancelPolicy(true);
    run(() -> measure(ROUND_TRIPS));
    in(CLOCK_EVERY_MS, this::measureEveryMinute);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "bitget-rest");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Asks.
   *
   * @param stillWanted asked on the sender's thread each time before it is sent; if false, the
   *     answer is {@link Outcome.NotSent}
   * @param answer called once, on the sender's thread
   * @throws IllegalArgumentException if an id has a character that no query takes
   */
  public void ask(Ask ask, BooleanSupplier stillWanted, Consumer<Outcome> answer) {
    submit(
        new Talk(
            dialect.begin(ask),
            cancelled(ask),
            stillWanted,
            (talk, outcome) -> answer.accept(outcome)));
  }

  /** Asks what is no {@link Ask}, as {@link AccountFamily#question}; otherwise the same. */
  public void ask(Conversation conversation, Consumer<Outcome> answer) {
    submit(
        new Talk(
            conversation, Optional.empty(), () -> true, (talk, outcome) -> answer.accept(outcome)));
  }

  private static Optional<String> cancelled(Ask ask) {
    if (ask instanceof Ask.Cancel cancel) {
      return Optional.of(cancel.instrument() + "/" + cancel.venueId());
    }
    return ask instanceof Ask.CancelStop stop
        ? Optional.of(stop.instrument() + "/" + stop.orderId())
        : Optional.empty();
  }

  /** Now by the venue's clock, ms since 1970 UTC; empty before it was measured. */
  public OptionalLong venueMs() {
    OptionalLong offset = offsetMs;
    return offset.isEmpty() ? offset : OptionalLong.of(clockMs.getAsLong() + offset.getAsLong());
  }

  private void submit(Talk talk) {
    if (!run(() -> begin(talk))) {
      talk.answer.accept(talk, new Outcome.NotSent("the sender is closed"));
    }
  }

  private void begin(Talk talk) {
    open.add(talk);
    if (closed) {
      end(talk, new Outcome.NotSent("the sender is closed"));
    } else {
      enqueue(talk);
    }
  }

  private void enqueue(Talk talk) {
    RestCall call = talk.call();
    queue.add(call.endpoint(), call.urgency(), talk);
    pump();
  }

  /** Sends what may be sent, and comes back when more may. */
  private void pump() {
    if (closed) {
      return;
    }
    for (Optional<Talk> next = queue.poll(); next.isPresent(); next = queue.poll()) {
      takeTurn(next.get());
    }
    wake.ifPresent(future -> future.cancel(false));
    OptionalLong waitNanos = queue.waitNanos();
    wake =
        waitNanos.isPresent()
            ? schedule(Math.max(AT_LEAST_NANOS, waitNanos.getAsLong()), this::pump)
            : Optional.empty();
  }

  /** Whatever goes wrong before it leaves, it has not left. */
  private void takeTurn(Talk talk) {
    try {
      turn(talk);
    } catch (RuntimeException e) {
      LOG.error("rest_request_failed", e);
      end(talk, new Outcome.NotSent("it could not be sent: " + e));
    }
  }

  private void turn(Talk talk) {
    long pauseMs = pauseOfCancelMs(talk);
    if (!talk.stillWanted.getAsBoolean()) {
      end(talk, new Outcome.NotSent("no longer wanted"));
    } else if (talk.call().signed() && clockAwaited) {
      held.add(talk);
    } else if (pauseMs > 0) {
      in(pauseMs, () -> enqueue(talk));
    } else {
      send(talk);
    }
  }

  private long pauseOfCancelMs(Talk talk) {
    long nowMs = clockMs.getAsLong();
    cancelledMs.values().removeIf(atMs -> nowMs - atMs >= CANCEL_AGAIN_MS);
    return talk.cancelled
        .map(cancelledMs::get)
        .map(atMs -> atMs + CANCEL_AGAIN_MS - nowMs)
        .orElse(0L);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // a delivery says all that can happen
  private void send(Talk talk) {
    RestCall call = talk.call();
    talk.sent = true;
    talk.sentMs = clockMs.getAsLong();
    talk.cancelled.ifPresent(id -> cancelledMs.put(id, talk.sentMs));
    wire.send(call, talk.sentMs + offsetMs.orElse(0))
        .thenAccept(
            delivery -> {
              long receivedMs = clockMs.getAsLong();
              run(() -> delivered(talk, call, delivery, receivedMs));
            });
  }

  private void delivered(Talk talk, RestCall call, Delivery delivery, long receivedMs) {
    talk.sent = false;
    talk.receivedMs = receivedMs;
    if (delivery instanceof Delivery.Answered answered) {
      readAnswer(talk, call, answered);
    } else if (delivery instanceof Delivery.NotConnected not) {
      end(talk, new Outcome.NotSent(not.why()));
    } else if (delivery instanceof Delivery.NoAnswer none) {
      end(talk, new Outcome.Unclear(none.why()));
    }
  }

  private void readAnswer(Talk talk, RestCall call, Delivery.Answered answered) {
    try {
      answered(talk, call, answered);
    } catch (RuntimeException e) {
      LOG.error("rest_answer_failed", e);
      end(talk, new Outcome.Unclear("the answer could not be read: " + e));
    }
  }

  private void answered(Talk talk, RestCall call, Delivery.Answered answered) {
    Optional<Outcome> outcome = talk.conversation.take(answered.status(), answered.body());
    Remedy remedy =
        outcome.isPresent() && outcome.get() instanceof Outcome.Refused refused
            ? refused.answer().remedy()
            : Remedy.NONE;
    if (remedy == Remedy.BACK_OFF) {
      queue.refused(call.endpoint());
      enqueue(talk);
      return;
    }
    queue.answered(call.endpoint());
    if (remedy == Remedy.RESYNC_CLOCK && call.signed() && !talk.resynced) {
      resync(talk);
    } else if (outcome.isPresent()) {
      end(talk, outcome.get());
    } else {
      enqueue(talk);
    }
  }

  private void resync(Talk talk) {
    talk.resynced = true;
    held.add(talk);
    clockAwaited = true;
    measure(ROUND_TRIPS);
  }

  private void end(Talk talk, Outcome outcome) {
    if (open.remove(talk)) {
      // A fault in one answer must not stop the others.
      guarded(() -> talk.answer.accept(talk, hidden(outcome))).run();
    }
  }

  /** The venue's words, and those of a network, are others' texts. */
  private Outcome hidden(Outcome outcome) {
    if (outcome instanceof Outcome.Refused refused) {
      return new Outcome.Refused(
          refused.answer(), refused.code(), credentials.hiddenIn(refused.message()));
    }
    return outcome instanceof Outcome.Unclear unclear
        ? new Outcome.Unclear(credentials.hiddenIn(unclear.why()))
        : outcome;
  }

  private void measureEveryMinute() {
    measure(1);
    in(CLOCK_EVERY_MS, this::measureEveryMinute);
  }

  private void measure(int roundTrips) {
    roundTripsLeft = Math.max(roundTripsLeft, roundTrips);
    if (!measuring) {
      measuring = true;
      roundTrip();
    }
  }

  private void roundTrip() {
    begin(
        new Talk(
            dialect.begin(new Ask.ServerTime()), Optional.empty(), () -> true, this::measured));
  }

  private void measured(Talk talk, Outcome outcome) {
    roundTripsLeft--;
    if (outcome instanceof Outcome.Time time) {
      clock.heard(talk.sentMs, time.serverMs(), talk.receivedMs);
      offsetMs = clock.offsetMs();
      if (roundTripsLeft > 0) {
        roundTrip();
      } else {
        clockIsKnown();
      }
    } else {
      clockFailed(outcome);
    }
  }

  private void clockIsKnown() {
    measuring = false;
    clockAwaited = false;
    List<Talk> released = List.copyOf(held);
    held.clear();
    released.forEach(this::enqueue);
  }

  /** A clock that was known is better than none: if it is too far off, the venue says so. */
  private void clockFailed(Outcome outcome) {
    measuring = false;
    roundTripsLeft = 0;
    if (offsetMs.isPresent()) {
      clockIsKnown();
      return;
    }
    List<Talk> refused = List.copyOf(held);
    held.clear();
    in(CLOCK_AGAIN_MS, () -> measure(ROUND_TRIPS));
    refused.forEach(
        talk -> end(talk, new Outcome.NotSent("the venue's clock is not known: " + outcome)));
  }

  /** False if closed. */
  private boolean run(Runnable step) {
    try {
      thread.execute(guarded(step));
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  private void in(long delayMs, Runnable step) {
    schedule(TimeUnit.MILLISECONDS.toNanos(delayMs), step);
  }

  private Optional<ScheduledFuture<?>> schedule(long delayNanos, Runnable step) {
    try {
      return Optional.of(thread.schedule(guarded(step), delayNanos, TimeUnit.NANOSECONDS));
    } catch (RejectedExecutionException e) {
      return Optional.empty();
    }
  }

  /** What is thrown on a thread of its own is seen by nobody otherwise. */
  private static Runnable guarded(Runnable step) {
    return () -> {
      try {
        step.run();
      } catch (RuntimeException e) {
        LOG.error("rest_step_failed", e);
      }
    };
  }

  /** What is still open is answered, soon: what was sent is unclear, the rest was not sent. */
  @Override
  public void close() {
    run(this::endAll);
    thread.shutdown();
  }

  private void endAll() {
    closed = true;
    for (Talk talk : List.copyOf(open)) {
      end(
          talk,
          talk.sent
              ? new Outcome.Unclear("closed while it was under way")
              : new Outcome.NotSent("the sender is closed"));
    }
  }
}
