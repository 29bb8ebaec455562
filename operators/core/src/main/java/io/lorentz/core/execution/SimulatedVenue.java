package io.lorentz.core.execution;

import io.lorentz.schemas.Bar;
import io.lorentz.schemas.Liquidity;
import io.lorentz.schemas.OrderCommand;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.OrderSide;
import io.lorentz.schemas.OrderType;
import io.lorentz.schemas.VenueEvent;
import io.lorentz.schemas.VenueEventKind;
import io.lorentz.schemas.VenueOrderState;
import io.lorentz.schemas.units.InstrumentSpec;
import io.lorentz.schemas.units.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A venue that fills from bars. A pure object: its answers are a function of what it was given, in
 * that order, and of the positions that come of its own events. On a bar it first expires, then
 * fills at the open, then opening limits inside the bar, then holds stop and margin against the
 * bar, and fills limits that reduce at last. Events go out one by one, and whoever takes them may
 * give commands meanwhile. Not safe for threads.
 */
public final class SimulatedVenue implements Venue {

  /** An order that rests here. */
  private static final class Resting {
    private final OrderCommand command;
    private final BigDecimal quantity;
    private final BigDecimal limit;
    private BigDecimal stopPrice;
    private boolean inForce;
    private BigDecimal filled = BigDecimal.ZERO;
    private boolean triggered;
    private boolean rested;

    Resting(OrderCommand command, BigDecimal stopPrice, boolean inForce) {
      this.command = command;
      this.quantity = Money.fromBorder(command.getQuantity());
      this.limit = amount(command.getLimitPrice());
      this.stopPrice = stopPrice;
      this.inForce = inForce;
    }

    private OrderSide side() {
      return command.getSide();
    }

    // A first look on doubles, which keep the order of decimals: it never misses a bar that
    // reaches the price, and spares most bars exact arithmetic.
    private boolean stopReachedBy(Bar bar) {
      double at = stopPrice.doubleValue();
      return side() == OrderSide.SELL ? bar.getLow() <= at : bar.getHigh() >= at;
    }

    private boolean limitReachedBy(Bar bar) {
      double at = limit.doubleValue();
      return side() == OrderSide.BUY ? bar.getLow() <= at : bar.getHigh() >= at;
    }

    private boolean isStop() {
      return command.getType() == OrderType.STOP_MARKET;
    }

    private boolean isLimit() {
      return command.getType() == OrderType.LIMIT;
    }

    /** A limit of the kind that is worked after the stop. */
    private boolean isTarget() {
      return isLimit() && command.getReduceOnly();
    }

    /** Whether it takes at the next open: a market order, or a stop that fired before. */
    private boolean takesAtOpen() {
      return command.getType() == OrderType.MARKET || triggered;
    }
  }

  /** One bar as orders meet it. */
  private record Meeting(
      Bar bar, int instrument, VolumeShare.Left volume, Consumer<VenueEvent> events) {

    private BigDecimal open() {
      return BigDecimal.valueOf(bar.getOpen());
    }

    private long startMs() {
      return bar.getCloseTimeMs() - bar.getLengthMs();
    }

    /** The bar's price that is best for who buys below the market or sells above it. */
    private BigDecimal furthest(OrderSide side) {
      return BigDecimal.valueOf(side == OrderSide.BUY ? bar.getLow() : bar.getHigh());
    }
  }

  private static final BigDecimal NOTHING = Money.toBorder(BigDecimal.ZERO);

  private final List<InstrumentSpec> instruments;
  private final long shortestTimeframeMs;
  private final OpenPositions positions;
  private final Latency latency;
  private final LimitFill limitFill;
  private final VolumeShare volumeShare;
  private final SpreadAndSlip worsening;
  private final FeeSchedule fees;
  private final Liquidation liquidation;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<List<Resting>> resting = new ArrayList<>();
  private int ordersWithEnd;

