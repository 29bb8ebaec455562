package io.lorentz.bitget;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.lorentz.bitget.desk.Seen;
import io.lorentz.exchanges.dialect.Json;
import io.lorentz.exchanges.dialect.UnreadableFrameException;
import io.lorentz.schemas.Liquidity;
import io.lorentz.schemas.OrderSide;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads the rows of REST and of the private stream, which name the same things differently. What is
 * not in the documentation is an {@link UnreadableFrameException}, never a guess.
 */
final class ClassicRows {

  static final String COIN = "USDT";

  private ClassicRows() {}

  /** Reads one row; empty if it is about something that we do not ask for. */
  @FunctionalInterface
  interface Reading<T> {
    Optional<T> read(JsonNode row) throws UnreadableFrameException;
  }

  /** All rows of an array; none if there is no array. */
  static <T> List<T> all(JsonNode array, Reading<T> reading) throws UnreadableFrameException {
    if (!isThere(array)) {
      return List.of();
    }
    if (!array.isArray()) {
      throw new UnreadableFrameException("is no array: " + array.getNodeType());
    }
    List<T> read = new ArrayList<>();
    for (JsonNode row : array) {
      reading.read(row).ifPresent(read::add);
    }
    return List.copyOf(read);
  }

  static boolean isThere(JsonNode node) {
    return !node.isMissingNode() && !node.isNull();
  }

  /** An order of REST. */
  static Optional<Seen.Order> order(JsonNode row) throws UnreadableFrameException {
    String state = row.hasNonNull("state") ? "state" : "status";
    return Optional.of(order(row, required(row, "symbol"), required(row, state), "baseVolume"));
  }

  /** An order of the stream: there, {@code baseVolume} is the one fill alone. */
  static Optional<Seen.Order> pushedOrder(JsonNode row) throws UnreadableFrameException {
    Seen.Order order =
        order(row, required(row, "instId"), required(row, "status"), "accBaseVolume");
    // An end that does not say what has filled is not believed; the order is looked for instead.
    boolean says = !optional(row, "accBaseVolume").isEmpty();
    return order.state().ended() && !says ? Optional.empty() : Optional.of(order);
  }

  private static Seen.Order order(JsonNode row, String instrument, String state, String filled)
      throws UnreadableFrameException {
    long createdMs = Json.whole(Json.field(row, "cTime"));
    return new Seen.Order(
        instrument,
        required(row, "orderId"),
        optional(row, "clientOid"),
        side(row),
        exact(row, "size"),
        limitPrice(row),
        optional(row, "reduceOnly").equalsIgnoreCase("yes"),
        orderState(state),
        exactOrZero(row, filled),
        createdMs,
        timeOr(row, "uTime", createdMs),
        optional(row, "cancelReason"));
  }

  private static Optional<BigDecimal> limitPrice(JsonNode row) throws UnreadableFrameException {
    if (optional(row, "orderType").equals("market")) {
      return Optional.empty();
    }
    BigDecimal price = exactOrZero(row, "price");
    return price.signum() == 0 ? Optional.empty() : Optional.of(price);
  }

  private static Seen.OrderState orderState(String state) throws UnreadableFrameException {
    return switch (state) {
      case "live" -> Seen.OrderState.LIVE;
      case "partially_filled" -> Seen.OrderState.PARTIALLY_FILLED;
      case "filled" -> Seen.OrderState.FILLED;
      case "canceled", "cancelled" -> Seen.OrderState.CANCELLED;
      default -> throw new UnreadableFrameException("unknown state of an order: " + state);
    };
  }

  /** A fill of REST. */
  static Optional<Seen.Fill> fill(JsonNode row) throws UnreadableFrameException {
    Fee fee = fees(row);
    return Optional.of(
        new Seen.Fill(
            required(row, "symbol"),
            required(row, "orderId"),
            required(row, "tradeId"),
            side(row),
            exact(row, "price"),
            exact(row, "baseVolume"),
            fee.paid(),
            fee.elsewhere(),
            liquidity(row),
            Json.whole(Json.field(row, "cTime"))));
  }

  /** What was taken from the balance for a fill, and what in another coin. */
  private record Fee(BigDecimal paid, Optional<String> elsewhere) {

    static final Fee NONE = new Fee(BigDecimal.ZERO, Optional.empty());

    Fee plus(Fee other) {
      return new Fee(paid.add(other.paid), elsewhere.or(() -> other.elsewhere));
    }
  }

  private static Fee fees(JsonNode row) throws UnreadableFrameException {
    Fee sum = Fee.NONE;
    for (JsonNode each : Json.array(row, "feeDetail")) {
      sum = sum.plus(fee(each, "totalFee", "feeCoin"));
    }
    return sum;
  }

