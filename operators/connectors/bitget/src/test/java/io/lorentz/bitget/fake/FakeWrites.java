package io.lorentz.bitget.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.SplittableRandom;

/** What REST does with orders and stops. */
final class FakeWrites {

  private static final long FLASH_CLOSE_MS = 1_000;

  private final FakeMarket market;
  private final FakeLedger ledger;
  private final FakeSettings settings;
  private final SplittableRandom random;
  private long flashClosedMs = -FLASH_CLOSE_MS;

  FakeWrites(FakeMarket market, SplittableRandom random) {
    this.market = market;
    this.ledger = market.ledger();
    this.settings = new FakeSettings(market, random);
    this.random = random;
  }

  /**
   * @param name of the endpoint, from behind the version
   * @param hiddenMs for so long no read shows an order that this makes
   * @throws Refused if it is not done
   */
  JsonNode answer(String name, FakeRequest request, long hiddenMs) {
    return switch (name) {
      case "mix/account/set-position-mode" -> settings.positionMode(request);
      case "mix/account/set-margin-mode" -> settings.marginMode(request);
      case "mix/account/set-leverage" -> settings.leverage(request);
      case "mix/order/place-order" -> place(request.ofProduct(), hiddenMs);
      case "mix/order/modify-order" -> modify(request.ofProduct(), hiddenMs);
      case "mix/order/cancel-order" -> cancel(request.ofProduct());
      case "mix/order/cancel-all-orders" -> cancelAll(request.ofProduct());
      case "mix/order/close-positions" -> close(request.ofProduct(), hiddenMs);
      case "mix/order/place-tpsl-order" -> placeStop(request.ofProduct());
      case "mix/order/modify-tpsl-order" -> moveStop(request.ofProduct());
      case "mix/order/cancel-plan-order" -> cancelStops(request.ofProduct());
      default -> throw new Refused(404, "40404", "Request URL NOT FOUND");
    };
  }

  private JsonNode place(FakeRequest request, long hiddenMs) {
    FakeInstrument instrument = instrument(request);
    if (ledger.isHedgeMode() != request.text("tradeSide").matches("open|close")) {
      throw new Refused(
          "40774",
          "The order type for unilateral position must also be the unilateral position type.");
    }
    if (!request.word("marginMode", "isolated", "crossed").equals(instrument.marginMode())) {
      throw new Refused("45021", "The margin mode of the order is not that of the account");
    }
    FakeOrder order = market.place(terms(request), hiddenMs, request.nowMs());
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.put("clientOid", order.shownClientOid());
    // Seen with reduce-only orders: taken, and its id is not told.
    boolean hidesId = order.terms().reduceOnly() && random.nextInt(8) == 0;
    return data.put("orderId", hidesId ? null : order.orderId());
  }

  private static FakeOrderTerms terms(FakeRequest request) {
    FakeSide side =
        request.word("side", "buy", "sell").equals("buy") ? FakeSide.BUY : FakeSide.SELL;
    boolean limit = request.word("orderType", "limit", "market").equals("limit");
    boolean reduceOnly =
        !request.text("reduceOnly").isEmpty()
            && request.word("reduceOnly", "YES", "NO").equals("YES");
    return new FakeOrderTerms(
        request.required("symbol"),
        request.text("clientOid"),
        side,
        request.requiredNumber("size"),
        limit ? Optional.of(request.requiredNumber("price")) : Optional.empty(),
        limit && !request.text("force").isEmpty() ? request.text("force") : "gtc",
        reduceOnly,
        request.number("presetStopLossPrice"),
        "API",
        side.word() + "_single");
  }

  private JsonNode modify(FakeRequest request, long hiddenMs) {
    FakeOrder order = order(request);
    String newClientOid = request.required("newClientOid");
    if (newClientOid.equals(order.terms().clientOid())) {
      throw new Refused("40786", "Duplicate clientOid");
    }
    if (!order.isOpen() || order.terms().isMarket()) {
      throw new Refused("43001", "The order does not exist");
    }
    FakeOrderTerms terms =
        order
            .terms()
            .replaced(
                newClientOid,
                request.requiredNumber("newSize"),
                request.requiredNumber("newPrice"));
    return ids(market.replace(order, terms, hiddenMs, request.nowMs()));
  }

  private JsonNode cancel(FakeRequest request) {
    FakeOrder order = order(request);
    market.cancel(order, request.nowMs());
    return ids(order);
  }

  private FakeOrder order(FakeRequest request) {
    FakeInstrument instrument = instrument(request);
    return market
        .find(request.text("orderId"), request.text("clientOid"))
        .filter(order -> order.symbol().equals(instrument.symbol()))
        .orElseThrow(() -> new Refused("43001", "The order does not exist"));
  }

