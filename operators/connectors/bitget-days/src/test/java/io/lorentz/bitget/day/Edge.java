package io.lorentz.bitget.day;

import io.lorentz.bitget.ClassicDialect;
import io.lorentz.bitget.Conversation;
import io.lorentz.bitget.Credentials;
import io.lorentz.bitget.OrderDialect;
import io.lorentz.bitget.PrivateDialog;
import io.lorentz.bitget.desk.Asked;
import io.lorentz.bitget.desk.DeskOptions;
import io.lorentz.bitget.desk.ExecutionDesk;
import io.lorentz.bitget.desk.Outcome;
import io.lorentz.bitget.desk.Push;
import io.lorentz.exchanges.dialect.UnreadableFrameException;
import io.lorentz.schemas.AccountSnapshot;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.OrderCommand;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** One life of an edge: the desk between log, commands and wire. */
final class Edge {

  private static final long RECONNECT_MS = 2_000;

  /** As the private stream's own. */
  private static final long READY_WITHIN_MS = 60_000;

  private final OrderDialect dialect = new ClassicDialect();
  private final Wire wire;
  private final Consumer<Object> append;
  private final SplittableRandom random;
  private double crashChance;
  private final ExecutionDesk desk;
  private final Map<Long, Talk> talks = new HashMap<>();
  private final long idBase;
  private Optional<PrivateDialog> dialog = Optional.empty();
  private long connectMs;
  private long readyByMs;
  private boolean ready;
  private int commandOffset;
  private boolean crashed;

  private record Talk(Asked asked, Conversation conversation) {}

  /**
   * An edge begins.
   *
   * @param life number of this life; answers to an earlier one are not its own
   * @param crashChance at each place where it can be lost
   */
  Edge(
      DeskOptions options,
      List<String> instruments,
      BigDecimal capital,
      List<LogRecord> log,
      List<OrderCommand> commands,
      Wire wire,
      Consumer<Object> append,
      SplittableRandom random,
      double crashChance,
      long life,
      long nowMs) {
    this.wire = wire;
    this.append = append;
    this.random = random;
    this.crashChance = crashChance;
    this.idBase = life << 32;
    desk = new ExecutionDesk(options, "main", instruments, capital);
    int from = 0;
    Optional<AccountSnapshot> snapshot = Optional.empty();
    for (int i = log.size() - 1; i >= 0 && snapshot.isEmpty(); i--) {
      if (log.get(i).getPayload() instanceof AccountSnapshot found) {
        snapshot = Optional.of(found);
        from = i + 1;
      }
    }
    List<Object> after = new ArrayList<>();
    log.subList(from, log.size()).forEach(each -> after.add(each.getPayload()));
    commandOffset = commands.size();
    desk.recover(List.copyOf(commands), snapshot, after, nowMs);
    connectMs = nowMs;
  }

  /** From now on it is not lost any more. */
  void lives() {
    crashChance = 0;
  }

  boolean crashed() {
    return crashed;
  }

  ExecutionDesk desk() {
    return desk;
  }

  /** Whether anything is on its way here. */
  boolean isIdle() {
    return talks.isEmpty() && desk.agrees() && !desk.hasOpenOrders();
  }

  void step(long nowMs, List<OrderCommand> commands) {
    while (!crashed && commandOffset < commands.size()) {
      desk.onCommand(commands.get(commandOffset), nowMs);
      commandOffset++;
      carryOut(nowMs);
    }
    stream(nowMs);
    for (Wire.Arrival arrival : wire.arrivals(nowMs)) {
      if (!crashed && arrival.id() >= idBase) {
        arrived(arrival, nowMs);
      }
    }
    if (!crashed) {
      desk.onTick(nowMs);
      carryOut(nowMs);
    }
  }

  private void stream(long nowMs) {
    if (dialog.isEmpty() && nowMs >= connectMs) {
      wire.connect(nowMs);
      ready = false;
      readyByMs = nowMs + READY_WITHIN_MS;
      dialog = Optional.of(dialect.listen(new Credentials("key", "secret", "phrase")));
      wire.say(nowMs, dialog.get().login(nowMs / 1_000));
    }
    if (dialog.isEmpty()) {
      return;
    }
    for (String frame : wire.frames(nowMs)) {
      if (!crashed) {
        heard(frame, nowMs);
      }
    }
    if (nowMs % 20_000 < 500) {
      wire.say(nowMs, dialog.get().ping());
    }
    boolean lost = wire.streamLost(nowMs) || (!ready && nowMs >= readyByMs);
    if (!crashed && lost) {
      dialog = Optional.empty();
      connectMs = nowMs + RECONNECT_MS;
      desk.onPush(new Push.Lost("gone"), nowMs);
      carryOut(nowMs);
    }
  }

  private void heard(String frame, long nowMs) {
    try {
      PrivateDialog.Said said = dialog.orElseThrow().read(frame);
      said.send().forEach(text -> wire.say(nowMs, text));
      for (Push push : said.pushes()) {
        ready |= push instanceof Push.Ready;
        desk.onPush(push, nowMs);
        carryOut(nowMs);
      }
    } catch (UnreadableFrameException e) {
      throw new IllegalStateException(frame, e);
    }
  }

  private void arrived(Wire.Arrival arrival, long nowMs) {
    Talk talk = talks.get(arrival.id());
    if (talk == null) {
      return;
    }
    Optional<Outcome> outcome;
    if (arrival instanceof Wire.Answered answered) {
      outcome = talk.conversation().take(answered.status(), answered.body());
      if (outcome.isEmpty()) {
        wire.send(nowMs, arrival.id(), talk.conversation().call());
        return;
      }
    } else if (arrival instanceof Wire.TimedOut) {
      outcome = Optional.of(new Outcome.Unclear("timed out"));
    } else {
      outcome = Optional.of(new Outcome.NotSent("not connected"));
    }
    talks.remove(arrival.id());
    desk.onOutcome(talk.asked().id(), outcome.orElseThrow(), nowMs);
    carryOut(nowMs);
  }

  /** What opens goes first into the log, then to the venue; a crash can come at any place. */
  private void carryOut(long nowMs) {
    List<Asked> urgent = desk.urgentAsks();
    List<Object> records = desk.records();
    List<Asked> asks = desk.asks();
    boolean anything = !urgent.isEmpty() || !records.isEmpty() || !asks.isEmpty();
    if (anything && random.nextDouble() < crashChance) {
      crashed = true;
      return;
    }
    send(urgent, nowMs);
    if (crashed) {
      return;
    }
    for (Object each : records) {
      append.accept(each);
      if (random.nextDouble() < crashChance) {
        crashed = true;
        return;
      }
    }
    send(asks, nowMs);
  }

  private void send(List<Asked> asks, long nowMs) {
    for (Asked asked : asks) {
      Conversation conversation = dialect.begin(asked.ask());
      long id = idBase + asked.id();
      talks.put(id, new Talk(asked, conversation));
      wire.send(nowMs, id, conversation.call());
      if (random.nextDouble() < crashChance) {
        crashed = true;
        return;
      }
    }
  }
}