  /** A fee in another coin, as for a discount, takes nothing from the balance. */
  private static Fee fee(JsonNode row, String amount, String coin) throws UnreadableFrameException {
    BigDecimal paid = exactOrZero(row, amount).negate();
    String named = optional(row, coin);
    return paid.signum() == 0 || named.isEmpty() || named.equals(COIN)
        ? new Fee(paid, Optional.empty())
        : new Fee(BigDecimal.ZERO, Optional.of(paid.toPlainString() + named));
  }

  /** The fill that an order of the stream carries; empty if it carries none. */
  static Optional<Seen.Fill> pushedFill(JsonNode row) throws UnreadableFrameException {
    String tradeId = optional(row, "tradeId");
    if (tradeId.isEmpty()) {
      return Optional.empty();
    }
    Fee fee = fee(row, "fillFee", "fillFeeCoin");
    return Optional.of(
        new Seen.Fill(
            required(row, "instId"),
            required(row, "orderId"),
            tradeId,
            side(row),
            exact(row, "fillPrice"),
            exact(row, "baseVolume"),
            fee.paid(),
            fee.elsewhere(),
            liquidity(row),
            Json.whole(Json.field(row, "fillTime"))));
  }

  private static Liquidity liquidity(JsonNode row) throws UnreadableFrameException {
    String scope = required(row, "tradeScope");
    return switch (scope.toLowerCase(Locale.ROOT)) {
      case "t", "taker" -> Liquidity.TAKER;
      case "m", "maker" -> Liquidity.MAKER;
      default -> throw new UnreadableFrameException("unknown tradeScope: " + scope);
    };
  }

  private static OrderSide side(JsonNode row) throws UnreadableFrameException {
    String side = required(row, "side");
    return switch (side.toLowerCase(Locale.ROOT)) {
      case "buy" -> OrderSide.BUY;
      case "sell" -> OrderSide.SELL;
      default -> throw new UnreadableFrameException("unknown side: " + side);
    };
  }

  /** A stop or target of REST; empty of a trigger order, which is on no position. */
  static Optional<Seen.Stop> stop(JsonNode row) throws UnreadableFrameException {
    String state = row.hasNonNull("planStatus") ? "planStatus" : "status";
    return stop(row, "symbol", state);
  }

  /** A stop or target of the stream; empty of a trigger order. */
  static Optional<Seen.Stop> pushedStop(JsonNode row) throws UnreadableFrameException {
    return stop(row, "instId", "status");
  }

  private static Optional<Seen.Stop> stop(JsonNode row, String instrument, String state)
      throws UnreadableFrameException {
    Optional<PlanType> plan = PlanType.of(required(row, "planType"));
    if (plan.isEmpty()) {
      return Optional.empty();
    }
    String leg = plan.get().isLoss() ? "stopLoss" : "stopSurplus";
    return Optional.of(
        new Seen.Stop(
            required(row, instrument),
            required(row, "orderId"),
            optional(row, "clientOid"),
            plan.get().named(),
            plan.get().isLoss(),
            either(row, "triggerType", leg + "TriggerType").equals("mark_price"),
            isOfLong(row),
            trigger(either(row, "triggerPrice", leg + "TriggerPrice")),
            stopState(required(row, state)),
            optional(row, "executeOrderId"),
            timeOr(row, "uTime", Json.whole(Json.field(row, "cTime")))));
  }

  private static BigDecimal trigger(String text) throws UnreadableFrameException {
    if (text.isEmpty()) {
      throw new UnreadableFrameException("a stop without triggerPrice");
    }
    return Json.exact(TextNode.valueOf(text));
  }

  /** In hedge mode the direction is named; in one-way mode a stop that sells closes a long. */
  private static boolean isOfLong(JsonNode row) throws UnreadableFrameException {
    String direction = optional(row, "posSide");
    return switch (direction) {
      case "long" -> true;
      case "short" -> false;
      case "net", "" -> side(row) == OrderSide.SELL;
      default -> throw new UnreadableFrameException("unknown posSide: " + direction);
    };
  }

  private static Seen.StopState stopState(String state) throws UnreadableFrameException {
    return switch (state) {
      case "live" -> Seen.StopState.LIVE;
      case "executing", "executed" -> Seen.StopState.FIRED;
      case "fail_execute", "fail_trigger" -> Seen.StopState.FAILED;
      case "canceled", "cancelled" -> Seen.StopState.CANCELLED;
      default -> throw new UnreadableFrameException("unknown state of a stop: " + state);
    };
  }

  /** A position of REST; empty if nothing is open. */
  static Optional<Seen.Position> position(JsonNode row) throws UnreadableFrameException {
    return position(row, "symbol");
  }

