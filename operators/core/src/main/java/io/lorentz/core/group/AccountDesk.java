package io.lorentz.core.group;

import io.lorentz.core.account.AccountBook;
import io.lorentz.core.account.ExitFill;
import io.lorentz.core.account.Position;
import io.lorentz.core.account.Settlement;
import io.lorentz.core.execution.Fills;
import io.lorentz.core.execution.FundingPayment;
import io.lorentz.core.execution.OpenPositions;
import io.lorentz.core.execution.OrderRegister;
import io.lorentz.core.execution.OrderValidity;
import io.lorentz.core.execution.RemoteVenue;
import io.lorentz.core.execution.SimulatedVenue;
import io.lorentz.core.execution.TrackedOrder;
import io.lorentz.core.execution.Venue;
import io.lorentz.core.orders.Bracket;
import io.lorentz.core.orders.EntryNumbers;
import io.lorentz.core.orders.TradePlan;
import io.lorentz.core.risk.EntryQuestion;
import io.lorentz.core.risk.RiskDesk;
import io.lorentz.core.risk.Verdict;
import io.lorentz.schemas.AccountBill;
import io.lorentz.schemas.AccountState;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.EquityPoint;
import io.lorentz.schemas.Levels;
import io.lorentz.schemas.OrderCommand;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.Signal;
import io.lorentz.schemas.TradeEndState;
import io.lorentz.schemas.TradePlanState;
import io.lorentz.schemas.VenueEvent;
import io.lorentz.schemas.VenueEventKind;
import io.lorentz.schemas.VenueFinding;
import io.lorentz.schemas.units.Money;
import io.lorentz.schemas.wire.Imaged;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One account of a group: joins its risk, orders, execution and account rooms. Knows nothing of
 * other accounts. A bar of an instrument without order and position costs one look into an array.
 * Not safe for threads.
 *
 * <p>Its orders are executed at a simulated venue, which answers at once, or at a remote one, whose
 * answers come later, by the log. Decisions are made by the same rules; what is under way until an
 * answer comes is kept in the state.
 */
final class AccountDesk implements Imaged<AccountState> {

  private final GroupOptions group;
  private final AccountOptions options;
  private final Map<String, Integer> numbers;
  private final AccountBook book;
  private final RiskDesk risk;
  private final EntryNumbers entryNumbers;
  private final EntryNumbers closingNumbers;
  private final OrderRegister register;
  private final Optional<SimulatedVenue> simulated;
  private final Optional<RemoteVenue> remote;
  private final Venue venue;

  /** The trade under way per instrument, from its decision to its end; null if there is none. */
  private final TradePlan[] plans;

  /** How a position was closed whose entry has not ended, per instrument; null if there is none. */
  private final TradeEnd[] ends;

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

  /** The book, as the venue asks about it. */
  private record Positions(AccountBook book) implements OpenPositions {

    @Override
    public BigDecimal quantity(int instrument) {
      return book.isOpen(instrument) ? book.position(instrument).signedQuantity() : BigDecimal.ZERO;
    }

    @Override
    public long version(int instrument) {
      return book.version(instrument);
    }

    @Override
    public BigDecimal marginBalance(int instrument, BigDecimal price) {
      return book.marginBalance(instrument, price);
    }
  }

