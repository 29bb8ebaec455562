package io.lorentz.core.group;

import io.lorentz.core.account.AccountBook;
import io.lorentz.core.account.Position;
import io.lorentz.core.account.Settlement;
import io.lorentz.core.execution.OrderRegister;
import io.lorentz.core.execution.OrderValidity;
import io.lorentz.core.execution.SimulatedVenue;
import io.lorentz.core.execution.TrackedOrder;
import io.lorentz.core.orders.Bracket;
import io.lorentz.core.orders.EntryNumbers;
import io.lorentz.core.orders.TradePlan;
import io.lorentz.core.risk.EntryQuestion;
import io.lorentz.core.risk.RiskDesk;
import io.lorentz.core.risk.Verdict;
import io.lorentz.schemas.AccountState;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.EquityPoint;
import io.lorentz.schemas.Levels;
import io.lorentz.schemas.OrderCommand;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.Signal;
import io.lorentz.schemas.TradePlanState;
import io.lorentz.schemas.VenueEvent;
import io.lorentz.schemas.units.Money;
import io.lorentz.schemas.wire.Imaged;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One account of a group: joins its risk, orders, execution and account rooms. Knows nothing of
 * other accounts. A bar of an instrument without order and position costs one look into an array.
 * Not safe for threads.
 */
final class AccountDesk implements Imaged<AccountState> {

  private final GroupOptions group;
  private final AccountOptions options;
  private final Map<String, Integer> numbers;
  private final AccountBook book;
  private final RiskDesk risk;
  private final EntryNumbers entryNumbers;
  private final OrderRegister register;
  private final SimulatedVenue venue;

  /** The trade under way per instrument, from its decision to its end; null if there is none. */
  private final TradePlan[] plans;

  /** Empty for an account that gives a point at each close. */
  private final Optional<CloseTally> closes;

  private final Consumer<VenueEvent> events = this::onVenueEvent;
  private Consumer<RunOutput> out = row -> {};

  // What an equity point says of the book, kept while the book has not changed.
  private long pointVersion = -1;
  private BigDecimal pointBalance = BigDecimal.ZERO;
  private BigDecimal pointEquity = BigDecimal.ZERO;
  private BigDecimal pointExposure = BigDecimal.ZERO;
  private double pointDayLoss;
  private double pointDrawdown;

  AccountDesk(GroupOptions group, AccountOptions options, Map<String, Integer> numbers) {
    this.group = group;
    this.options = options;
    this.numbers = numbers;
    this.book = new AccountBook(group.instruments(), options.capital());
    this.risk = new RiskDesk(options.risk(), options.limits(), group.instruments());
    this.entryNumbers = new EntryNumbers(group.instruments());
    this.register = new OrderRegister();
    this.venue =
        new SimulatedVenue(group.execution(), group.instruments(), group.shortestTimeframeMs());
    this.plans = new TradePlan[group.instruments().size()];
    this.closes =
        group.givesAPointPerClose(options) ? Optional.empty() : Optional.of(new CloseTally());
  }

  private AccountDesk(
      GroupOptions group,
      AccountOptions options,
      Map<String, Integer> numbers,
      AccountState image) {
    this.group = group;
    this.options = options;
    this.numbers = numbers;
    this.book = AccountBook.restore(group.instruments(), image.getBook());
    this.risk =
        RiskDesk.restore(options.risk(), options.limits(), group.instruments(), image.getRisk());
    this.entryNumbers = EntryNumbers.restore(group.instruments(), image.getEntryNumbers());
    this.register = OrderRegister.restore(image.getOrders());
    this.venue =
        SimulatedVenue.restore(
            group.execution(), group.instruments(), group.shortestTimeframeMs(), image.getVenue());
    this.plans = new TradePlan[group.instruments().size()];
    for (TradePlanState plan : image.getPlans()) {
      int i = number(plan.getInstrument());
      plans[i] =
          TradePlan.restore(
              options.exits(), group.instruments().get(i), options.name(), group.epoch(), plan);
    }
    this.closes =
        group.givesAPointPerClose(options)
            ? Optional.empty()
            : Optional.of(
                Optional.ofNullable(image.getCloses())
                    .map(CloseTally::restore)
                    .orElseGet(CloseTally::new));
  }