  /**
   * Opens the venue.
   *
   * @param instruments instruments by name
   * @param shortestTimeframeMs length of the bars that drive it, ms
   * @param positions the account's positions, in which every event given is booked at once
   */
  public SimulatedVenue(
      ExecutionOptions options,
      List<InstrumentSpec> instruments,
      long shortestTimeframeMs,
      OpenPositions positions) {
    this.instruments = instruments;
    this.shortestTimeframeMs = shortestTimeframeMs;
    this.positions = positions;
    this.latency = new Latency(options);
    this.limitFill = new LimitFill(options);
    this.volumeShare = new VolumeShare(options);
    this.worsening = new SpreadAndSlip(options);
    this.fees = new FeeSchedule(options);
    this.liquidation = new Liquidation(options, positions, instruments.size());
    for (int i = 0; i < instruments.size(); i++) {
      numbers.put(instruments.get(i).name(), i);
      resting.add(new ArrayList<>());
    }
  }

  /** Goes on from an image. */
  public static SimulatedVenue restore(
      ExecutionOptions options,
      List<InstrumentSpec> instruments,
      long shortestTimeframeMs,
      OpenPositions positions,
      List<VenueOrderState> image) {
    SimulatedVenue venue = new SimulatedVenue(options, instruments, shortestTimeframeMs, positions);
    for (VenueOrderState state : image) {
      Resting order =
          new Resting(state.getCommand(), amount(state.getStopPrice()), state.getInForce());
      order.filled = Money.fromBorder(state.getFilled());
      order.triggered = state.getTriggered();
      order.rested = state.getRested();
      venue.add(order);
    }
    return venue;
  }

  /** Gives what rests here, by name of instrument, then in the order it came. */
  public List<VenueOrderState> image() {
    List<VenueOrderState> image = new ArrayList<>();
    for (List<Resting> orders : resting) {
      for (Resting order : orders) {
        image.add(
            VenueOrderState.newBuilder()
                .setCommand(OrderCommand.newBuilder(order.command).build())
                .setStopPrice(order.isStop() ? Money.toBorder(order.stopPrice) : null)
                .setInForce(order.inForce)
                .setFilled(Money.toBorder(order.filled))
                .setTriggered(order.triggered)
                .setRested(order.rested)
                .build());
      }
    }
    return image;
  }

  private static BigDecimal amount(BigDecimal orNull) {
    return Optional.ofNullable(orNull).map(Money::fromBorder).orElse(BigDecimal.ZERO);
  }

  private int number(String instrument) {
    Integer number = numbers.get(instrument);
    if (number == null) {
      throw new IllegalArgumentException(
          "instruments: an order of " + instrument + ", was not configured; add its specification");
    }
    return number;
  }

  private List<Resting> of(String instrument) {
    return resting.get(number(instrument));
  }

  private void add(Resting order) {
    of(order.command.getInstrument()).add(order);
    if (OrderValidity.hasEnd(order.command)) {
      ordersWithEnd++;
    }
  }

  private void remove(Resting order) {
    of(order.command.getInstrument()).remove(order);
    if (OrderValidity.hasEnd(order.command)) {
      ordersWithEnd--;
    }
  }

  @Override
  public void handle(OrderCommand command, Consumer<VenueEvent> events) {
    switch (command.getAction()) {
      case SUBMIT -> submit(command, events);
      case MOVE_STOP -> moveStop(command, events);
      case CANCEL -> cancel(command, events);
    }
  }

  private void submit(OrderCommand command, Consumer<VenueEvent> events) {
    add(new Resting(command, amount(command.getStopPrice()), command.getParentId().isEmpty()));
    events.accept(event(command, VenueEventKind.ACCEPTED, command.getDecisionTimeMs(), "").build());
  }

  private void moveStop(OrderCommand command, Consumer<VenueEvent> events) {
    Resting order = find(command);
    order.stopPrice = Money.fromBorder(command.getStopPrice());
    events.accept(
        event(order.command, VenueEventKind.STOP_MOVED, command.getDecisionTimeMs(), "")
            .setStopPrice(command.getStopPrice())
            .build());
  }

  private void cancel(OrderCommand command, Consumer<VenueEvent> events) {
    end(
        find(command),
        VenueEventKind.CANCELLED,
        command.getDecisionTimeMs(),
        "cause=" + command.getCause(),
        events);
  }

