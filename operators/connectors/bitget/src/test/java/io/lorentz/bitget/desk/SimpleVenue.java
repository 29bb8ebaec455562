package io.lorentz.bitget.desk;

import io.lorentz.bitget.Answer;
import io.lorentz.schemas.Liquidity;
import io.lorentz.schemas.OrderSide;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A venue at the level of questions and answers, as simple as one can be: it does at once what it
 * is asked, and pushes nothing. What a test wants to go wrong it does by hand.
 */
final class SimpleVenue {

  static final String BTC = "BTCUSDT";
  private static final BigDecimal TAKER = new BigDecimal("0.0006");

  final Map<String, Seen.Order> orders = new LinkedHashMap<>();
  final Map<String, Seen.Stop> stops = new LinkedHashMap<>();
  final List<Seen.Fill> fills = new ArrayList<>();
  final List<Seen.Bill> bills = new ArrayList<>();
  final List<Ask.Place> placed = new ArrayList<>();
  BigDecimal price = new BigDecimal("100");
  BigDecimal position = BigDecimal.ZERO;
  BigDecimal cost = BigDecimal.ZERO;
  BigDecimal balance = new BigDecimal("10000");
  BigDecimal leverage = BigDecimal.ONE;
  boolean oneWay = true;
  boolean isolated = true;

  /** Coin that fees are taken in; empty for that of the balance. */
  Optional<String> feeCoin = Optional.empty();

  long nowMs;
  private long ids;

  String nextId() {
    ids++;
    return "v" + ids;
  }

  Outcome answer(Ask ask) {
    if (ask instanceof Ask.Write write) {
      return write(write);
    }
    if (ask instanceof Ask.FindOrder find) {
      return new Outcome.Orders(
          orders.values().stream()
              .filter(order -> order.venueId().equals(find.venueId()))
              .toList());
    }
    if (ask instanceof Ask.OpenOrders) {
      return new Outcome.Orders(
          orders.values().stream().filter(order -> !order.state().ended()).toList());
    }
    if (ask instanceof Ask.EndedOrders) {
      return new Outcome.Orders(
          orders.values().stream().filter(order -> order.state().ended()).toList());
    }
    if (ask instanceof Ask.OpenStops) {
      return new Outcome.Stops(
          stops.values().stream().filter(stop -> stop.state() == Seen.StopState.LIVE).toList());
    }
    if (ask instanceof Ask.EndedStops) {
      return new Outcome.Stops(
          stops.values().stream().filter(stop -> stop.state() != Seen.StopState.LIVE).toList());
    }
    if (ask instanceof Ask.FillsSince) {
      return new Outcome.Fills(List.copyOf(fills));
    }
    if (ask instanceof Ask.OpenPositions) {
      return new Outcome.Positions(positions());
    }
    if (ask instanceof Ask.Balance) {
      BigDecimal open = position.multiply(price).subtract(signedCost());
      return new Outcome.Money(new Seen.Money(balance.add(open), Optional.of(open), balance));
    }
    if (ask instanceof Ask.BillsSince) {
      return new Outcome.Bills(List.copyOf(bills));
    }
    if (ask instanceof Ask.AccountSettings settings) {
      return new Outcome.Settings(
          new Seen.Settings(settings.instrument(), oneWay, isolated, leverage));
    }
    return new Outcome.Time(nowMs);
  }

  private BigDecimal signedCost() {
    return position.signum() < 0 ? cost.negate() : cost;
  }

  List<Seen.Position> positions() {
    return position.signum() == 0
        ? List.of()
        : List.of(new Seen.Position(BTC, position, price, leverage, isolated));
  }

  private Outcome write(Ask.Write write) {
    if (write instanceof Ask.Place place) {
      return place(place);
    }
    if (write instanceof Ask.Cancel cancel) {
      return cancelled(cancel.venueId())
          ? new Outcome.Done("")
          : new Outcome.Refused(Answer.ALREADY_ENDED, "22001", "No order to cancel");
    }
    if (write instanceof Ask.PlaceStop stop) {
      return placeStop(stop.venueId(), stop.isLong(), stop.trigger());
    }
    if (write instanceof Ask.MoveStop move) {
      Seen.Stop stop = stops.get(move.orderId());
      if (stop == null || stop.state() != Seen.StopState.LIVE) {
        return new Outcome.Refused(Answer.NOT_FOUND, "43020", "not found");
      }
      rest(stop, move.trigger(), true, Seen.StopState.LIVE, "");
      return new Outcome.Done(stop.orderId());
    }
    if (write instanceof Ask.CancelStop cancel) {
      Seen.Stop stop = stops.get(cancel.orderId());
      rest(stop, stop.trigger(), stop.onMarkPrice(), Seen.StopState.CANCELLED, "");
      return new Outcome.Done(stop.orderId());
    }
    if (write instanceof Ask.SetLeverage set) {
      leverage = BigDecimal.valueOf(set.leverage());
    } else if (write instanceof Ask.OneWayMode) {
      oneWay = true;
    } else {
      isolated = true;
    }
    return new Outcome.Done("");
  }

  Outcome placeStop(String venueId, boolean isLong, BigDecimal trigger) {
    if (position.signum() == 0) {
      return new Outcome.Refused(Answer.NO_POSITION, "22002", "No position to close");
    }
    if (isLong ? trigger.compareTo(price) >= 0 : trigger.compareTo(price) <= 0) {
      return new Outcome.Refused(Answer.PRICE, "40832", "trigger beyond the mark");
    }
    String id = nextId();
    stops.put(
        id,
        new Seen.Stop(
            BTC,
            id,
            venueId,
            "pos_loss",
            true,
            true,
            isLong,
            trigger,
            Seen.StopState.LIVE,
            "",
            nowMs));
    return new Outcome.Done(id);
  }