  static AccountDesk restore(
      GroupOptions group,
      AccountOptions options,
      Map<String, Integer> numbers,
      AccountState image) {
    return new AccountDesk(group, options, numbers, image);
  }

  @Override
  public AccountState image() {
    List<TradePlanState> planImages = new ArrayList<>();
    for (TradePlan plan : plans) {
      if (plan != null) {
        planImages.add(plan.image());
      }
    }
    return AccountState.newBuilder()
        .setName(options.name())
        .setBook(book.image())
        .setRisk(risk.image())
        .setPlans(planImages)
        .setEntryNumbers(entryNumbers.image())
        .setOrders(register.image())
        .setVenue(venue.image())
        .setCloses(closes.map(CloseTally::image).orElse(null))
        .build();
  }

  String name() {
    return options.name();
  }

  String source() {
    return options.signals();
  }

  /**
   * Takes the close of a length of the shortest timeframe.
   *
   * @return whether a point of equity falls due
   */
  boolean onClose(long timeMs, long startMs) {
    if (closes.isEmpty()) {
      return true;
    }
    closes.get().add(timeMs, startMs, book);
    return closes.get().due(timeMs, options.equityEveryMs());
  }

  /** Whether no point was given for the last close. */
  boolean owesAPoint(long lastCloseMs) {
    return closes.isPresent() && closes.get().pointMs() != lastCloseMs;
  }

  private int number(String instrument) {
    Integer number = numbers.get(instrument);
    if (number == null) {
      throw new IllegalArgumentException(
          "instruments: a trade of "
              + instrument
              + " is under way in the state, was not configured; add its specification");
    }
    return number;
  }

  /** Steps (1) to (3) of a bar; see the package's description. */
  void onBar(Market market, Bar bar, Consumer<RunOutput> sink) {
    int i = market.number();
    if (plans[i] == null) {
      return;
    }
    out = sink;
    venue.onBar(bar, events);
    if (bar.getQuality() == BarQuality.SYNTHETIC) {
      return;
    }
    if (book.isOpen(i)) {
      book.mark(i, market.mark());
    }
    checkLimits(bar.getCloseTimeMs());
    decideExit(i, market, bar.getCloseTimeMs());
  }

  private void checkLimits(long nowMs) {
    book.observePeak();
    if (!risk.observe(book.equity(), book.dayStartEquity(), book.peakEquity())) {
      return;
    }
    cancelEntries(nowMs, "LIMIT");
    if (risk.mustFlatten()) {
      closeAll(OrderIntent.EXIT_LIMIT, nowMs);
    }
  }

  private void decideExit(int i, Market market, long nowMs) {
    TradePlan plan = plans[i];
    if (plan == null || !plan.opened()) {
      return;
    }
    if (risk.mustFlatten()) {
      plan.want(OrderIntent.EXIT_LIMIT);
    }
    plan.wantAtClose(nowMs, market.mark());
    sendExit(plan, nowMs);
  }

  private void cancelEntries(long nowMs, String cause) {
    for (TradePlan plan : plans) {
      if (plan != null && !plan.opened()) {
        venue.handle(plan.cancel(plan.entryId(), nowMs, cause), events);
      }
    }
  }

  private void closeAll(OrderIntent intent, long nowMs) {
    for (TradePlan plan : plans) {
      if (plan != null && plan.opened()) {
        plan.want(intent);
        sendExit(plan, nowMs);
      }
    }
  }

  private void sendExit(TradePlan plan, long nowMs) {
    Optional<OrderCommand> exit = plan.exit(nowMs, validUntilMs(nowMs));
    if (exit.isPresent()) {
      risk.countOrder(nowMs);
      out.accept(RunRows.orderDecided(exit.get(), plan));
      submit(exit.get());
    }
  }

  private void submit(OrderCommand command) {
    register.submitted(command);
    venue.handle(command, events);
  }

  private long validUntilMs(long decisionTimeMs) {
    return OrderValidity.validUntilMs(
        group.execution(), decisionTimeMs, group.shortestTimeframeMs());
  }

  /** A correction of the last bar moves the mark and nothing else. */
  void onCorrection(Market market) {
    if (book.isOpen(market.number())) {
      book.mark(market.number(), market.mark());
    }
  }