  private Resting find(OrderCommand command) {
    for (Resting order : of(command.getInstrument())) {
      if (order.command.getClientId().equals(command.getClientId())) {
        return order;
      }
    }
    throw new IllegalStateException(
        "venue: " + command.getAction() + " of " + command.getClientId() + ", which is not here");
  }

  /**
   * Ends an order otherwise than filled, and with an entry of which nothing filled the stop that is
   * attached to it.
   */
  private void end(
      Resting order, VenueEventKind kind, long timeMs, String detail, Consumer<VenueEvent> events) {
    remove(order);
    events.accept(event(order.command, kind, timeMs, detail).build());
    if (order.filled.signum() > 0) {
      return;
    }
    for (Resting child : List.copyOf(of(order.command.getInstrument()))) {
      if (child.command.getParentId().equals(order.command.getClientId())) {
        remove(child);
        events.accept(
            event(child.command, VenueEventKind.CANCELLED, timeMs, "cause=ENTRY_" + kind).build());
      }
    }
  }

  /**
   * Lives through one bar of the shortest timeframe.
   *
   * @param bar the bar; one that is synthetic or corrected touches nothing
   * @param marginOnBar whether margin is held against the bar's prices; false where a mark price is
   *     to be had, see {@link #onMark}
   * @param events takes the events, in the order they happen
   */
  public void onBar(Bar bar, boolean marginOnBar, Consumer<VenueEvent> events) {
    int instrument = number(bar.getInstrument());
    List<Resting> orders = resting.get(instrument);
    if (orders.isEmpty() || !FillableBars.fillable(bar)) {
      return;
    }
    Meeting meeting =
        new Meeting(bar, instrument, volumeShare.of(instruments.get(instrument), bar), events);
    for (Resting order : List.copyOf(orders)) {
      if (orders.contains(order)) {
        atOpen(order, meeting);
      }
    }
    insideLimits(orders, false, meeting);
    for (Resting order : List.copyOf(orders)) {
      if (orders.contains(order) && order.isStop() && order.inForce && !order.triggered) {
        holdStop(order, marginOnBar, meeting);
      }
    }
    if (marginOnBar) {
      holdMargin(meeting);
    }
    insideLimits(orders, true, meeting);
  }

  private void atOpen(Resting order, Meeting meeting) {
    if (OrderValidity.expiredAtBar(order.command, meeting.startMs())) {
      end(order, VenueEventKind.EXPIRED, order.command.getValidUntilMs(), "", meeting.events());
    } else if (latency.hasArrived(order.command, meeting.startMs())) {
      if (order.takesAtOpen()) {
        take(order, MarketFill.moment(meeting.bar()), opened(meeting), meeting);
      } else if (order.isLimit() && !order.isTarget()) {
        limitAtOpen(order, meeting);
      }
    }
  }

  private static String opened(Meeting meeting) {
    return "open=" + Money.text(meeting.open());
  }

  private void limitAtOpen(Resting order, Meeting meeting) {
    boolean first = !order.rested;
    order.rested = true;
    if (first && limitFill.crosses(order.side(), order.limit, meeting.open())) {
      if (order.command.getPostOnly()) {
        String detail = "cause=POST_ONLY " + opened(meeting);
        end(order, VenueEventKind.EXPIRED, meeting.startMs(), detail, meeting.events());
      } else {
        take(order, MarketFill.moment(meeting.bar()), opened(meeting), meeting);
      }
    } else if (order.limitReachedBy(meeting.bar())
        && LimitFill.isThrough(order.side(), order.limit, meeting.open())) {
      make(order, meeting.startMs(), meeting);
    }
  }

  private void insideLimits(List<Resting> orders, boolean targets, Meeting meeting) {
    for (Resting order : List.copyOf(orders)) {
      if (order.isLimit()
          && order.isTarget() == targets
          && orders.contains(order)
          && latency.hasArrived(order.command, meeting.startMs())) {
        insideLimit(order, meeting);
      }
    }
  }