  void rest(
      Seen.Stop stop, BigDecimal trigger, boolean onMark, Seen.StopState state, String executed) {
    stops.put(
        stop.orderId(),
        new Seen.Stop(
            BTC,
            stop.orderId(),
            stop.venueId(),
            stop.planType(),
            stop.isLoss(),
            onMark,
            stop.isLong(),
            trigger,
            state,
            executed,
            nowMs));
  }

  /** A stop of an entry, of the kind that the venue makes of itself. */
  void attachStop(String planType, boolean onMark, BigDecimal trigger) {
    String id = nextId();
    stops.put(
        id,
        new Seen.Stop(
            BTC,
            id,
            "",
            planType,
            true,
            onMark,
            position.signum() > 0,
            trigger,
            Seen.StopState.LIVE,
            "",
            nowMs));
  }

  Outcome place(Ask.Place place) {
    placed.add(place);
    String id = nextId();
    BigDecimal quantity = place.quantity();
    if (place.reduceOnly()) {
      boolean reduces = position.signum() == (place.side() == OrderSide.BUY ? -1 : 1);
      if (!reduces) {
        return new Outcome.Refused(Answer.NO_POSITION, "22002", "No position to close");
      }
      quantity = quantity.min(position.abs());
    }
    orders.put(id, order(id, place, quantity));
    if (place.price().isEmpty()) {
      fill(id, quantity);
    }
    return new Outcome.Done(id);
  }

  private Seen.Order order(String id, Ask.Place place, BigDecimal quantity) {
    return new Seen.Order(
        BTC,
        id,
        place.venueId(),
        place.side(),
        quantity,
        place.price(),
        place.reduceOnly(),
        Seen.OrderState.LIVE,
        BigDecimal.ZERO,
        nowMs,
        nowMs,
        "");
  }

  boolean cancelled(String venueId) {
    for (Seen.Order order : List.copyOf(orders.values())) {
      if (order.venueId().equals(venueId) && !order.state().ended()) {
        now(order, Seen.OrderState.CANCELLED, order.filled());
        return true;
      }
    }
    return false;
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
            nowMs,
            ""));
  }

  /** Fills a part of an order that rests. */
  Seen.Fill fill(String orderId, BigDecimal quantity) {
    Seen.Order order = orders.get(orderId);
    BigDecimal filled = order.filled().add(quantity);
    boolean all = filled.compareTo(order.quantity()) == 0;
    now(order, all ? Seen.OrderState.FILLED : Seen.OrderState.PARTIALLY_FILLED, filled);
    boolean reduces = position.signum() == (order.side() == OrderSide.BUY ? -1 : 1);
    Seen.Fill fill = trade(orderId, order.side(), quantity);
    if (position.signum() > 0 == (order.side() == OrderSide.BUY) && !reduces) {
      placed.stream()
          .filter(place -> place.venueId().equals(order.venueId()))
          .flatMap(place -> place.stopPrice().stream())
          .findFirst()
          .filter(trigger -> stops.values().stream().noneMatch(SimpleVenue::rests))
          .ifPresent(trigger -> attachStop("pos_loss", true, trigger));
    }
    return fill;
  }

  private static boolean rests(Seen.Stop stop) {
    return stop.state() == Seen.StopState.LIVE;
  }

  /** The stop at rest fires and closes all. */
  Seen.Fill fireStop() {
    Seen.Stop stop = stops.values().stream().filter(SimpleVenue::rests).findFirst().orElseThrow();
    String executed = nextId();
    rest(stop, stop.trigger(), stop.onMarkPrice(), Seen.StopState.FIRED, executed);
    return trade(executed, stop.isLong() ? OrderSide.SELL : OrderSide.BUY, position.abs());
  }

  /** A trade of whoever. */
  Seen.Fill trade(String orderId, OrderSide side, BigDecimal quantity) {
    BigDecimal signed = side == OrderSide.BUY ? quantity : quantity.negate();
    BigDecimal amount = price.multiply(quantity).multiply(TAKER);
    Optional<String> elsewhere = feeCoin.map(coin -> amount.toPlainString() + coin);
    BigDecimal fee = elsewhere.isPresent() ? BigDecimal.ZERO : amount;
    BigDecimal closes =
        position.signum() == -signed.signum() ? quantity.min(position.abs()) : BigDecimal.ZERO;
    if (closes.signum() > 0) {
      BigDecimal part =
          closes.compareTo(position.abs()) == 0
              ? cost
              : cost.multiply(closes).divide(position.abs(), 18, RoundingMode.HALF_EVEN);
      BigDecimal gained = price.multiply(closes).subtract(part);
      balance = balance.add(position.signum() > 0 ? gained : gained.negate());
      cost = cost.subtract(part);
    }
    cost = cost.add(price.multiply(quantity.subtract(closes)));
    position = position.add(signed);
    balance = balance.subtract(fee);
    if (position.signum() == 0) {
      for (Seen.Stop stop : List.copyOf(stops.values())) {
        if (rests(stop)) {
          rest(stop, stop.trigger(), stop.onMarkPrice(), Seen.StopState.CANCELLED, "");
        }
      }
    }
    Seen.Fill fill =
        new Seen.Fill(
            BTC,
            orderId,
            "t" + nextId(),
            side,
            price,
            quantity,
            fee,
            elsewhere,
            Liquidity.TAKER,
            nowMs);
    fills.add(fill);
    return fill;
  }
}
