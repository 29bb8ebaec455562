package io.lorentz.bitget.desk;

import io.lorentz.schemas.AccountBill;
import io.lorentz.schemas.AccountSnapshot;
import io.lorentz.schemas.BillKind;
import io.lorentz.schemas.FindingKind;
import io.lorentz.schemas.OperatorAction;
import io.lorentz.schemas.OperatorCommand;
import io.lorentz.schemas.OrderAction;
import io.lorentz.schemas.OrderCommand;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.OrderSide;
import io.lorentz.schemas.SnapshotPosition;
import io.lorentz.schemas.VenueEvent;
import io.lorentz.schemas.VenueEventKind;
import io.lorentz.schemas.VenueFinding;
import io.lorentz.schemas.units.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Executes the commands of one account at the venue, and watches over what is open there.
 *
 * <p><b>What it promises</b>, as long as the venue refuses requests that are 30 s old, shows an
 * order to whoever asks within 35 s, and no two edges send at once: of one command there is never
 * more at the venue than it asks for; every fill is told once; an order is told to have ended once,
 * after all its fills; a position is under a stop from its first fill, and one that is without for
 * longer than the bound while the venue answers is closed. This is <i>effectively once</i>: a
 * request may be sent twice, its effect is there once.
 *
 * <p><b>What it keeps</b> is in the log and at the venue. After a crash it is made anew from the
 * commands and the log, and looks up every order that has no end there before it sends anything.
 *
 * <p>Whoever owns it calls one method after another, on one thread; after each call first asks
 * {@link #urgentAsks} of the venue, then appends {@link #records} to the log, and then asks {@link
 * #asks}.
 */
public final class ExecutionDesk {

  private static final long NEVER = Long.MIN_VALUE;

  /** A job that goes on from a checkpoint writes again what it has written since. */
  private static final int MAX_COMMANDS = 50_000;

  private static final long STREAM_WITHIN_MS = 10_000;
  private static final long SNAPSHOT_EVERY_MS = 3_600_000;
  private static final long SNAPSHOT_PAUSE_MS = 10_000;

  private final String account;
  private final DeskOptions options;
  private final Outbox out = new Outbox();
  private final VenueLedger ledger;
  private final Observed observed = new Observed();
  private final Findings findings;
  private final Setup setup;
  private final Guard guard;
  private final OrderDesk orders;
  private final FillDesk fills;
  private final Closer closer;
  private final Reconciler reconciler;
  private final Map<String, Protection> stops = new TreeMap<>();

  /** The commands that were read, by epoch and number. */
  private final Map<String, OrderCommand> commands = new NewestMap<>(MAX_COMMANDS);

  /** What is wrong with commands that were read while nobody listened. */
  private final Map<FindingKind, String> foundInCommands = new TreeMap<>();

  private int epoch;
  private long number;
  private boolean started;
  private long startMs;
  private long aliveMs;
  private boolean flattening;
  private long snapshotMs = NEVER;
  private long snapshotAt;
  private long snapshotNumber;

  /**
   * A desk that knows nothing; {@link #recover} comes next.
   *
   * @param account account name
   * @param instruments what may be traded, symbols
   * @param capital what the configuration gives the account, quote currency
   */
  public ExecutionDesk(
      DeskOptions options, String account, List<String> instruments, BigDecimal capital) {
    this.account = account;
    this.options = options;
    ledger = new VenueLedger(capital);
    findings = new Findings(account, out);
    setup = new Setup(out, findings);
    guard = new Guard(options.caps(), out, ledger, findings, observed);
    VenueEvents events = new VenueEvents(account, out);
    orders = new OrderDesk(options, out, ledger, findings, observed, setup, guard, events);
    closer = new Closer(out, ledger, observed);
    for (String instrument : instruments) {
      stops.put(
          instrument,
          new Protection(
              instrument,
              options,
              out,
              ledger,
              observed,
              findings,
              events,
              closer,
              () -> orders.entryWorks(instrument)));
    }
    fills = new FillDesk(account, out, ledger, findings, events, orders, stops);
    reconciler =
        new Reconciler(
            account, options, out, ledger, observed, findings, setup, guard, orders, fills, closer,
            stops);
    orders.onUnfilled(
        (entry, kind) ->
            stops.get(entry.instrument()).entryUnfilled(entry.command().getClientId(), kind));
    orders.judgedBy(reconciler::explains);
    orders.stopsFrom(entry -> stops.get(entry.getInstrument()).triggerFor(entry.getClientId()));
    orders.fillsTo(fills::seen);
    closer.sentTo(
        (orderId, cause) -> {
          fills.closing(orderId, cause);
          reconciler.soon();
        });
    closer.positionsTo(observed::positions);
  }

  // ---- from the log

  /**
   * Takes what the log and the commands say; called once, before anything else.
   *
   * @param all every command of the account that may still be open, by epoch and number, and of one
   *     that was written again the first one first; older ones do no harm
   * @param snapshot the last one in the log
   * @param after payloads of the log behind it, in order; others than the account's are passed over
   * @param nowMs the venue's clock, ms since 1970 UTC
   */
  public void recover(
      List<OrderCommand> all, Optional<AccountSnapshot> snapshot, List<Object> after, long nowMs) {
    out.step(nowMs);
    snapshot.ifPresent(this::restore);
    Set<String> endedIds = new HashSet<>();
    for (Object payload : after) {
      if (payload instanceof VenueEvent event && isOurs(event.getAccount()) && ends(event)) {
        endedIds.add(event.getClientId());
      }
    }
    Set<String> openIds = new HashSet<>(snapshot.map(AccountSnapshot::getOpen).orElse(List.of()));
    Map<String, OrderCommand> submitted = new LinkedHashMap<>();
    Set<String> toldOf = new HashSet<>();
    for (Object payload : after) {
      if (payload instanceof VenueFinding finding && isOurs(finding.getAccount())) {
        toldOf.add(finding.getKind() + " " + word(finding.getDetail()));
      } else if (payload instanceof VenueEvent event && isOurs(event.getAccount())) {
        toldOf.add(event.getClientId());
      }
    }
    for (OrderCommand command : all) {
      recover(command, snapshot, openIds, endedIds, submitted, toldOf);
    }
    reconciler.billsFrom(snapshot.map(ExecutionDesk::billsFromMs).orElse(nowMs));
    after.forEach(payload -> restore(payload, submitted));
    foundInCommands.forEach((kind, detail) -> findings.open(kind, "", detail));
    foundInCommands.clear();
    startMs = nowMs;
    aliveMs = nowMs;
    long comparedMs = snapshot.map(ExecutionDesk::comparedMs).orElse(reconciler.billsFromMs());
    reconciler.beginsAt(Math.min(nowMs, comparedMs), nowMs);
  }

  /**
   * When venue and log were compared before it, within what its ids of fills and bookings cover.
   */
  private static long comparedMs(AccountSnapshot snapshot) {
    long timeMs = snapshot.getTimeMs();
    long toMs = snapshot.getBillsToMs();
    return toMs == 0
        ? timeMs
        : Math.max(timeMs - VenueLedger.REMEMBERED_MS / 2, Math.min(timeMs, toMs));
  }

  /** One of an earlier version does not say which bookings it holds: all before it. */
  private static long billsFromMs(AccountSnapshot snapshot) {
    return snapshot.getBillsFromMs() == 0 ? snapshot.getTimeMs() : snapshot.getBillsFromMs();
  }

  private boolean isOurs(String name) {
    return name.equals(account);
  }

  private static boolean ends(VenueEvent event) {
    return switch (event.getKind()) {
      case FILLED, CANCELLED, EXPIRED, REJECTED -> true;
      case ACCEPTED, STOP_MOVED, STOP_KEPT, PARTIALLY_FILLED, LIQUIDATED, TRIGGERED, REDUCED ->
          false;
    };
  }

  private void restore(AccountSnapshot snapshot) {
    ledger.restart(snapshot.getBalance(), snapshot.getBillsToMs());
    for (SnapshotPosition position : snapshot.getPositions()) {
      ledger.restore(position.getInstrument(), position.getSignedQuantity(), position.getCost());
      setup.givenBefore(position.getInstrument(), position.getLeverage());
    }
    snapshot.getBillIds().forEach(id -> ledger.rememberBill(id, snapshot.getTimeMs()));
    snapshot.getTradeIds().forEach(id -> ledger.remember(id, snapshot.getTimeMs()));
    if (snapshot.getHalted()) {
      guard.halt();
    }
    // In it, as an edge can be lost between it and what it tells behind it.
    snapshot.getFindings().forEach(findings::restore);
    epoch = snapshot.getEpoch();
    number = snapshot.getNumber();
    reconciler.openedBefore();
  }

  private void recover(
      OrderCommand command,
      Optional<AccountSnapshot> snapshot,
      Set<String> openIds,
      Set<String> endedIds,
      Map<String, OrderCommand> submitted,
      Set<String> toldOf) {
    if (!isOurs(command.getAccount())) {
      return;
    }
    boolean later =
        snapshot.isEmpty()
            || command.getEpoch() > snapshot.get().getEpoch()
            || (command.getEpoch() == snapshot.get().getEpoch()
                && command.getNumber() > snapshot.get().getNumber());
    OrderCommand before = commands.putIfAbsent(key(command), command);
    if (before != null) {
      boolean told = !later || toldOf.contains(FindingKind.COMMAND_DIFFERS + " " + word(command));
      if (!before.equals(command) && !told) {
        foundInCommands.putIfAbsent(FindingKind.COMMAND_DIFFERS, word(command));
      }
      return;
    }
    if (later) {
      if (!toldOf.contains(FindingKind.COMMAND_MISSING + " " + word(command))) {
        missingBefore(command)
            .ifPresent(detail -> foundInCommands.putIfAbsent(FindingKind.COMMAND_MISSING, detail));
      }
      epoch = command.getEpoch();
      number = command.getNumber();
    }
    if (command.getAction() == OrderAction.SUBMIT) {
      submitted.put(command.getClientId(), command);
    }
    boolean open = later || openIds.contains(command.getClientId());
    if (!open || endedIds.contains(command.getClientId())) {
      orders.endedBefore(command.getClientId());
    } else if (stops.containsKey(command.getInstrument())) {
      carryOut(command, true);
      if (!later) {
        // A snapshot is taken only when all that is open was told to the job as it is.
        toldBefore(command);
      }
    } else if (later && !toldOf.contains(command.getClientId())) {
      refuseInstrument(command);
    }
  }

  private static String word(OrderCommand command) {
    return "number=" + key(command);
  }

  /** The first word of a detail: which command it is about, for one. */
  private static String word(String detail) {
    return detail.split(" ", 2)[0];
  }

  private void refuseInstrument(OrderCommand command) {
    if (command.getAction() == OrderAction.SUBMIT) {
      orders.endedBefore(command.getClientId());
      new VenueEvents(account, out)
          .tell(command, VenueEventKind.REJECTED, "cause=INSTRUMENT_NOT_CONFIGURED");
    }
  }

  private void toldBefore(OrderCommand command) {
    stops.get(command.getInstrument()).toldBefore(command.getClientId());
    orders.works().stream()
        .filter(work -> work.command().getClientId().equals(command.getClientId()))
        .forEach(WorkingOrder::acceptedBefore);
  }

  private void restore(Object payload, Map<String, OrderCommand> submitted) {
    if (payload instanceof VenueEvent event && isOurs(event.getAccount())) {
      restore(event, Optional.ofNullable(submitted.get(event.getClientId())));
    } else if (payload instanceof AccountBill bill && isOurs(bill.getAccount())) {
      restore(bill);
    } else if (payload instanceof VenueFinding finding && isOurs(finding.getAccount())) {
      findings.restore(finding);
    } else if (payload instanceof OperatorCommand command && concerns(command)) {
      obeyed(command.getAction());
    }
  }

  private boolean concerns(OperatorCommand command) {
    return command.getAccount().isEmpty() || isOurs(command.getAccount());
  }

  private void restore(AccountBill bill) {
    if (bill.getKind() == BillKind.FOREIGN) {
      fills.ofOthersBefore(bill.getBillId().substring("trade-".length()), bill.getTimeMs());
      return;
    }
    if (bill.getKind() == BillKind.OPENING) {
      reconciler.openedBefore();
      reconciler.billsFrom(bill.getTimeMs());
    }
    ledger.bill(bill.getBillId(), bill.getTimeMs(), bill.getAmount());
  }

  private void restore(VenueEvent event, Optional<OrderCommand> command) {
    boolean fill = event.getQuantity().signum() > 0;
    if (fill) {
      BigDecimal position = ledger.position(event.getInstrument());
      OrderSide closing = position.signum() > 0 ? OrderSide.SELL : OrderSide.BUY;
      ledger.fill(
          event.getInstrument(),
          command.map(OrderCommand::getSide).orElse(closing),
          Money.fromBorder(event.getPrice()),
          Money.fromBorder(event.getQuantity()),
          event.getFee());
      ledger.remember(event.getTradeId(), event.getTimeMs());
    }
    if (command.isEmpty()) {
      return;
    }
    if (command.get().getIntent() == OrderIntent.STOP) {
      Protection protection = stops.get(event.getInstrument());
      if (protection.isWorking(event.getClientId())) {
        Optional<BigDecimal> moved =
            Optional.ofNullable(event.getStopPrice()).map(Money::fromBorder);
        protection.acceptedBefore(moved);
        if (fill) {
          protection.partFilledBefore();
        }
      }
      return;
    }
    setup.givenBefore(event.getInstrument(), command.get().getLeverage());
    orders.ownedBefore(event.getVenueOrderId(), event.getClientId());
    for (WorkingOrder work : orders.works()) {
      if (work.command().getClientId().equals(event.getClientId())) {
        work.acceptedBefore();
        if (fill) {
          work.filledBefore(Money.fromBorder(event.getQuantity()));
        }
      }
    }
  }

  // ---- what comes

  /** A command of the job, read behind those that were recovered. */
  public void onCommand(OrderCommand command, long nowMs) {
    out.step(nowMs);
    if (!isOurs(command.getAccount())) {
      return;
    }
    alive();
    if (isNew(command)) {
      if (stops.containsKey(command.getInstrument())) {
        carryOut(command, false);
      } else {
        refuseInstrument(command);
      }
    }
    pass();
  }

  private static String key(OrderCommand command) {
    return command.getEpoch() + "/" + command.getNumber();
  }

  /** A job that goes on from a checkpoint writes its commands again; they must be the same. */
  private boolean isFirst(OrderCommand command) {
    OrderCommand before = commands.putIfAbsent(key(command), command);
    if (before != null && !before.equals(command)) {
      differs(command);
    }
    return before == null;
  }

  private void differs(OrderCommand command) {
    findings.open(FindingKind.COMMAND_DIFFERS, "", word(command));
  }

  /** Of an account's commands one follows the other, unless the job has begun anew. */
  private Optional<String> missingBefore(OrderCommand command) {
    return command.getEpoch() == epoch && command.getNumber() != number + 1
        ? Optional.of(word(command) + " expected=" + (number + 1))
        : Optional.empty();
  }

  private boolean isNew(OrderCommand command) {
    if (!isFirst(command)) {
      return false;
    }
    boolean older =
        command.getEpoch() < epoch
            || (command.getEpoch() == epoch && command.getNumber() <= number);
    if (older) {
      // It was there before the snapshot, or it comes from a run that was replaced.
      return false;
    }
    missingBefore(command)
        .ifPresent(detail -> findings.open(FindingKind.COMMAND_MISSING, "", detail));
    epoch = command.getEpoch();
    number = command.getNumber();
    return true;
  }

  private void carryOut(OrderCommand command, boolean recovered) {
    Protection protection = stops.get(command.getInstrument());
    switch (command.getAction()) {
      case SUBMIT -> {
        if (command.getIntent() == OrderIntent.STOP) {
          protection.submit(command);
        } else {
          WorkingOrder work = orders.submit(command);
          if (recovered) {
            work.recover();
          }
        }
      }
      case MOVE_STOP -> protection.move(command);
      case CANCEL -> {
        protection.cancel(command);
        orders.cancel(command);
      }
    }
  }

  /** An answer to what was asked. */
  public void onOutcome(long id, Outcome outcome, long nowMs) {
    out.step(nowMs);
    out.answered(id, outcome);
    pass();
  }

  /** Something from the private stream. */
  public void onPush(Push push, long nowMs) {
    out.step(nowMs);
    if (push instanceof Push.Ready) {
      observed.streaming(true);
      reconciler.soon();
    } else if (push instanceof Push.Lost lost) {
      observed.streaming(false);
      reconciler.streamLost(lost.why());
    } else if (push instanceof Push.Orders changed) {
      changed.orders().forEach(this::seen);
      fills.seen(changed.fills());
    } else if (push instanceof Push.Fills filled) {
      fills.seen(filled.fills());
    } else if (push instanceof Push.Stops changed) {
      stops.values().forEach(protection -> protection.seen(changed.stops()));
    } else if (push instanceof Push.Positions all) {
      observed.positions(all.positions());
    } else if (push instanceof Push.Money money) {
      observed.equity(money.money().equity());
    }
    pass();
  }

  private void seen(Seen.Order order) {
    if (VenueIds.isClosing(order.venueId())) {
      fills.closing(order.orderId(), "EDGE");
    } else {
      orders.seen(order);
    }
  }

  /** Best bid and ask of an instrument, quote currency per unit. */
  public void onQuote(String instrument, BigDecimal bid, BigDecimal ask, long nowMs) {
    out.step(nowMs);
    observed.quote(instrument, bid, ask, nowMs);
  }

  /** The job has given something. */
  public void onJobAlive(long nowMs) {
    out.step(nowMs);
    alive();
  }

  private void alive() {
    aliveMs = out.nowMs();
    findings.settle(FindingKind.JOB_SILENT, "", "");
  }

  /**
   * A person's command: it is obeyed at once. Whoever calls this has written the command into the
   * log, or does so with the records of this call.
   */
  public void onOperator(OperatorAction action, long nowMs) {
    out.step(nowMs);
    obey(action);
    if (action == OperatorAction.RESUME) {
      for (FindingKind kind :
          List.of(
              FindingKind.ORDER_DIFFERS,
              FindingKind.COMMAND_DIFFERS,
              FindingKind.COMMAND_MISSING,
              FindingKind.FEE_ELSEWHERE)) {
        findings.settle(kind, "", "by=person");
      }
      reconciler.acceptDrift();
    }
    pass();
  }

  private void obey(OperatorAction action) {
    obeyed(action);
    if (guard.halted()) {
      orders.cancelEntries(action.name());
    }
  }

  /** As an edge before this one has obeyed it: entries are taken back only if it still holds. */
  private void obeyed(OperatorAction action) {
    switch (action) {
      case HALT -> guard.halt();
      case RESUME -> {
        guard.resume();
        flattening = false;
        closer.forgetFlattening();
      }
      case FLATTEN -> {
        guard.halt();
        flattening = true;
        stops.keySet().forEach(instrument -> closer.flatten(instrument, "FLATTEN"));
      }
    }
  }

  /** Time has passed; call it ten times a second or more often. */
  public void onTick(long nowMs) {
    out.step(nowMs);
    if (guard.halted()) {
      // Also one that an edge before this one had taken up and not taken back yet.
      orders.cancelEntries("HALT");
    }
    if (nowMs - aliveMs > options.jobSilentAfterMs()) {
      findings.open(FindingKind.JOB_SILENT, "", "sinceMs=" + aliveMs);
      orders.cancelEntries("JOB_SILENT");
    }
    pass();
  }

  private void pass() {
    if (!started) {
      if (!observed.streaming() && out.nowMs() - startMs < STREAM_WITHIN_MS) {
        return;
      }
      started = true;
      if (!observed.streaming()) {
        reconciler.streamLost("not connected");
      }
    }
    fills.pass();
    orders.pass();
    stops.values().forEach(Protection::pass);
    if (flattening) {
      flattenWhatComes();
    }
    closer.pass();
    reconciler.pass();
    snapshot();
  }

  /** An entry may still fill while it is taken back. */
  private void flattenWhatComes() {
    boolean open = false;
    for (String instrument : stops.keySet()) {
      boolean exposed = orders.entryWorks(instrument) || ledger.position(instrument).signum() != 0;
      open |= exposed;
      if (exposed && !closer.closes(instrument)) {
        closer.flatten(instrument, "FLATTEN");
      }
    }
    flattening = open;
  }

  // ---- what leaves

  /** What is to be appended to the log now, in order. */
  public List<Object> records() {
    return out.takeRecords();
  }

  /**
   * What of it need not wait until the records are in the log, and is not given by {@link #asks}
   * any more: see {@link Asked#waitsForLog}.
   */
  public List<Asked> urgentAsks() {
    return out.takeUrgentAsks();
  }

  /** What is to be asked of the venue now, after the records are in the log. */
  public List<Asked> asks() {
    return out.takeAsks();
  }

  private void snapshot() {
    boolean due = snapshotMs == NEVER || out.nowMs() >= snapshotMs + SNAPSHOT_EVERY_MS;
    boolean changed =
        (out.written() != snapshotAt || number != snapshotNumber)
            && out.nowMs() >= snapshotMs + SNAPSHOT_PAUSE_MS;
    if ((!due && !changed) || !isQuiet()) {
      return;
    }
    snapshotMs = out.nowMs();
    snapshotNumber = number;
    ledger.forgetBefore(out.nowMs());
    out.write(image());
    // Told once more behind it, for whoever reads the log from here.
    findings.records().forEach(out::write);
    snapshotAt = out.written();
  }

  /** Whether all that is open was told to the job as it is, and nothing is on its way. */
  private boolean isQuiet() {
    return reconciler.agrees()
        && !flattening
        && closer.isIdle()
        && stops.keySet().stream().noneMatch(orders::inFlux)
        && stops.keySet().stream().noneMatch(fills::waits)
        && !fills.anyForeign()
        && orders.works().stream().allMatch(WorkingOrder::isToldAndUnfilled)
        && stops.values().stream().allMatch(Protection::isTold);
  }

  private List<String> open() {
    List<String> open = new ArrayList<>();
    orders.works().forEach(work -> open.add(work.command().getClientId()));
    stops.values().forEach(protection -> protection.working().ifPresent(open::add));
    return open;
  }

  private AccountSnapshot image() {
    List<SnapshotPosition> positions = new ArrayList<>();
    new TreeMap<>(ledger.holdings())
        .forEach(
            (instrument, holding) ->
                positions.add(
                    new SnapshotPosition(
                        instrument,
                        Money.toBorder(holding.signed()),
                        Money.toBorder(holding.cost()),
                        setup.expected(instrument).orElse(0))));
    return AccountSnapshot.newBuilder()
        .setAccount(account)
        .setTimeMs(out.nowMs())
        .setEpoch(epoch)
        .setNumber(number)
        .setOpen(open())
        .setPositions(positions)
        .setBalance(Money.toBorder(ledger.balance()))
        .setBillsToMs(ledger.billsToMs())
        .setTradeIds(ledger.tradeIds())
        .setHalted(guard.halted())
        .setBillsFromMs(reconciler.billsFromMs())
        .setBillIds(ledger.billIds())
        .setFindings(findings.records())
        .build();
  }

  // ---- to be looked at

  /** What is open between venue and log, in words; empty if nothing is. */
  public List<String> findings() {
    return findings.texts();
  }

  /** Position of an instrument by the log, base currency, above 0 long. */
  public BigDecimal position(String instrument) {
    return ledger.position(instrument);
  }

  /** Balance by the log, quote currency. */
  public BigDecimal balance() {
    return ledger.balance();
  }

  /** Client ids of the orders that have not ended. */
  public List<String> openOrders() {
    return open();
  }

  /** Whether an order has not ended. */
  public boolean hasOpenOrders() {
    return !orders.isEmpty()
        || stops.values().stream().anyMatch(protection -> protection.working().isPresent());
  }

  /** Whether a person's halt is in force. */
  public boolean halted() {
    return guard.halted();
  }

  /**
   * Whether venue and log agreed when they were compared last, and the first comparison is done.
   */
  public boolean agrees() {
    return guard.ready() && reconciler.agrees();
  }
}
