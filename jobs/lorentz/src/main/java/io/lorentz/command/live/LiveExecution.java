package io.lorentz.command.live;

import io.lorentz.bitget.desk.Asked;
import io.lorentz.bitget.desk.ExecutionDesk;
import io.lorentz.bitget.desk.Push;
import io.lorentz.command.fault.FaultException;
import io.lorentz.exchanges.feed.FeedMessage;
import io.lorentz.kafka.CommandTopic;
import io.lorentz.kafka.KafkaConnection;
import io.lorentz.kafka.LogScan;
import io.lorentz.kafka.RowTopics;
import io.lorentz.kafka.TopicAdmin;
import io.lorentz.schemas.BestQuote;
import io.lorentz.schemas.OperatorAction;
import io.lorentz.schemas.OperatorCommand;
import io.lorentz.schemas.OrderCommand;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The half of an edge that trades: brings commands, answers, pushes, quotes and a person's word to
 * the {@link ExecutionDesk}, and what that gives to log and venue. A request that opens something
 * leaves only after the records that tell of it are in the log.
 *
 * <p>Everything happens on the edge's loop; {@link #obey} and {@link #status} may be called by any
 * thread and wait for it. Whoever owns this closes the link after it.
 */
public final class LiveExecution implements Control, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LiveExecution.class);
  private static final int PARTITION = 0;
  private static final long READER_ENDS_WITHIN_MS = 2_000;

  /** A standby takes over after a second of silence at the earliest. */
  private static final long PAUSE_NANOS = 1_000_000_000L;

  private final LiveSettings settings;
  private final VenueLink link;
  private final ExecutionDesk desk;
  private final AtomicBoolean goesOn = new AtomicBoolean(true);

  /** Records that are to be appended before what the desk gives next. */
  private final List<Object> written = new ArrayList<>();

  /** Told once these are in the log. */
  private final List<CompletableFuture<Void>> waiting = new ArrayList<>();

  private String stream = "not connected yet";
  private long turnNanos = System.nanoTime();
  private Optional<Thread> reader = Optional.empty();
  private Optional<ControlServer> server = Optional.empty();

  /** Set before any other thread is started. */
  private Executor loop = Runnable::run;

  /** Has done nothing yet. */
  public LiveExecution(LiveSettings settings, VenueLink link) {
    this.settings = settings;
    this.link = link;
    desk =
        new ExecutionDesk(
            settings.desk(), settings.account(), settings.instruments(), settings.capital());
  }

  /**
   * Whether the log tells that an account was traded from it.
   *
   * @param nowMs ms since 1970 UTC, to look back from
   * @throws io.lorentz.kafka.KafkaFaultException if it cannot be read
   */
  public static boolean wasBegun(
      KafkaConnection connection, String topic, String account, long nowMs) {
    try (TopicAdmin admin = new TopicAdmin(connection)) {
      if (!admin.exists(topic)) {
        return false;
      }
    }
    LogScan log = new LogScan(connection, topic, PARTITION);
    return AccountPast.read(log, account, nowMs).snapshot().isPresent();
  }

  // ---- called by the edge's loop

  /** Whether quotes of a venue are wanted. */
  public boolean wantsQuotesOf(String venue) {
    return venue.equals(settings.quoteVenue());
  }

  /**
   * Learns from log and commands what is open, then begins to listen; called once the log has no
   * other appender.
   *
   * @param lastLogTimeMs of the log's last record, ms since 1970 UTC; empty if it has none
   * @param edgeLoop runs what it is given on the edge's loop, in order
   * @throws io.lorentz.kafka.KafkaFaultException if log or commands cannot be read
   */
  public void begin(
      KafkaConnection connection, String topic, OptionalLong lastLogTimeMs, Executor edgeLoop) {
    loop = edgeLoop;
    new RowTopics(connection, topic).ensure();
    CommandTopic commands = new CommandTopic(connection, topic);
    List<OrderCommand> all = new ArrayList<>();
    long next = commands.readAll(all::add);
    LogScan log = new LogScan(connection, topic, PARTITION);
    recover(all, AccountPast.read(log, settings.account(), lastLogTimeMs.orElse(0)));
    link.stream(push -> loop.execute(() -> pushed(push)));
    reader = Optional.of(follow(commands, next));
    server = Optional.of(ControlServer.start(this, topic, settings));
  }

  private void recover(List<OrderCommand> all, AccountPast past) {
    List<OrderCommand> each =
        all.stream()
            .filter(command -> command.getAccount().equals(settings.account()))
            .sorted(
                Comparator.comparingInt(OrderCommand::getEpoch)
                    .thenComparingLong(OrderCommand::getNumber))
            .toList();
    desk.recover(each, past.snapshot(), past.after(), link.nowMs());
    LOG.info(
        "live: account {} goes on from {}, {} records behind it and {} commands",
        settings.account(),
        past.snapshot().isPresent() ? "a snapshot" : "the beginning",
        past.after().size(),
        each.size());
  }

  private Thread follow(CommandTopic commands, long from) {
    Thread thread = new Thread(() -> read(commands, from), "commands");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void read(CommandTopic commands, long from) {
    try {
      commands.follow(
          from,
          command -> loop.execute(() -> desk.onCommand(command, link.nowMs())),
          () -> loop.execute(() -> desk.onJobAlive(link.nowMs())),
          goesOn::get);
    } catch (RuntimeException e) {
      // An edge that no longer hears its job must not look as if it did.
      loop.execute(
          () -> {
            throw e;
          });
    }
  }

  private void pushed(Push push) {
    if (push instanceof Push.Ready) {
      stream = "connected";
    } else if (push instanceof Push.Lost lost) {
      stream = "lost: " + lost.why();
    }
    desk.onPush(push, link.nowMs());
  }

  /** Takes what a feed says, behind the writer of the log. */
  public void onFeed(FeedMessage message) {
    if (wantsQuotesOf(message.venue())
        && message instanceof FeedMessage.Said said
        && said.payload() instanceof BestQuote quote) {
      desk.onQuote(
          quote.getInstrument(),
          BigDecimal.valueOf(quote.getBidPrice()),
          BigDecimal.valueOf(quote.getAskPrice()),
          link.nowMs());
    }
  }

  /** Obeys what somebody else has appended to the log. */
  public void onAppended(OperatorCommand command) {
    if (concerns(command.getAccount())) {
      desk.onOperator(command.getAction(), link.nowMs());
    }
  }

  private boolean concerns(String account) {
    return account.isEmpty() || account.equals(settings.account());
  }

  /**
   * Lets time pass; gives what is to be appended before {@link #release} is called. What takes
   * back, protects or reduces has left by then: it does not wait for a broker.
   */
  public List<Object> turn() {
    desk.onTick(link.nowMs());
    long nowNanos = System.nanoTime();
    if (nowNanos - turnNanos < PAUSE_NANOS) {
      desk.urgentAsks().forEach(this::ask);
    }
    // After a pause another edge may have taken over, which the next append tells.
    turnNanos = nowNanos;
    written.addAll(desk.records());
    List<Object> records = List.copyOf(written);
    written.clear();
    return records;
  }

  /** What the last turn gave is in the log: what follows from it leaves. */
  public void release() {
    desk.asks().forEach(this::ask);
    waiting.forEach(each -> each.complete(null));
    waiting.clear();
  }

  private void ask(Asked asked) {
    link.ask(
        asked, outcome -> loop.execute(() -> desk.onOutcome(asked.id(), outcome, link.nowMs())));
  }

  // ---- called by anybody

  @Override
  public CompletableFuture<Void> obey(String account, OperatorAction action, String reason) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    loop.execute(
        () -> {
          LOG.warn("live: {} of {}: {}", action, account.isEmpty() ? "all" : account, reason);
          written.addAll(desk.records());
          written.add(new OperatorCommand(link.nowMs(), account, action, reason));
          waiting.add(done);
          if (concerns(account)) {
            desk.onOperator(action, link.nowMs());
          }
        });
    return done;
  }

  @Override
  public CompletableFuture<EdgeStatus> status() {
    CompletableFuture<EdgeStatus> status = new CompletableFuture<>();
    loop.execute(() -> status.complete(now()));
    return status;
  }

  private EdgeStatus now() {
    Map<String, BigDecimal> positions = new TreeMap<>();
    for (String instrument : settings.instruments()) {
      BigDecimal position = desk.position(instrument);
      if (position.signum() != 0) {
        positions.put(instrument, position);
      }
    }
    long nowMs = link.nowMs();
    return new EdgeStatus(
        settings.account(),
        desk.halted(),
        desk.agrees(),
        desk.balance(),
        positions,
        desk.openOrders(),
        desk.findings(),
        stream,
        nowMs - System.currentTimeMillis(),
        nowMs);
  }

  /** Called by the edge's loop when it has ended: nothing is sent any more. */
  @Override
  public void close() {
    goesOn.set(false);
    server.ifPresent(ControlServer::close);
    waiting.forEach(
        each -> each.completeExceptionally(new FaultException("the edge has ended; start it")));
    reader.ifPresent(LiveExecution::await);
  }

  private static void await(Thread reader) {
    try {
      reader.join(READER_ENDS_WITHIN_MS);
      if (reader.isAlive()) {
        LOG.warn("live: the reader of commands ends later than {} ms", READER_ENDS_WITHIN_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
