package io.lorentz.command.live;

import io.lorentz.bitget.Answer;
import io.lorentz.bitget.desk.Ask;
import io.lorentz.bitget.desk.Asked;
import io.lorentz.bitget.desk.Outcome;
import io.lorentz.bitget.desk.Push;
import io.lorentz.bitget.desk.Seen;
import io.lorentz.exchanges.fake.FakeMarket;
import io.lorentz.schemas.Liquidity;
import io.lorentz.schemas.OrderSide;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * One instrument, bought and sold again, at the level of questions and answers: it does at once
 * what it is asked. What rests is filled by the test. Safe for threads.
 */
public final class ToyVenue {

  public static final String BTC = "BTCUSDT";
  public static final String ACCOUNT_ID = "4711";
  private static final BigDecimal PRICE = new BigDecimal("100");

  private final Map<String, Seen.Order> orders = new LinkedHashMap<>();
  private final Map<String, Seen.Stop> stops = new LinkedHashMap<>();
  private final Map<String, BigDecimal> triggers = new LinkedHashMap<>();
  private final List<Seen.Fill> fills = new ArrayList<>();
  private final List<Ask> asked = new CopyOnWriteArrayList<>();
  private BigDecimal position = BigDecimal.ZERO;
  private BigDecimal balance = new BigDecimal("10000");
  private BigDecimal leverage = BigDecimal.ONE;
  private boolean oneWay = true;
  private List<String> permissions = List.of("read", "trade");
  private long ids;

  /** A bar of a feed that shows the price of here. */
  public static FakeMarket.Shape bar(String venue, String instrument, long startMs, int steps) {
    return new FakeMarket.Shape(PRICE, PRICE, PRICE, PRICE, steps);
  }

  /** A link of its own for an edge. */
  public VenueLink link() {
    return new Link();
  }

  /** What was asked, in order. */
  public List<Ask> asked() {
    return List.copyOf(asked);
  }

  /** Orders that were placed, in order. */
  public List<Ask.Place> placed() {
    return asked.stream().filter(Ask.Place.class::isInstance).map(Ask.Place.class::cast).toList();
  }

  /** How many orders rest. */
  public synchronized long resting() {
    return orders.values().stream().filter(order -> !order.state().ended()).count();
  }

  public synchronized BigDecimal position() {
    return position;
  }

  public synchronized void hedged() {
    oneWay = false;
  }

  public synchronized void permitted(String... words) {
    permissions = List.of(words);
  }

  /** Fills all that rests. */
  public synchronized void fillWhatRests() {
    for (Seen.Order order : List.copyOf(orders.values())) {
      if (!order.state().ended()) {
        fill(order);
      }
    }
  }

  private final class Link implements VenueLink {
    private volatile boolean closed;

    @Override
    public void ask(Asked question, Consumer<Outcome> answer) {
      if (closed) {
        answer.accept(new Outcome.NotSent("closed"));
        return;
      }
      asked.add(question.ask());
      answer.accept(answer(question.ask()));
    }

    @Override
    public long nowMs() {
      return System.currentTimeMillis();
    }

    @Override
    public void stream(Consumer<Push> pushes) {
      pushes.accept(new Push.Ready());
    }