  private void insideLimit(Resting order, Meeting meeting) {
    if (order.isTarget()) {
      limitAtOpen(order, meeting);
    }
    boolean stillHere = of(order.command.getInstrument()).contains(order);
    if (stillHere
        && order.limitReachedBy(meeting.bar())
        && LimitFill.isThrough(order.side(), order.limit, meeting.furthest(order.side()))) {
      make(order, meeting.bar().getCloseTimeMs(), meeting);
    }
  }

  private void holdStop(Resting order, boolean marginOnBar, Meeting meeting) {
    if (!order.stopReachedBy(meeting.bar())) {
      return;
    }
    Optional<Moment> fired = StopTrigger.fires(order.side(), order.stopPrice, meeting.bar());
    if (fired.isEmpty()) {
      return;
    }
    Moment at = fired.get();
    boolean inside = at.timeMs() != meeting.startMs();
    if (inside && marginOnBar && isOpen(meeting.instrument()) && due(meeting, at.price())) {
      // Before its price came, the position had lost its margin: the liquidation takes it.
      return;
    }
    take(order, at, "trigger=" + Money.text(at.price()), meeting);
  }

  private boolean isOpen(int instrument) {
    return positions.quantity(instrument).signum() != 0;
  }

  private boolean due(Meeting meeting, BigDecimal price) {
    return liquidation.due(meeting.instrument(), instruments.get(meeting.instrument()), price);
  }

  private void holdMargin(Meeting meeting) {
    if (!isOpen(meeting.instrument())) {
      return;
    }
    boolean isLong = positions.quantity(meeting.instrument()).signum() > 0;
    double worstPrice = isLong ? meeting.bar().getLow() : meeting.bar().getHigh();
    if (liquidation.surelyKept(meeting.instrument(), worstPrice)) {
      return;
    }
    BigDecimal worst = BigDecimal.valueOf(worstPrice);
    if (due(meeting, meeting.open())) {
      liquidate(meeting.instrument(), meeting.startMs(), meeting.events());
    } else if (due(meeting, worst)) {
      liquidate(meeting.instrument(), meeting.bar().getCloseTimeMs(), meeting.events());
    }
  }

  /**
   * Holds the margin of the open position of an instrument, if there is one, against a mark price.
   *
   * @param price quote currency per unit
   * @param timeMs market time at which it held, ms since 1970 UTC
   */
  public void onMark(
      String instrument, BigDecimal price, long timeMs, Consumer<VenueEvent> events) {
    int number = number(instrument);
    if (isOpen(number) && liquidation.due(number, instruments.get(number), price)) {
      liquidate(number, timeMs, events);
    }
  }

  private void liquidate(int instrument, long timeMs, Consumer<VenueEvent> events) {
    BigDecimal price = liquidation.bankruptcyPrice(instrument, instruments.get(instrument));
    BigDecimal quantity = positions.quantity(instrument).abs();
    events.accept(
        VenueEvent.newBuilder()
            .setKind(VenueEventKind.LIQUIDATED)
            .setAccount("")
            .setClientId("")
            .setInstrument(instruments.get(instrument).name())
            .setTimeMs(timeMs)
            .setPrice(Money.toBorder(price))
            .setReferencePrice(Money.toBorder(price))
            .setLiquidity(Liquidity.TAKER)
            .setQuantity(Money.toBorder(quantity))
            .setFee(Money.toBorder(liquidation.fee(price, quantity)))
            .setDetail("bankruptcy=" + Money.text(price))
            .build());
  }

  /** What of an order may still fill: a stop covers what is open, an exit is cut to it. */
  private BigDecimal wanted(Resting order, int instrument) {
    if (order.isStop()) {
      BigDecimal open = positions.quantity(instrument);
      return ReduceOnly.cut(order.side(), open.abs(), open);
    }
    BigDecimal rest = order.quantity.subtract(order.filled);
    return order.command.getReduceOnly()
        ? ReduceOnly.cut(order.side(), rest, positions.quantity(instrument))
        : rest;
  }