  /**
   * Opens an account with its capital.
   *
   * @param isRemote whether its orders are executed at a venue that answers through the log
   */
  AccountDesk(
      GroupOptions group, AccountOptions options, Map<String, Integer> numbers, boolean isRemote) {
    this.group = group;
    this.options = options;
    this.numbers = numbers;
    this.book = new AccountBook(group.instruments(), options.capital());
    this.risk = new RiskDesk(options.risk(), options.limits(), group.instruments());
    this.entryNumbers = new EntryNumbers(group.instruments());
    this.closingNumbers = new EntryNumbers(group.instruments());
    this.register = new OrderRegister();
    this.remote = isRemote ? Optional.of(remote(0)) : Optional.empty();
    this.simulated =
        isRemote
            ? Optional.empty()
            : Optional.of(
                new SimulatedVenue(
                    group.execution(),
                    group.instruments(),
                    group.shortestTimeframeMs(),
                    new Positions(book)));
    this.venue = isRemote ? remote.get() : simulated.get();
    this.plans = new TradePlan[group.instruments().size()];
    this.ends = new TradeEnd[group.instruments().size()];
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
    this.closingNumbers = EntryNumbers.restore(group.instruments(), image.getClosingNumbers());
    this.register = OrderRegister.restore(image.getOrders());
    this.remote =
        image.getRemote()
            ? Optional.of(
                // In another epoch the numbers begin anew.
                remote(image.getCommandEpoch() == group.epoch() ? image.getCommandNumber() : 0))
            : Optional.empty();
    this.simulated =
        image.getRemote()
            ? Optional.empty()
            : Optional.of(
                SimulatedVenue.restore(
                    group.execution(),
                    group.instruments(),
                    group.shortestTimeframeMs(),
                    new Positions(book),
                    image.getVenue()));
    this.venue = image.getRemote() ? remote.get() : simulated.get();
    this.plans = new TradePlan[group.instruments().size()];
    this.ends = new TradeEnd[group.instruments().size()];
    for (TradePlanState plan : image.getPlans()) {
      int i = number(plan.getInstrument());
      plans[i] =
          TradePlan.restore(
              options.exits(), group.instruments().get(i), options.name(), group.epoch(), plan);
    }
    for (TradeEndState end : image.getTradeEnds()) {
      int i = number(end.getInstrument());
      ends[i] = TradeEnd.restore(plans[i].entryId(), end);
    }
    this.closes =
        group.givesAPointPerClose(options)
            ? Optional.empty()
            : Optional.of(
                Optional.ofNullable(image.getCloses())
                    .map(CloseTally::restore)
                    .orElseGet(CloseTally::new));
  }

  /**
   * Goes on from an image.
   *
   * @throws IllegalArgumentException if its orders were executed elsewhere than now: the money of
   *     the one is not that of the other
   */
  static AccountDesk restore(
      GroupOptions group,
      AccountOptions options,
      Map<String, Integer> numbers,
      boolean isRemote,
      AccountState image) {
    if (isRemote != image.getRemote()) {
      throw new IllegalArgumentException(
          "remote account: the state holds "
              + options.name()
              + " as "
              + (image.getRemote() ? "remote" : "simulated")
              + ", was to be "
              + (isRemote ? "remote" : "simulated")
              + "; start it as it was, or without the state");
    }
    return new AccountDesk(group, options, numbers, image);
  }

  private RemoteVenue remote(long number) {
    return new RemoteVenue(group.epoch(), number, command -> out.accept(new RunOutput(command)));
  }

