package io.lorentz.core.execution;

import io.lorentz.schemas.Bar;
import io.lorentz.schemas.OrderCommand;
import io.lorentz.schemas.OrderIntent;
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
 * that order. On a bar it first expires, then fills market orders at the open, then holds the stops
 * in force against the bar. Events go out one by one, and whoever takes them may give commands
 * meanwhile. Not safe for threads.
 */
public final class SimulatedVenue implements Venue {

  /** An order that rests here. */
  private static final class Resting {
    private final OrderCommand command;
    private final BigDecimal quantity;
    private BigDecimal stopPrice;
    private boolean inForce;

    Resting(OrderCommand command, BigDecimal stopPrice, boolean inForce) {
      this.command = command;
      this.quantity = Money.fromBorder(command.getQuantity());
      this.stopPrice = stopPrice;
      this.inForce = inForce;
    }
  }

  private static final BigDecimal NOTHING = Money.toBorder(BigDecimal.ZERO);

  private final List<InstrumentSpec> instruments;
  private final long shortestTimeframeMs;
  private final MarketFill marketFill;
  private final SpreadAndSlip worsening;
  private final FeeSchedule fees;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<List<Resting>> resting = new ArrayList<>();
  private int marketOrders;

  /**
   * Opens the venue.
   *
   * @param instruments instruments by name
   * @param shortestTimeframeMs length of the bars that drive it, ms
   */
  public SimulatedVenue(
      ExecutionOptions options, List<InstrumentSpec> instruments, long shortestTimeframeMs) {
    this.instruments = instruments;
    this.shortestTimeframeMs = shortestTimeframeMs;
    this.worsening = new SpreadAndSlip(options);
    this.marketFill = new MarketFill(worsening);
    this.fees = new FeeSchedule(options);
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
      List<VenueOrderState> image) {
    SimulatedVenue venue = new SimulatedVenue(options, instruments, shortestTimeframeMs);
    for (VenueOrderState state : image) {
      BigDecimal stop =
          Optional.ofNullable(state.getStopPrice()).map(Money::fromBorder).orElse(BigDecimal.ZERO);
      venue.add(new Resting(state.getCommand(), stop, state.getInForce()));
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
                .setStopPrice(isStop(order) ? Money.toBorder(order.stopPrice) : null)
                .setInForce(order.inForce)
                .build());
      }
    }
    return image;
  }

  private List<Resting> of(String instrument) {
    Integer number = numbers.get(instrument);
    if (number == null) {
      throw new IllegalArgumentException(
          "instruments: an order of " + instrument + ", was not configured; add its specification");
    }
    return resting.get(number);
  }

  private void add(Resting order) {
    of(order.command.getInstrument()).add(order);
    if (!isStop(order)) {
      marketOrders++;
    }
  }

  private void remove(List<Resting> orders, Resting order) {
    orders.remove(order);
    if (!isStop(order)) {
      marketOrders--;
    }
  }

  private static boolean isStop(Resting order) {
    return order.command.getType() == OrderType.STOP_MARKET;
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
    BigDecimal stop =
        Optional.ofNullable(command.getStopPrice()).map(Money::fromBorder).orElse(BigDecimal.ZERO);
    add(new Resting(command, stop, command.getParentId().isEmpty()));
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

  /** Ends an order unfilled, and with an entry the stop that is attached to it. */
  private void end(
      Resting order, VenueEventKind kind, long timeMs, String detail, Consumer<VenueEvent> events) {
    List<Resting> orders = of(order.command.getInstrument());
    remove(orders, order);
    events.accept(event(order.command, kind, timeMs, detail).build());
    for (Resting child : List.copyOf(orders)) {
      if (child.command.getParentId().equals(order.command.getClientId())) {
        remove(orders, child);
        events.accept(
            event(child.command, VenueEventKind.CANCELLED, timeMs, "cause=ENTRY_" + kind).build());
      }
    }
  }

  /**
   * Lives through one bar of the shortest timeframe.
   *
   * @param bar the bar; one that is synthetic or corrected touches nothing
   * @param events takes the events, in the order they happen
   */
  public void onBar(Bar bar, Consumer<VenueEvent> events) {
    List<Resting> orders = of(bar.getInstrument());
    if (orders.isEmpty() || !FillableBars.fillable(bar)) {
      return;
    }
    long startMs = bar.getCloseTimeMs() - bar.getLengthMs();
    for (Resting order : List.copyOf(orders)) {
      if (!isStop(order) && orders.contains(order)) {
        if (OrderValidity.expiredAtBar(order.command, startMs)) {
          end(order, VenueEventKind.EXPIRED, order.command.getValidUntilMs(), "", events);
        } else if (OrderValidity.mayFill(order.command, startMs)) {
          fillAtOpen(order, bar, startMs, events);
        }
      }
    }
    for (Resting order : List.copyOf(orders)) {
      if (isStop(order) && order.inForce && orders.contains(order)) {
        holdAgainst(order, bar, events);
      }
    }
  }

  private void fillAtOpen(Resting order, Bar bar, long startMs, Consumer<VenueEvent> events) {
    List<Resting> orders = of(order.command.getInstrument());
    remove(orders, order);
    if (order.command.getIntent() == OrderIntent.ENTRY) {
      for (Resting child : orders) {
        if (child.command.getParentId().equals(order.command.getClientId())) {
          child.inForce = true;
        }
      }
    }
    InstrumentSpec spec = spec(order);
    BigDecimal price = marketFill.price(spec, order.command.getSide(), order.quantity, bar);
    events.accept(
        filled(order, price, startMs, "open=" + Money.text(BigDecimal.valueOf(bar.getOpen()))));
  }

  private void holdAgainst(Resting order, Bar bar, Consumer<VenueEvent> events) {
    Optional<StopTrigger.Fired> fired =
        StopTrigger.fires(order.command.getSide(), order.stopPrice, bar);
    if (fired.isEmpty()) {
      return;
    }
    remove(of(order.command.getInstrument()), order);
    BigDecimal price =
        worsening.worsen(
            spec(order),
            order.command.getSide(),
            fired.get().price(),
            order.quantity,
            bar.getVolume());
    events.accept(
        filled(order, price, fired.get().timeMs(), "trigger=" + Money.text(fired.get().price())));
  }

  private InstrumentSpec spec(Resting order) {
    return instruments.get(numbers.get(order.command.getInstrument()));
  }

  private VenueEvent filled(Resting order, BigDecimal price, long timeMs, String detail) {
    return event(order.command, VenueEventKind.FILLED, timeMs, detail)
        .setPrice(Money.toBorder(price))
        .setQuantity(order.command.getQuantity())
        .setFee(Money.toBorder(fees.taker(price, order.quantity)))
        .build();
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
    if (marketOrders == 0) {
      return;
    }
    for (List<Resting> orders : resting) {
      for (Resting order : List.copyOf(orders)) {
        if (!isStop(order)
            && orders.contains(order)
            && OrderValidity.expiredAtProgress(order.command, progressMs, shortestTimeframeMs)) {
          end(order, VenueEventKind.EXPIRED, order.command.getValidUntilMs(), "", events);
        }
      }
    }
  }
}