  private void take(Resting order, Moment at, String detail, Meeting meeting) {
    BigDecimal wanted = wanted(order, meeting.instrument());
    BigDecimal quantity = meeting.volume().take(wanted);
    boolean firesNow = order.isStop() && !order.triggered;
    order.triggered |= firesNow;
    if (wanted.signum() == 0) {
      endWithNothingOpen(order, at.timeMs(), meeting);
    } else if (quantity.signum() > 0) {
      BigDecimal worsened =
          worsening.worsen(
              instruments.get(meeting.instrument()),
              order.side(),
              at.price(),
              quantity,
              meeting.bar().getVolume());
      BigDecimal price =
          order.isLimit() ? LimitFill.notBeyond(order.side(), order.limit, worsened) : worsened;
      boolean last = quantity.compareTo(wanted) == 0;
      fill(order, quantity, last, meeting, filled(order, at, price, Liquidity.TAKER, detail));
    } else if (firesNow) {
      meeting
          .events()
          .accept(event(order.command, VenueEventKind.TRIGGERED, at.timeMs(), detail).build());
    }
  }

  private void make(Resting order, long timeMs, Meeting meeting) {
    BigDecimal wanted = wanted(order, meeting.instrument());
    BigDecimal quantity = meeting.volume().take(wanted);
    if (wanted.signum() == 0) {
      endWithNothingOpen(order, timeMs, meeting);
    } else if (quantity.signum() > 0) {
      Moment at = new Moment(order.limit, timeMs);
      String detail = "limit=" + Money.text(order.limit);
      boolean last = quantity.compareTo(wanted) == 0;
      fill(order, quantity, last, meeting, filled(order, at, order.limit, Liquidity.MAKER, detail));
    }
  }

  private void endWithNothingOpen(Resting order, long timeMs, Meeting meeting) {
    end(order, VenueEventKind.CANCELLED, timeMs, "cause=REDUCE_ONLY", meeting.events());
  }

  private static VenueEvent.Builder filled(
      Resting order, Moment at, BigDecimal price, Liquidity liquidity, String detail) {
    return event(order.command, VenueEventKind.FILLED, at.timeMs(), detail)
        .setPrice(Money.toBorder(price))
        .setReferencePrice(Money.toBorder(at.price()))
        .setLiquidity(liquidity);
  }

  private void fill(
      Resting order, BigDecimal quantity, boolean last, Meeting meeting, VenueEvent.Builder event) {
    order.filled = order.filled.add(quantity);
    if (last) {
      remove(order);
    }
    if (order.command.getIntent() == OrderIntent.ENTRY) {
      for (Resting child : resting.get(meeting.instrument())) {
        if (child.command.getParentId().equals(order.command.getClientId())) {
          child.inForce = true;
        }
      }
    }
    BigDecimal fee = fees.of(event.getLiquidity(), event.getPrice(), quantity);
    meeting
        .events()
        .accept(
            event
                .setKind(last ? VenueEventKind.FILLED : VenueEventKind.PARTIALLY_FILLED)
                .setQuantity(Money.toBorder(quantity))
                .setFee(Money.toBorder(fee))
                .build());
  }

  private static VenueEvent.Builder event(
      OrderCommand order, VenueEventKind kind, long timeMs, String detail) {
    return VenueEvent.newBuilder()
        .setKind(kind)
        .setAccount(order.getAccount())
        .setClientId(order.getClientId())
        .setInstrument(order.getInstrument())
        .setTimeMs(timeMs)
        .setQuantity(NOTHING)
        .setFee(NOTHING)
        .setDetail(detail);
  }

  /**
   * Expires what no bar can fill any more.
   *
   * @param progressMs market time up to which every bar has come, ms since 1970 UTC
   */
  public void onProgress(long progressMs, Consumer<VenueEvent> events) {
    if (ordersWithEnd == 0) {
      return;
    }
    for (List<Resting> orders : resting) {
      for (Resting order : List.copyOf(orders)) {
        if (orders.contains(order)
            && OrderValidity.expiredAtProgress(order.command, progressMs, shortestTimeframeMs)) {
          end(order, VenueEventKind.EXPIRED, order.command.getValidUntilMs(), "", events);
        }
      }
    }
  }
}