  @Override
  public AccountState image() {
    List<TradePlanState> planImages = new ArrayList<>();
    List<TradeEndState> endImages = new ArrayList<>();
    for (int i = 0; i < plans.length; i++) {
      if (plans[i] != null) {
        planImages.add(plans[i].image());
      }
      if (ends[i] != null) {
        endImages.add(ends[i].image(group.instruments().get(i).name()));
      }
    }
    return AccountState.newBuilder()
        .setName(options.name())
        .setBook(book.image())
        .setRisk(risk.image())
        .setPlans(planImages)
        .setEntryNumbers(entryNumbers.image())
        .setClosingNumbers(closingNumbers.image())
        .setOrders(register.image())
        .setVenue(simulated.map(SimulatedVenue::image).orElse(List.of()))
        .setCloses(closes.map(CloseTally::image).orElse(null))
        .setRemote(remote.isPresent())
        .setCommandEpoch(remote.isPresent() ? group.epoch() : 0)
        .setCommandNumber(remote.map(RemoteVenue::number).orElse(0L))
        .setTradeEnds(endImages)
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
      onQuietBar(bar, sink);
      return;
    }
    out = sink;
    long startMs = bar.getCloseTimeMs() - bar.getLengthMs();
    simulated.ifPresent(v -> v.onBar(bar, !market.hasMarkPriceSince(startMs), events));
    if (bar.getQuality() == BarQuality.SYNTHETIC) {
      return;
    }
    if (market.hasMarkPriceSince(startMs + 1)) {
      holdMargin(market);
    }
    if (book.isOpen(i)) {
      book.mark(i, market.mark());
    }
    checkLimits(bar.getCloseTimeMs());
    decideExit(i, market, bar.getCloseTimeMs());
  }

  /**
   * At a remote venue a trade may have ended since the last bar: what it cost is held to limits.
   */
  private void onQuietBar(Bar bar, Consumer<RunOutput> sink) {
    if (remote.isPresent() && bar.getQuality() != BarQuality.SYNTHETIC) {
      out = sink;
      checkLimits(bar.getCloseTimeMs());
    }
  }

  private void holdMargin(Market market) {
    int i = market.number();
    if (simulated.isPresent()
        && book.isOpen(i)
        && market.markPriceMs() >= book.position(i).openTimeMs()) {
      simulated
          .get()
          .onMark(market.spec().name(), market.markPrice(), market.markPriceMs(), events);
    }
  }

  /**
   * A mark price of the minute whose bar has come: the margin is held against it, unless the venue
   * does that itself.
   */
  void onMarkPrice(Market market, Consumer<RunOutput> sink) {
    if (remote.isPresent() || !book.isOpen(market.number())) {
      return;
    }
    out = sink;
    holdMargin(market);
    if (!book.isOpen(market.number())) {
      checkLimits(market.closeTimeMs());
    }
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
    if (plan == null || !plan.isOpen()) {
      return;
    }
    if (risk.mustFlatten()) {
      plan.want(OrderIntent.EXIT_LIMIT);
    }
    plan.wantAtClose(nowMs, market.mark());
    sendExit(i, plan, nowMs);
  }

  private void cancelEntries(long nowMs, String cause) {
    for (TradePlan plan : plans) {
      if (plan != null && plan.entryWorking()) {
        takeBack(plan, plan.entryId(), nowMs, cause);
      }
    }
  }

  private void closeAll(OrderIntent intent, long nowMs) {
    for (int i = 0; i < plans.length; i++) {
      if (plans[i] != null && (plans[i].isOpen() || plans[i].entryWorking())) {
        plans[i].want(intent);
        sendExit(i, plans[i], nowMs);
      }
    }
  }

  /** Sends the exit that is due, for what is open once nothing else can open or close any of it. */
  private void sendExit(int i, TradePlan plan, long nowMs) {
    Optional<OrderIntent> due = plan.dueExit();
    if (due.isEmpty()) {
      return;
    }
    takeBackEntryAndTarget(plan, nowMs, due.get().name());
    if (plan.entryWorking() || !plan.targetId().isEmpty()) {
      // A remote venue has not answered: the exit goes out when it has.
      return;
    }
    Optional<OrderCommand> exit =
        plan.exit(book.position(i).quantity(), nowMs, validUntilMs(nowMs));
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

  /**
   * Step (4): funding; what it leaves of the margin is held against the next bar. A remote venue
   * tells by bills what it has booked.
   */
  void onFunding(Market market, long timeMs, BigDecimal rate) {
    int i = market.number();
    if (remote.isPresent() || !book.isOpen(i)) {
      return;
    }
    BigDecimal price = market.fundingPrice(timeMs, group.shortestTimeframeMs());
    book.fund(i, FundingPayment.amount(book.position(i).signedQuantity(), price, rate));
  }

  /** Step (5): the trailing stop, in force from the next bar. */
  void onLevels(Market market, Levels levels, Consumer<RunOutput> sink) {
    TradePlan plan = plans[market.number()];
    if (plan == null
        || plan.tierMs() != levels.getTimeframeMs()
        || register.cancelAsked(plan.stopId())) {
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
      sendExit(market.number(), plan, signal.getMarketTimeMs());
      return;
    }
    BigDecimal decided = market.spec().markOnTick(signal.getClose());
    Optional<BigDecimal> limit =
        options.entries().limit(market.spec(), signal.getDirection(), decided);
    Verdict verdict = risk.judge(question(market, signal, limit.orElse(decided)));
    int attempt = entryNumbers.next(market.number(), signal.getMarketTimeMs());
    if (verdict instanceof Verdict.Approved approved) {
      Bracket bracket = bracket(signal, attempt, limit, approved);
      enter(market.number(), bracket, approved, limit.orElse(decided));
    } else if (verdict instanceof Verdict.Denied denied) {
      Bracket refused =
          bracket(signal, attempt, limit, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);
      out.accept(RunRows.entryRefused(refused, denied));
      out.accept(RunRows.denied(refused, denied));
    }
  }

  private EntryQuestion question(Market market, Signal signal, BigDecimal price) {
    return new EntryQuestion(
        signal.getMarketTimeMs(),
        market.number(),
        market.spec(),
        signal.getDirection(),
        signal.getTierMs(),
        price,
        signal.getAtr14(),
        signal.getQuality(),
        market.ended(),
        market.gapEndMs(),
        market.doubted(),
        book.isOpen(market.number()),
        Optional.ofNullable(plans[market.number()])
            .filter(TradePlan::isOver)
            .flatMap(TradePlan::unended),
        settledPositions(),
        book.equity(),
        book.usedMargin(),
        options.entries().postOnly()
            ? group.execution().makerEntryCostFraction()
            : group.execution().roundTripCostFraction());
  }

  /** Open positions whose entry has ended; those of the others are counted where they are held. */
  private int settledPositions() {
    int count = book.openPositions();
    for (TradePlan plan : plans) {
      if (plan != null && plan.isOpen() && plan.entryWorking()) {
        count--;
      }
    }
    return count;
  }

  private Bracket bracket(
      Signal signal, int attempt, Optional<BigDecimal> limit, Verdict.Approved approved) {
    return bracket(
        signal, attempt, limit, approved.quantity(), approved.stopPrice(), approved.stopDistance());
  }

  private Bracket bracket(
      Signal signal,
      int attempt,
      Optional<BigDecimal> limit,
      BigDecimal quantity,
      BigDecimal stop,
      BigDecimal distance) {
    return new Bracket(
        options.name(),
        signal.getInstrument(),
        signal.getMarketTimeMs(),
        attempt,
        group.epoch(),
        signal.getDirection(),
        quantity,
        limit,
        options.entries().postOnly(),
        stop,
        distance,
        signal.getTierMs(),
        options.risk().tier(signal.getTierMs()).leverage(),
        limit.isEmpty()
            ? validUntilMs(signal.getMarketTimeMs())
            : OrderValidity.validUntilMs(
                signal.getMarketTimeMs(),
                options.entries().validityBars(),
                group.shortestTimeframeMs()));
  }

  private void enter(int i, Bracket bracket, Verdict.Approved approved, BigDecimal decidedPrice) {
    TradePlan plan = new TradePlan(options.exits(), group.instruments().get(i), bracket);
    plans[i] = plan;
    risk.hold(i, plan.entryId(), approved.margin());
    risk.countOrder(bracket.decisionTimeMs());
    OrderCommand entry = withTerms(plan.entryCommand(bracket), bracket.leverage(), decidedPrice);
    OrderCommand stop = plan.stopCommand(bracket);
    out.accept(RunRows.entryDecided(entry, bracket, approved));
    out.accept(RunRows.orderDecided(stop, plan));
    submit(entry);
    submit(stop);
  }

  /** What a remote venue has to know beside; a simulated one does not, and its state has none. */
  private OrderCommand withTerms(OrderCommand entry, int leverage, BigDecimal decidedPrice) {
    return remote.isEmpty()
        ? entry
        : OrderCommand.newBuilder(entry)
            .setLeverage(leverage)
            .setDecidedPrice(Money.toBorder(decidedPrice))
            .build();
  }

  /** Whether its orders are executed at a venue whose answers come through the log. */
  boolean isRemote() {
    return remote.isPresent();
  }

  /**
   * What a remote venue said. What it brings about is decided at its time, but never before what
   * has been worked off already. What it says of an order that is not known is dropped, unless
   * money has moved.
   *
   * @param workedOffMs latest market time of what has been worked off
   * @throws IllegalStateException if something filled of an order that is not known, or more than
   *     is open was closed, or the order cannot have come to that; nothing is booked then
   */
  void onRemote(VenueEvent event, long workedOffMs, Consumer<RunOutput> sink) {
    out = sink;
    String id = event.getClientId();
    boolean byOthers = isByOthers(event);
    if (!byOthers && !register.knows(id)) {
      refuseUnknown(event);
      return;
    }
    int i = ownNumber(event);
    TradePlan plan = plans[i];
    if (byOthers || (isFill(event) && !id.equals(plan.entryId()))) {
      requireOpen(i, event);
    }
    boolean repeatedLater =
        !byOthers && !isFill(event) && id.equals(plan.exitId()) && !register.cancelAsked(id);
    onVenueEvent(event);
    if (!repeatedLater && !register.knows(id)) {
      sendExit(i, plan, Math.max(event.getTimeMs(), workedOffMs));
    }
    if (plan.isOver() && plan.unended().isEmpty()) {
      plans[i] = null;
    }
  }

  /** The number of the instrument of a trade that is under way. */
  private int ownNumber(VenueEvent event) {
    Integer number = numbers.get(event.getInstrument());
    if (number == null || plans[number] == null) {
      throw new IllegalStateException(
          "account: "
              + event.getKind()
              + " of "
              + event.getInstrument()
              + ", of which no trade is under way");
    }
    return number;
  }

  private static boolean isFill(VenueEvent event) {
    return event.getKind() == VenueEventKind.FILLED
        || event.getKind() == VenueEventKind.PARTIALLY_FILLED;
  }

  /** Whether the position was closed, wholly or in part, by no order of the account. */
  private static boolean isByOthers(VenueEvent event) {
    return event.getKind() == VenueEventKind.LIQUIDATED
        || event.getKind() == VenueEventKind.REDUCED;
  }

  private static void refuseUnknown(VenueEvent event) {
    if (isFill(event)) {
      throw new IllegalStateException(
          "account: order "
              + event.getClientId()
              + " of "
              + event.getInstrument()
              + " filled "
              + Money.text(event.getQuantity())
              + " and is not known; it cannot be booked");
    }
  }

  private void requireOpen(int i, VenueEvent fill) {
    BigDecimal open = book.isOpen(i) ? book.position(i).quantity() : BigDecimal.ZERO;
    if (fill.getQuantity().compareTo(open) > 0) {
      throw new IllegalStateException(
          "account: "
              + fill.getKind()
              + " of order '"
              + fill.getClientId()
              + "' closes "
              + Money.text(fill.getQuantity())
              + " of "
              + fill.getInstrument()
              + ", open are "
              + Money.text(open));
    }
  }

  /** What a remote venue booked otherwise than by a fill. */
  void onBill(AccountBill bill) {
    BigDecimal amount = Money.fromBorder(bill.getAmount());
    switch (bill.getKind()) {
      case OPENING, TRANSFER -> {
        book.deposit(amount, true);
        closes.ifPresent(tally -> tally.moved(amount));
      }
      case CORRECTION -> book.deposit(amount, false);
      case FUNDING -> {
        Integer i = numbers.get(bill.getInstrument());
        if (i != null && book.isOpen(i)) {
          book.fund(i, amount);
        } else {
          book.fundLate(amount);
        }
      }
      case FOREIGN -> {
        // Of others; what it costs or earns comes as a correction.
      }
    }
    book.ledger().check();
  }

  /** What reconciliation at a remote venue found: entries wait for what is not explained. */
  void onFinding(VenueFinding finding) {
    risk.block(finding.getInstrument(), finding.getEntriesBlocked());
  }

  private void onVenueEvent(VenueEvent event) {
    if (isByOthers(event)) {
      onClosedByOthers(event);
      return;
    }
    TrackedOrder order = register.apply(event);
    if (order.ended()) {
      out.accept(RunRows.ended(order, event));
    }
    if (isFill(event)) {
      onFill(order, event);
    } else if (event.getKind() == VenueEventKind.TRIGGERED) {
      onStopWorking(plans[number(event.getInstrument())], event.getTimeMs());
    } else if (order.ended()) {
      onEnd(order, event);
    }
  }

  /**
   * The venue took the position over, or it was closed there by others, wholly or in part: that is
   * written down as an order which filled at once.
   */
  private void onClosedByOthers(VenueEvent event) {
    int i = number(event.getInstrument());
    TradePlan plan = plans[i];
    OrderIntent intent =
        event.getKind() == VenueEventKind.LIQUIDATED
            ? OrderIntent.LIQUIDATION
            : OrderIntent.EXIT_OUTSIDE;
    int attempt = closingNumbers.next(i, event.getTimeMs());
    OrderCommand order =
        plan.closedByOthers(intent, event.getQuantity(), event.getTimeMs(), attempt);
    out.accept(RunRows.orderDecided(order, plan));
    register.submitted(order);
    onVenueEvent(
        VenueEvent.newBuilder(event)
            .setKind(VenueEventKind.FILLED)
            .setAccount(order.getAccount())
            .setClientId(order.getClientId())
            .build());
  }

  private void onFill(TrackedOrder order, VenueEvent fill) {
    int i = number(fill.getInstrument());
    if (order.command().getIntent() == OrderIntent.ENTRY) {
      onEntryFill(i, order, fill);
    } else {
      onExitFill(i, order, fill);
    }
  }

  private void onEntryFill(int i, TrackedOrder order, VenueEvent fill) {
    TradePlan plan = plans[i];
    plan.entryFilled(fill.getTimeMs(), order.fills().price().orElseThrow());
    if (book.isOpen(i)) {
      book.grow(i, fill.getQuantity(), fill.getPrice(), fill.getFee());
    } else {
      Position position =
          new Position(
              fill.getClientId(),
              plan.direction(),
              fill.getQuantity(),
              fill.getPrice(),
              plan.leverage(),
              fill.getTimeMs());
      open(i, plan, position, fill.getFee());
    }
    if (order.ended()) {
      onEntryEnd(i, plan, order, fill.getTimeMs());
    } else {
      risk.releasePart(i, fill.getClientId(), margin(fill, plan.leverage()));
    }
  }

  /**
   * Opens a position; one whose entry fills after it was closed goes on, and is closed at once,
   * because the stop that covered it may be gone.
   */
  private void open(int i, TradePlan plan, Position position, BigDecimal fee) {
    if (plan.isOver()) {
      book.reopen(i, position, fee, ends[i].settlement());
      ends[i] = null;
      plan.closeAtOnce(exitOfLimit());
    } else {
      book.open(i, position, fee);
    }
  }

  private Optional<OrderIntent> exitOfLimit() {
    return risk.mustFlatten() ? Optional.of(OrderIntent.EXIT_LIMIT) : Optional.empty();
  }

  private static BigDecimal margin(VenueEvent fill, int leverage) {
    return fill.getPrice()
        .multiply(fill.getQuantity())
        .divide(BigDecimal.valueOf(leverage), Money.SCALE, RoundingMode.UP);
  }

  /** An entry that has filled, wholly or in part, has come to its end. */
  private void onEntryEnd(int i, TradePlan plan, TrackedOrder entry, long timeMs) {
    plan.entryEnded();
    risk.release(i, plan.entryId());
    out.accept(RunRows.opened(plan, entry));
    if (ends[i] != null) {
      out.accept(RunRows.closed(options.name(), ends[i]));
      ends[i] = null;
    }
    if (book.isOpen(i)) {
      Optional<OrderCommand> target =
          plan.target(book.position(i).quantity(), timeMs, closingNumbers.next(i, timeMs));
      if (target.isPresent()) {
        out.accept(RunRows.orderDecided(target.get(), plan));
        submit(target.get());
      }
    }
  }

  private void onExitFill(int i, TrackedOrder order, VenueEvent fill) {
    TradePlan plan = plans[i];
    OrderIntent intent = order.command().getIntent();
    BigDecimal slippage = Fills.NONE.plus(fill).slippage(order.command().getSide());
    Optional<Settlement> settlement =
        book.close(i, new ExitFill(fill.getQuantity(), fill.getPrice(), fill.getFee(), slippage));
    book.ledger().check();
    if (order.ended() && isExit(intent)) {
      plan.exitEnded(fill.getClientId());
    }
    boolean stopEnds = order.ended() && intent == OrderIntent.STOP;
    if (stopEnds) {
      plan.stopEnded();
    }
    if (settlement.isPresent()) {
      TradeEnd end = new TradeEnd(settlement.get(), intent, fill.getClientId(), fill.getTimeMs());
      onClosed(i, plan, end);
    } else if (stopEnds) {
      plan.closeAtOnce(exitOfLimit());
    } else if (intent == OrderIntent.STOP) {
      onStopWorking(plan, fill.getTimeMs());
    }
  }

  /** The stop fired and could not close all: it works on, and alone. */
  private void onStopWorking(TradePlan plan, long timeMs) {
    plan.stopFired();
    takeBackEntryAndTarget(plan, timeMs, "STOP");
    takeBackExit(plan, timeMs, "STOP");
  }

  private static boolean isExit(OrderIntent intent) {
    return switch (intent) {
      case EXIT_SIGNAL, EXIT_TIME, EXIT_TARGET, EXIT_LIMIT, EXIT_OPERATOR -> true;
      case ENTRY, STOP, LIQUIDATION, EXIT_OUTSIDE -> false;
    };
  }

  /**
   * The position is flat: whatever still works for it is pointless and taken back. The trade closes
   * for good when nothing can open it again, and is forgotten when all its orders have ended.
   */
  private void onClosed(int i, TradePlan plan, TradeEnd end) {
    long timeMs = end.closeTimeMs();
    String cause = end.exitIntent().name();
    takeBackEntryAndTarget(plan, timeMs, cause);
    if (plan.entryWorking()) {
      ends[i] = end;
    } else {
      out.accept(RunRows.closed(options.name(), end));
    }
    over(i, plan);
    if (end.exitIntent() == OrderIntent.STOP) {
      risk.stopFilled(i, timeMs);
    }
    if (!plan.hasStopEnded()) {
      takeBack(plan, plan.stopId(), timeMs, cause);
    }
    takeBackExit(plan, timeMs, cause);
  }

  /** A simulated venue ends what is left of the trade at once, a remote one later. */
  private void over(int i, TradePlan plan) {
    if (remote.isPresent()) {
      plan.over();
    } else {
      plans[i] = null;
    }
  }

  private void takeBackEntryAndTarget(TradePlan plan, long timeMs, String cause) {
    if (plan.entryWorking()) {
      takeBack(plan, plan.entryId(), timeMs, cause);
    }
    if (!plan.targetId().isEmpty()) {
      takeBack(plan, plan.targetId(), timeMs, cause);
    }
  }

  private void takeBackExit(TradePlan plan, long timeMs, String cause) {
    if (!plan.exitId().isEmpty()) {
      takeBack(plan, plan.exitId(), timeMs, cause);
    }
  }

  /**
   * Takes back an order that another fill has made pointless. A stop that gapped at a bar's start
   * is stamped before an exit that was decided meanwhile; no order ends before it was decided. A
   * venue is asked once; until it answers the order works on, and it may fill.
   */
  private void takeBack(TradePlan plan, String clientId, long timeMs, String cause) {
    if (!register.askCancel(clientId)) {
      return;
    }
    long atMs = Math.max(timeMs, register.decisionTimeMs(clientId));
    venue.handle(plan.cancel(clientId, atMs, cause), events);
  }

  /** An order has ended otherwise than filled; what had filled of it stays. */
  private void onEnd(TrackedOrder order, VenueEvent end) {
    int i = number(end.getInstrument());
    switch (order.command().getIntent()) {
      case ENTRY -> {
        if (order.fills().any()) {
          onEntryEnd(i, plans[i], order, end.getTimeMs());
        } else {
          risk.release(i, end.getClientId());
          plans[i].entryEnded();
          over(i, plans[i]);
        }
      }
      case STOP -> onStopEnd(i, end);
      case EXIT_SIGNAL,
          EXIT_TIME,
          EXIT_TARGET,
          EXIT_LIMIT,
          EXIT_OPERATOR,
          LIQUIDATION,
          EXIT_OUTSIDE -> {
        if (plans[i] != null) {
          plans[i].exitEnded(end.getClientId());
        }
      }
    }
  }

  /**
   * The stop has ended without closing what is open. At a remote venue the edge watches over
   * protection; where the stop had fired, closing goes on otherwise.
   */
  private void onStopEnd(int i, VenueEvent end) {
    if (remote.isEmpty()) {
      if (book.isOpen(i)) {
        throw new IllegalStateException(
            "orders: position of " + end.getInstrument() + " has lost its protective stop");
      }
    } else if (plans[i].stopEnded() && book.isOpen(i)) {
      plans[i].closeAtOnce(exitOfLimit());
    }
  }

  void onProgress(long progressMs, Consumer<RunOutput> sink) {
    out = sink;
    simulated.ifPresent(v -> v.onProgress(progressMs, events));
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

  /** How the account stands now. */
  AccountFigures figures() {
    readBook();
    return new AccountFigures(
        pointBalance,
        pointEquity,
        pointExposure,
        pointDayLoss,
        pointDrawdown,
        book.openPositions(),
        register.open(),
        register.unanswered(),
        risk.open());
  }

  private void readBook() {
    if (pointVersion != book.version()) {
      pointVersion = book.version();
      pointBalance = Money.toBorder(book.ledger().balance());
      pointEquity = Money.toBorder(book.equity());
      pointExposure = Money.toBorder(book.exposure());
      pointDayLoss = book.dayLoss();
      pointDrawdown = book.drawdown();
    }
  }

  EquityPoint point(long timeMs, long bars, long missingBars, long gaps, long signals) {
    readBook();
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
