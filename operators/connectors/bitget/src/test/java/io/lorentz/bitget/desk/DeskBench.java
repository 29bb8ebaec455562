package io.lorentz.bitget.desk;

import io.lorentz.schemas.AccountSnapshot;
import io.lorentz.schemas.FindingKind;
import io.lorentz.schemas.OperatorCommand;
import io.lorentz.schemas.OrderAction;
import io.lorentz.schemas.OrderCommand;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.OrderSide;
import io.lorentz.schemas.OrderType;
import io.lorentz.schemas.VenueEvent;
import io.lorentz.schemas.VenueEventKind;
import io.lorentz.schemas.VenueFinding;
import io.lorentz.schemas.units.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A desk and a simple venue in time that a test moves on. */
final class DeskBench {

  static final String BTC = SimpleVenue.BTC;
  static final long START_MS = 1_767_225_600_000L;
  private static final String ACCOUNT = "main";

  final SimpleVenue venue = new SimpleVenue();
  final List<Object> log = new ArrayList<>();
  final List<OrderCommand> commands = new ArrayList<>();
  final List<Ask> asked = new ArrayList<>();

  /** What a test answers instead of the venue; empty leaves it to that. */
  Function<Ask, Optional<Outcome>> instead = ask -> Optional.empty();

  ExecutionDesk desk;
  long nowMs = START_MS;
  private final DeskOptions options;
  private long numbers;
  private boolean jobLives = true;

  /** Whether the edge sees the venue's price. */
  boolean quoted = true;

  DeskBench() {
    this(takerOnly());
  }

  DeskBench(DeskOptions options) {
    this.options = options;
    start();
    forMs(3_000);
  }

  static DeskOptions takerOnly() {
    return with(new EntryPolicy(false, 0, 0, true, 60_000));
  }

  /** The usual options, and entries in another way. */
  static DeskOptions with(EntryPolicy entries) {
    return with(entries, DeskOptions.defaults().caps());
  }

  static DeskOptions with(EntryPolicy entries, HardCaps caps) {
    DeskOptions defaults = DeskOptions.defaults();
    return new DeskOptions(
        entries,
        caps,
        defaults.unprotectedBoundMs(),
        defaults.reconcileEveryMs(),
        defaults.jobSilentAfterMs(),
        defaults.maxDriftUsdt());
  }

  /** An edge begins, with what log and commands hold. */
  void start() {
    desk = new ExecutionDesk(options, ACCOUNT, List.of(BTC), new BigDecimal("10000"));
    int from = 0;
    Optional<AccountSnapshot> snapshot = Optional.empty();
    for (int i = 0; i < log.size(); i++) {
      if (log.get(i) instanceof AccountSnapshot found) {
        snapshot = Optional.of(found);
        from = i + 1;
      }
    }
    desk.recover(
        List.copyOf(commands), snapshot, List.copyOf(log.subList(from, log.size())), nowMs);
    desk.onPush(new Push.Ready(), nowMs);
    carryOut();
  }

  void silence() {
    jobLives = false;
  }

  /** Lets time pass, a tenth of a second at a step. */
  void forMs(long ms) {
    for (long endMs = nowMs + ms; nowMs < endMs; ) {
      nowMs += 100;
      venue.nowMs = nowMs;
      if (jobLives) {
        desk.onJobAlive(nowMs);
      }
      if (quoted) {
        desk.onQuote(BTC, venue.price, venue.price, nowMs);
      }
      desk.onTick(nowMs);
      carryOut();
    }
  }

  /** Appends and asks until nothing more is asked. */
  void carryOut() {
    while (true) {
      List<Asked> asks = new ArrayList<>(desk.urgentAsks());
      log.addAll(desk.records());
      asks.addAll(desk.asks());
      if (asks.isEmpty()) {
        return;
      }
      for (Asked each : asks) {
        asked.add(each.ask());
        Outcome outcome = instead.apply(each.ask()).orElseGet(() -> venue.answer(each.ask()));
        desk.onOutcome(each.id(), outcome, nowMs);
      }
    }
  }