  /** A position of the stream; empty if nothing is open. */
  static Optional<Seen.Position> pushedPosition(JsonNode row) throws UnreadableFrameException {
    return position(row, "instId");
  }

  private static Optional<Seen.Position> position(JsonNode row, String instrument)
      throws UnreadableFrameException {
    BigDecimal total = exact(row, "total");
    if (total.signum() == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Seen.Position(
            required(row, instrument),
            isLong(row) ? total : total.negate(),
            exact(row, "openPriceAvg"),
            exact(row, "leverage"),
            isIsolated(row)));
  }

  private static boolean isLong(JsonNode row) throws UnreadableFrameException {
    String held = required(row, "holdSide");
    return switch (held) {
      case "long" -> true;
      case "short" -> false;
      default -> throw new UnreadableFrameException("unknown holdSide: " + held);
    };
  }

  private static boolean isIsolated(JsonNode row) throws UnreadableFrameException {
    return isFirst(row, "marginMode", "isolated", "crossed");
  }

  private static boolean isFirst(JsonNode row, String field, String first, String second)
      throws UnreadableFrameException {
    String given = required(row, field);
    if (!given.equals(first) && !given.equals(second)) {
      throw new UnreadableFrameException("unknown " + field + ": " + given);
    }
    return given.equals(first);
  }

  /** The money of REST; empty if the row is of another coin. */
  static Optional<Seen.Money> money(JsonNode row) throws UnreadableFrameException {
    return money(row, "accountEquity", "isolatedMaxAvailable");
  }

  /** The money of the stream; there, what is available for orders has another name. */
  static Optional<Seen.Money> pushedMoney(JsonNode row) throws UnreadableFrameException {
    return money(row, "equity", "maxOpenPosAvailable");
  }

  private static Optional<Seen.Money> money(JsonNode row, String equity, String free)
      throws UnreadableFrameException {
    if (!required(row, "marginCoin").equals(COIN)) {
      return Optional.empty();
    }
    String openProfit = optional(row, "unrealizedPL");
    return Optional.of(
        new Seen.Money(
            exact(row, equity),
            openProfit.isEmpty() ? Optional.empty() : Optional.of(exact(row, "unrealizedPL")),
            exact(row, optional(row, free).isEmpty() ? "available" : free)));
  }

  /** A booking; empty of one that a fill has made, that only moves margin, or in another coin. */
  static Optional<Seen.Bill> bill(JsonNode row) throws UnreadableFrameException {
    String kind = required(row, "businessType");
    if (BillKinds.isOfFillOrMargin(kind) || !required(row, "coin").equals(COIN)) {
      return Optional.empty();
    }
    return Optional.of(
        new Seen.Bill(
            required(row, "billId"),
            optional(row, "symbol"),
            kind,
            exact(row, "amount").add(exactOrZero(row, "fee")),
            Json.whole(Json.field(row, "cTime"))));
  }

  /**
   * How an instrument is set up. The leverage is that of isolated margin, whatever the margin is
   * now; 0 if that of the two directions differs.
   */
  static Seen.Settings settings(String instrument, JsonNode row) throws UnreadableFrameException {
    BigDecimal ofLong = exact(row, "isolatedLongLever");
    BigDecimal ofShort = exact(row, "isolatedShortLever");
    return new Seen.Settings(
        instrument,
        isFirst(row, "posMode", "one_way_mode", "hedge_mode"),
        isIsolated(row),
        ofLong.compareTo(ofShort) == 0 ? ofLong : BigDecimal.ZERO);
  }

  /** A text or number that must be there, as text. */
  static String required(JsonNode row, String field) throws UnreadableFrameException {
    String text = optional(row, field);
    if (text.isEmpty()) {
      throw new UnreadableFrameException("has no " + field);
    }
    return text;
  }

  /** A text or number, as text; empty if it is missing or null. */
  static String optional(JsonNode row, String field) {
    JsonNode value = row.path(field);
    return isThere(value) ? value.asText("") : "";
  }

  private static String either(JsonNode row, String field, String other) {
    String text = optional(row, field);
    return text.isEmpty() ? optional(row, other) : text;
  }

  private static BigDecimal exact(JsonNode row, String field) throws UnreadableFrameException {
    return Json.exact(Json.field(row, field));
  }

  private static BigDecimal exactOrZero(JsonNode row, String field)
      throws UnreadableFrameException {
    return optional(row, field).isEmpty() ? BigDecimal.ZERO : exact(row, field);
  }

  private static long timeOr(JsonNode row, String field, long otherwiseMs)
      throws UnreadableFrameException {
    return optional(row, field).isEmpty() ? otherwiseMs : Json.whole(Json.field(row, field));
  }
}