  private JsonNode cancelAll(FakeRequest request) {
    ObjectNode data = lists();
    ArrayNode done = data.withArray("successList");
    market.orders().stream()
        .filter(order -> order.isOpen() && request.matches("symbol", order.symbol()))
        .forEach(
            order -> {
              market.cancel(order, request.nowMs());
              done.add(ids(order));
            });
    if (done.isEmpty()) {
      throw new Refused("22001", "No order to cancel");
    }
    return data;
  }

  private JsonNode close(FakeRequest request, long hiddenMs) {
    FakeInstrument instrument = ledger.instrument(request.required("symbol"));
    if (request.nowMs() - flashClosedMs < FLASH_CLOSE_MS) {
      throw new Refused(429, "429", "Too Many Requests");
    }
    flashClosedMs = request.nowMs();
    BigDecimal position = instrument.position().size();
    FakeOrderTerms terms =
        FakeOrderTerms.market(
            instrument.symbol(), FakeSide.closing(position), position.abs(), true, "API");
    if (position.signum() == 0) {
      throw new Refused("22002", "No position to close");
    }
    ObjectNode data = lists();
    ObjectNode row = ids(market.place(terms, hiddenMs, request.nowMs()));
    data.withArray("successList").add(row.put("symbol", instrument.symbol()));
    return data;
  }

  private JsonNode placeStop(FakeRequest request) {
    instrument(request);
    String planType =
        request.word("planType", "pos_loss", "loss_plan", "pos_profit", "profit_plan");
    boolean whole = planType.startsWith("pos_");
    FakeStops.Wish wish =
        new FakeStops.Wish(
            request.required("symbol"),
            request.text("clientOid"),
            planType,
            request.word("holdSide", "buy", "sell").equals("buy"),
            whole ? Optional.empty() : Optional.of(request.requiredNumber("size")),
            request.requiredNumber("triggerPrice"),
            triggerType(request));
    return ids(market.stops().place(wish, request.nowMs()));
  }

  private static String triggerType(FakeRequest request) {
    return request.text("triggerType").isEmpty()
        ? "fill_price"
        : request.word("triggerType", "fill_price", "mark_price");
  }

  private JsonNode moveStop(FakeRequest request) {
    instrument(request);
    FakeStop stop =
        market
            .stops()
            .find(request.text("orderId"), request.text("clientOid"))
            .orElseThrow(() -> new Refused("43020", "The plan order does not exist"));
    Optional<BigDecimal> size =
        stop.ofWholePosition() ? Optional.empty() : Optional.of(request.requiredNumber("size"));
    BigDecimal trigger = request.requiredNumber("triggerPrice");
    market.stops().move(stop, trigger, triggerType(request), size, request.nowMs());
    return ids(stop);
  }

  /** Whoever names no planType means another kind, and finds nothing. */
  private JsonNode cancelStops(FakeRequest request) {
    String planType = request.text("planType").isEmpty() ? "normal_plan" : request.text("planType");
    ObjectNode data = lists();
    request
        .parameters()
        .path("orderIdList")
        .forEach(
            asked -> {
              Optional<FakeStop> stop =
                  market
                      .stops()
                      .find(asked.path("orderId").asText(""), asked.path("clientOid").asText(""))
                      .filter(it -> it.isLive() && it.planType().equals(planType));
              stop.ifPresentOrElse(
                  it -> {
                    market.stops().cancel(it, request.nowMs());
                    data.withArray("successList").add(ids(it));
                  },
                  () -> data.withArray("failureList").add(failure(asked)));
            });
    return data;
  }

  private static ObjectNode failure(JsonNode asked) {
    ObjectNode row = JsonNodeFactory.instance.objectNode();
    row.put("orderId", asked.path("orderId").asText(""));
    row.put("clientOid", asked.path("clientOid").asText(""));
    row.put("errorMsg", "The plan order does not exist");
    return row.put("errorCode", "43020");
  }

  private FakeInstrument instrument(FakeRequest request) {
    request.word("marginCoin", "USDT");
    return ledger.instrument(request.required("symbol"));
  }

  private static ObjectNode lists() {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.putArray("successList");
    data.putArray("failureList");
    return data;
  }

  private static ObjectNode ids(FakeOrder order) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("orderId", order.orderId())
        .put("clientOid", order.shownClientOid());
  }

  private static ObjectNode ids(FakeStop stop) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("orderId", stop.orderId())
        .put("clientOid", stop.clientOid());
  }
}