    @Override
    public VenueIdentity identity() {
      synchronized (ToyVenue.this) {
        return new VenueIdentity(ACCOUNT_ID, permissions);
      }
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private synchronized Outcome answer(Ask ask) {
    return ask instanceof Ask.Write write ? write(write) : read(ask);
  }

  private Outcome read(Ask ask) {
    if (ask instanceof Ask.FindOrder find) {
      return new Outcome.Orders(
          orders.values().stream()
              .filter(order -> order.venueId().equals(find.venueId()))
              .toList());
    } else if (ask instanceof Ask.OpenOrders) {
      return new Outcome.Orders(
          orders.values().stream().filter(order -> !order.state().ended()).toList());
    } else if (ask instanceof Ask.EndedOrders) {
      return new Outcome.Orders(
          orders.values().stream().filter(order -> order.state().ended()).toList());
    } else if (ask instanceof Ask.OpenStops) {
      return new Outcome.Stops(stops.values().stream().filter(ToyVenue::rests).toList());
    } else if (ask instanceof Ask.EndedStops) {
      return new Outcome.Stops(stops.values().stream().filter(stop -> !rests(stop)).toList());
    } else if (ask instanceof Ask.FillsSince) {
      return new Outcome.Fills(List.copyOf(fills));
    } else if (ask instanceof Ask.OpenPositions) {
      return new Outcome.Positions(
          position.signum() == 0
              ? List.of()
              : List.of(new Seen.Position(BTC, position, PRICE, leverage, true)));
    } else if (ask instanceof Ask.Balance) {
      return new Outcome.Money(new Seen.Money(balance, Optional.of(BigDecimal.ZERO), balance));
    } else if (ask instanceof Ask.BillsSince) {
      return new Outcome.Bills(List.of());
    } else if (ask instanceof Ask.AccountSettings settings) {
      return new Outcome.Settings(new Seen.Settings(settings.instrument(), oneWay, true, leverage));
    }
    return new Outcome.Time(System.currentTimeMillis());
  }

  private static boolean rests(Seen.Stop stop) {
    return stop.state() == Seen.StopState.LIVE;
  }

  private Outcome write(Ask.Write write) {
    if (write instanceof Ask.Place place) {
      return place(place);
    } else if (write instanceof Ask.Cancel cancel) {
      return cancel(cancel.venueId());
    } else if (write instanceof Ask.PlaceStop stop) {
      return new Outcome.Done(rest(nextId(), stop.venueId(), stop.trigger()));
    } else if (write instanceof Ask.MoveStop move) {
      return new Outcome.Done(
          rest(move.orderId(), stops.get(move.orderId()).venueId(), move.trigger()));
    } else if (write instanceof Ask.CancelStop cancel) {
      end(stops.get(cancel.orderId()));
    } else if (write instanceof Ask.SetLeverage set) {
      leverage = BigDecimal.valueOf(set.leverage());
    } else if (write instanceof Ask.OneWayMode) {
      oneWay = true;
    }
    return new Outcome.Done("");
  }

  private String nextId() {
    ids++;
    return "v" + ids;
  }

  private Outcome place(Ask.Place place) {
    if (place.reduceOnly() && position.signum() == 0) {
      return new Outcome.Refused(Answer.NO_POSITION, "22002", "No position to close");
    }
    String id = nextId();
    place.stopPrice().ifPresent(trigger -> triggers.put(id, trigger));
    Seen.Order order =
        new Seen.Order(
            BTC,
            id,
            place.venueId(),
            place.side(),
            place.reduceOnly() ? place.quantity().min(position) : place.quantity(),
            place.price(),
            place.reduceOnly(),
            Seen.OrderState.LIVE,
            BigDecimal.ZERO,
            System.currentTimeMillis(),
            System.currentTimeMillis(),
            "");
    orders.put(id, order);
    if (place.price().isEmpty()) {
      fill(order);
    }
    return new Outcome.Done(id);
  }

  private Outcome cancel(String venueId) {
    for (Seen.Order order : List.copyOf(orders.values())) {
      if (order.venueId().equals(venueId) && !order.state().ended()) {
        now(order, Seen.OrderState.CANCELLED, order.filled());
        return new Outcome.Done(order.orderId());
      }
    }
    return new Outcome.Refused(Answer.ALREADY_ENDED, "22001", "No order to cancel");
  }

  private void now(Seen.Order order, Seen.OrderState state, BigDecimal filled) {
    orders.put(
        order.orderId(),
        new Seen.Order(
            BTC,
            order.orderId(),
            order.venueId(),
            order.side(),
            order.quantity(),
            order.price(),
            order.reduceOnly(),
            state,
            filled,
            order.createdMs(),
            System.currentTimeMillis(),
            ""));
  }

  private void fill(Seen.Order order) {
    BigDecimal quantity = order.quantity();
    now(order, Seen.OrderState.FILLED, quantity);
    position = order.side() == OrderSide.BUY ? position.add(quantity) : position.subtract(quantity);
    BigDecimal fee = PRICE.multiply(quantity).multiply(new BigDecimal("0.0006"));
    balance = balance.subtract(fee);
    fills.add(
        new Seen.Fill(
            BTC,
            order.orderId(),
            "t" + nextId(),
            order.side(),
            PRICE,
            quantity,
            fee,
            Optional.empty(),
            Liquidity.TAKER,
            System.currentTimeMillis()));
    if (position.signum() == 0) {
      List.copyOf(stops.values()).stream().filter(ToyVenue::rests).forEach(this::end);
    } else {
      Optional.ofNullable(triggers.get(order.orderId()))
          .ifPresent(trigger -> rest(nextId(), "", trigger));
    }
  }

  private String rest(String id, String venueId, BigDecimal trigger) {
    stops.put(id, stop(id, venueId, trigger, Seen.StopState.LIVE));
    return id;
  }

  private void end(Seen.Stop stop) {
    stops.put(
        stop.orderId(),
        stop(stop.orderId(), stop.venueId(), stop.trigger(), Seen.StopState.CANCELLED));
  }

  private static Seen.Stop stop(
      String id, String venueId, BigDecimal trigger, Seen.StopState state) {
    return new Seen.Stop(
        BTC,
        id,
        venueId,
        "pos_loss",
        true,
        true,
        true,
        trigger,
        state,
        "",
        System.currentTimeMillis());
  }
}