  /** Carries out what comes before an order leaves, and gives the order without sending it. */
  Asked placeAfterSetup() {
    while (true) {
      List<Asked> asks = new ArrayList<>(desk.urgentAsks());
      log.addAll(desk.records());
      asks.addAll(desk.asks());
      for (Asked each : asks) {
        if (each.ask() instanceof Ask.Place) {
          return each;
        }
        desk.onOutcome(each.id(), venue.answer(each.ask()), nowMs);
      }
    }
  }

  void push(Push push) {
    desk.onPush(push, nowMs);
    carryOut();
  }

  void give(OrderCommand command) {
    commands.add(command);
    desk.onCommand(command, nowMs);
    carryOut();
  }

  static String id(String name) {
    return "L" + "0".repeat(27 - name.length()) + name;
  }

  OrderCommand.Builder command(OrderAction action, String name, OrderIntent intent) {
    numbers++;
    boolean entry = intent == OrderIntent.ENTRY;
    return OrderCommand.newBuilder()
        .setAction(action)
        .setAccount(ACCOUNT)
        .setClientId(id(name))
        .setParentId("")
        .setInstrument(BTC)
        .setDecisionTimeMs(nowMs)
        .setIntent(intent)
        .setAttempt(0)
        .setSide(entry ? OrderSide.BUY : OrderSide.SELL)
        .setType(OrderType.MARKET)
        .setQuantity(amount("2"))
        .setValidUntilMs(nowMs + 120_000)
        .setCause("")
        .setReduceOnly(!entry)
        .setNumber(numbers)
        .setLeverage(entry ? 5 : 0)
        .setDecidedPrice(entry ? amount("100") : null);
  }

  static BigDecimal amount(String text) {
    return Money.toBorder(new BigDecimal(text));
  }

  /** An entry at market of 2, and its stop at 95. */
  void enter() {
    enter(command(OrderAction.SUBMIT, "e", OrderIntent.ENTRY).build());
  }

  void enter(OrderCommand entry) {
    commands.add(entry);
    OrderCommand stop = stop(entry);
    commands.add(stop);
    desk.onCommand(entry, nowMs);
    desk.onCommand(stop, nowMs);
    carryOut();
  }

  /** The stop of an entry, at 95. */
  OrderCommand stop(OrderCommand entry) {
    return command(OrderAction.SUBMIT, "s", OrderIntent.STOP)
        .setParentId(entry.getClientId())
        .setType(OrderType.STOP_MARKET)
        .setStopPrice(amount("95"))
        .setValidUntilMs(Long.MAX_VALUE)
        .build();
  }

  OrderCommand limitEntry() {
    return command(OrderAction.SUBMIT, "e", OrderIntent.ENTRY)
        .setType(OrderType.LIMIT)
        .setLimitPrice(amount("99"))
        .build();
  }

  OrderCommand cancel(String name, OrderIntent intent, String cause) {
    return command(OrderAction.CANCEL, name, intent).setCause(cause).build();
  }

  void operator(OperatorCommand command) {
    log.add(command);
    desk.onOperator(command.getAction(), nowMs);
    carryOut();
  }

  List<VenueEvent> events(String name) {
    return log.stream()
        .filter(VenueEvent.class::isInstance)
        .map(VenueEvent.class::cast)
        .filter(event -> event.getClientId().equals(name.isEmpty() ? "" : id(name)))
        .toList();
  }

  List<VenueEventKind> kinds(String name) {
    return events(name).stream().map(VenueEvent::getKind).toList();
  }

  List<VenueFinding> findings(FindingKind kind) {
    return log.stream()
        .filter(VenueFinding.class::isInstance)
        .map(VenueFinding.class::cast)
        .filter(finding -> finding.getKind() == kind)
        .toList();
  }

  /** Whether the last that was told of a case is that it is open. */
  boolean isOpen(FindingKind kind) {
    List<VenueFinding> told = findings(kind);
    return !told.isEmpty() && told.get(told.size() - 1).getOpen();
  }

  long restingStops() {
    return venue.stops.values().stream()
        .filter(stop -> stop.state() == Seen.StopState.LIVE)
        .count();
  }
}