  /** Step (4): funding. */
  void onFunding(Market market, BigDecimal rate) {
    book.fund(market.number(), rate);
  }

  /** Step (5): the trailing stop, in force from the next bar. */
  void onLevels(Market market, Levels levels, Consumer<RunOutput> sink) {
    TradePlan plan = plans[market.number()];
    if (plan == null || plan.tierMs() != levels.getTimeframeMs()) {
      return;
    }
    out = sink;
    Optional<OrderCommand> move = plan.trail(levels, market.mark());
    if (move.isPresent()) {
      venue.handle(move.get(), events);
    }
  }

  /** Step (6): a signal closes what it is against, or asks for an entry. */
  void onSignal(Market market, Signal signal, Consumer<RunOutput> sink) {
    out = sink;
    TradePlan plan = plans[market.number()];
    if (plan != null && plan.closesOn(signal.getDirection())) {
      plan.want(OrderIntent.EXIT_SIGNAL);
      sendExit(plan, signal.getMarketTimeMs());
      return;
    }
    Verdict verdict = risk.judge(question(market, signal));
    int attempt = entryNumbers.next(market.number(), signal.getMarketTimeMs());
    if (verdict instanceof Verdict.Approved approved) {
      enter(market.number(), bracket(signal, attempt, approved), approved);
    } else if (verdict instanceof Verdict.Denied denied) {
      Bracket refused = bracket(signal, attempt, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);
      out.accept(RunRows.entryRefused(refused, denied));
      out.accept(RunRows.denied(refused, denied));
    }
  }

  private EntryQuestion question(Market market, Signal signal) {
    return new EntryQuestion(
        signal.getMarketTimeMs(),
        market.number(),
        market.spec(),
        signal.getDirection(),
        signal.getTierMs(),
        market.spec().markOnTick(signal.getClose()),
        signal.getAtr14(),
        signal.getQuality(),
        market.ended(),
        market.gapEndMs(),
        book.isOpen(market.number()),
        book.openPositions(),
        book.equity(),
        book.usedMargin(),
        group.execution().roundTripCostFraction());
  }

  private Bracket bracket(Signal signal, int attempt, Verdict.Approved approved) {
    return bracket(
        signal, attempt, approved.quantity(), approved.stopPrice(), approved.stopDistance());
  }

  private Bracket bracket(
      Signal signal, int attempt, BigDecimal quantity, BigDecimal stop, BigDecimal distance) {
    return new Bracket(
        options.name(),
        signal.getInstrument(),
        signal.getMarketTimeMs(),
        attempt,
        group.epoch(),
        signal.getDirection(),
        quantity,
        stop,
        distance,
        signal.getTierMs(),
        options.risk().tier(signal.getTierMs()).leverage(),
        validUntilMs(signal.getMarketTimeMs()));
  }

  private void enter(int i, Bracket bracket, Verdict.Approved approved) {
    TradePlan plan = new TradePlan(options.exits(), group.instruments().get(i), bracket);
    plans[i] = plan;
    risk.hold(i, plan.entryId(), approved.margin());
    risk.countOrder(bracket.decisionTimeMs());
    OrderCommand entry = plan.entryCommand(bracket);
    OrderCommand stop = plan.stopCommand(bracket);
    out.accept(RunRows.entryDecided(entry, bracket, approved));
    out.accept(RunRows.orderDecided(stop, plan));
    submit(entry);
    submit(stop);
  }

  private void onVenueEvent(VenueEvent event) {
    TrackedOrder order = register.apply(event);
    switch (order.status()) {
      case SUBMITTED, WORKING -> {}
      case FILLED -> {
        out.accept(RunRows.ended(order, event));
        onFill(order.command().getIntent(), event);
      }
      case CANCELLED, EXPIRED, REJECTED -> {
        out.accept(RunRows.ended(order, event));
        onUnfilledEnd(order.command().getIntent(), event);
      }
    }
  }

  private void onFill(OrderIntent intent, VenueEvent fill) {
    int i = number(fill.getInstrument());
    if (intent == OrderIntent.ENTRY) {
      onEntryFill(i, fill);
    } else {
      onExitFill(i, intent, fill);
    }
  }

  private void onEntryFill(int i, VenueEvent fill) {
    TradePlan plan = plans[i];
    risk.release(i, fill.getClientId());
    plan.entryFilled(fill.getTimeMs(), fill.getPrice());
    Position position =
        new Position(
            fill.getClientId(),
            plan.direction(),
            fill.getQuantity(),
            fill.getPrice(),
            plan.leverage(),
            fill.getTimeMs());
    book.open(i, position, fill.getFee());
    out.accept(RunRows.opened(plan, fill));
  }

  private void onExitFill(int i, OrderIntent intent, VenueEvent fill) {
    TradePlan plan = plans[i];
    Settlement settlement = book.close(i, fill.getPrice(), fill.getFee());
    book.ledger().check();
    out.accept(RunRows.closed(settlement, intent, fill));
    plans[i] = null;
    if (intent == OrderIntent.STOP) {
      risk.stopFilled(i, fill.getTimeMs());
      if (!plan.exitId().isEmpty()) {
        takeBack(plan, plan.exitId(), fill.getTimeMs(), "STOP");
      }
    } else {
      takeBack(plan, plan.stopId(), fill.getTimeMs(), intent.name());
    }
  }

  /**
   * Takes back an order that another fill has made pointless. A stop that gapped at a bar's start
   * is stamped before an exit that was decided meanwhile; no order ends before it was decided.
   */
  private void takeBack(TradePlan plan, String clientId, long timeMs, String cause) {
    long atMs = Math.max(timeMs, register.decisionTimeMs(clientId));
    venue.handle(plan.cancel(clientId, atMs, cause), events);
  }

  private void onUnfilledEnd(OrderIntent intent, VenueEvent end) {
    int i = number(end.getInstrument());
    switch (intent) {
      case ENTRY -> {
        risk.release(i, end.getClientId());
        plans[i] = null;
      }
      case STOP -> {
        if (book.isOpen(i)) {
          throw new IllegalStateException(
              "orders: position of " + end.getInstrument() + " has lost its protective stop");
        }
      }
      case EXIT_SIGNAL, EXIT_TIME, EXIT_TARGET, EXIT_LIMIT, EXIT_OPERATOR, LIQUIDATION -> {
        if (plans[i] != null) {
          plans[i].exitEnded(end.getClientId());
        }
      }
    }
  }

  void onProgress(long progressMs, Consumer<RunOutput> sink) {
    out = sink;
    venue.onProgress(progressMs, events);
  }

  void onDayRoll() {
    book.rollDay();
    risk.dayRolled();
  }

  void onTradingStart() {
    book.rollDay();
    book.restartPeak();
  }

  /** An operator's halt: no entries, and those that are working are taken back. */
  void halt(long nowMs, Consumer<RunOutput> sink) {
    out = sink;
    risk.halt();
    cancelEntries(nowMs, "HALT");
  }

  /** An operator's resume: halt and drawdown limit end, the peak starts anew. */
  void resume() {
    risk.resume();
    book.restartPeak();
  }

  /** An operator's flatten: everything is cancelled or closed at market, then halted. */
  void flatten(long nowMs, Consumer<RunOutput> sink) {
    out = sink;
    risk.halt();
    cancelEntries(nowMs, "FLATTEN");
    closeAll(OrderIntent.EXIT_OPERATOR, nowMs);
  }

  EquityPoint point(long timeMs, long bars, long missingBars, long gaps, long signals) {
    if (pointVersion != book.version()) {
      pointVersion = book.version();
      pointBalance = Money.toBorder(book.ledger().balance());
      pointEquity = Money.toBorder(book.equity());
      pointExposure = Money.toBorder(book.exposure());
      pointDayLoss = book.dayLoss();
      pointDrawdown = book.drawdown();
    }
    closes.ifPresent(tally -> tally.given(timeMs));
    return new EquityPoint(
        options.name(),
        timeMs,
        pointBalance,
        pointEquity,
        pointExposure,
        pointDayLoss,
        pointDrawdown,
        book.openPositions(),
        risk.open(),
        bars,
        missingBars,
        gaps,
        signals,
        closes.map(CloseTally::closes).orElse(0L),
        closes.map(CloseTally::exposedCloses).orElse(0L),
        closes.map(CloseTally::leverageSum).orElse(0.0),
        closes.map(CloseTally::maxDrawdown).orElse(0.0));
  }
}
