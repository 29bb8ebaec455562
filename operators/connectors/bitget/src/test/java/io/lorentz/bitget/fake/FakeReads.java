package io.lorentz.bitget.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/** What REST answers to questions. */
final class FakeReads {

  private static final long MOST_ROWS = 100;

  private final FakeMarket market;
  private final FakeLedger ledger;
  private final SplittableRandom random;

  FakeReads(FakeMarket market, SplittableRandom random) {
    this.market = market;
    this.ledger = market.ledger();
    this.random = random;
  }

  /** A row and what it is paged by. */
  private record Row(String id, long createdMs, ObjectNode row) {}

  /**
   * @param name of the endpoint, from behind the version
   * @throws Refused if something is missing or there is no such endpoint
   */
  JsonNode answer(String name, FakeRequest request) {
    return switch (name) {
      case "public/time" -> object().put("serverTime", Long.toString(request.nowMs()));
      case "spot/account/info" -> keyOwner();
      case "mix/account/accounts" -> accounts(request.ofProduct());
      case "mix/account/account" -> accountOfSymbol(request.ofProduct());
      case "mix/account/bill" -> bills(request.ofProduct());
      case "mix/position/all-position" -> positions(request.ofProduct());
      case "mix/position/single-position" -> positionOfSymbol(request.ofProduct());
      case "mix/order/detail" -> detail(request.ofProduct());
      case "mix/order/orders-pending" -> orders(request.ofProduct(), true);
      case "mix/order/orders-history" -> orders(request.ofProduct(), false);
      case "mix/order/fills" -> fills(request.ofProduct());
      case "mix/order/orders-plan-pending" -> stops(request.ofProduct(), true);
      case "mix/order/orders-plan-history" -> stops(request.ofProduct(), false);
      default -> throw new Refused(404, "40404", "Request URL NOT FOUND");
    };
  }

  /** Of one who may trade futures and nothing else. */
  private static JsonNode keyOwner() {
    ObjectNode row = object().put("userId", FakeKey.ACCOUNT_ID);
    row.putArray("authorities").add("coow").add("coor");
    return row;
  }

  private JsonNode accounts(FakeRequest request) {
    return request.matches("marginCoin", "USDT") ? array().add(account()) : array();
  }

  private ObjectNode account() {
    BigDecimal available = ledger.balance().subtract(ledger.positionMargins());
    String free = market.available().toPlainString();
    String equity = ledger.balance().add(ledger.openProfit()).toPlainString();
    String profit = ledger.openProfit().toPlainString();
    ObjectNode row = object().put("marginCoin", "USDT");
    row.put("locked", market.frozen().toPlainString());
    row.put("available", available.toPlainString());
    row.put("crossedMaxAvailable", free).put("isolatedMaxAvailable", free);
    row.put("maxTransferOut", free).put("accountEquity", equity);
    row.put("usdtEquity", equity).put("btcEquity", "0").put("crossedRiskRate", "0");
    row.put("unrealizedPL", profit).put("coupon", "0");
    return row.putNull("crossedUnrealizedPL").putNull("isolatedUnrealizedPL");
  }

  private JsonNode accountOfSymbol(FakeRequest request) {
    FakeInstrument instrument = ledger.instrument(request.required("symbol"));
    request.required("marginCoin");
    ObjectNode row = account();
    row.put("crossedMarginLeverage", instrument.leverage());
    row.put("isolatedLongLever", instrument.leverage());
    row.put("isolatedShortLever", instrument.leverage());
    return row.put("marginMode", instrument.marginMode()).put("posMode", ledger.posMode());
  }

  private JsonNode positions(FakeRequest request) {
    ArrayNode rows = array();
    ledger.instruments().stream()
        .filter(instrument -> !instrument.position().isFlat())
        .filter(instrument -> request.matches("symbol", instrument.symbol()))
        .forEach(instrument -> rows.add(FakeShapes.position(instrument, ledger.posMode())));
    return rows;
  }

  private JsonNode positionOfSymbol(FakeRequest request) {
    ledger.instrument(request.required("symbol"));
    request.required("marginCoin");
    return positions(request);
  }

  /** What is not there is said in one of three ways. */
  private JsonNode detail(FakeRequest request) {
    FakeInstrument instrument = ledger.instrument(request.required("symbol"));
    if (request.text("orderId").isEmpty()) {
      request.required("clientOid");
    }
    return market
        .find(request.text("orderId"), request.text("clientOid"))
        .filter(order -> order.visibleAt(request.nowMs()))
        .filter(order -> order.symbol().equals(instrument.symbol()))
        .map(order -> (JsonNode) FakeShapes.order(order, instrument, ledger.posMode(), "state"))
        .orElseGet(this::nothing);
  }

  private JsonNode nothing() {
    return switch (random.nextInt(4)) {
      case 0 -> array();
      case 1 -> NullNode.instance;
      default ->
          throw new Refused(
              "40109", "The data of the order cannot be found, please confirm the order number");
    };
  }

  private JsonNode orders(FakeRequest request, boolean open) {
    List<Row> rows = new ArrayList<>();
    market.orders().stream()
        .filter(order -> order.isOpen() == open && order.visibleAt(request.nowMs()))
        .filter(order -> request.matches("symbol", order.symbol()))
        .filter(order -> request.matches("orderId", order.orderId()))
        .filter(order -> request.matches("clientOid", order.shownClientOid()))
        .forEach(order -> rows.add(row(order)));
    return page("entrustedList", rows, request);
  }

  private Row row(FakeOrder order) {
    FakeInstrument instrument = ledger.instrument(order.symbol());
    ObjectNode row = FakeShapes.order(order, instrument, ledger.posMode(), "status");
    return new Row(order.orderId(), order.createdMs(), row);
  }

  private JsonNode fills(FakeRequest request) {
    List<Row> rows = new ArrayList<>();
    ledger.fills().stream()
        .filter(fill -> isVisible(fill, request.nowMs()))
        .filter(fill -> request.matches("symbol", fill.symbol()))
        .filter(fill -> request.matches("orderId", fill.orderId()))
        .map(
            fill -> new Row(fill.tradeId(), fill.timeMs(), FakeShapes.fill(fill, ledger.posMode())))
        .forEach(rows::add);
    return page("fillList", rows, request);
  }

  private boolean isVisible(FakeFill fill, long nowMs) {
    return market.find(fill.orderId(), "").map(order -> order.visibleAt(nowMs)).orElse(true);
  }

  private JsonNode bills(FakeRequest request) {
    List<Row> rows = new ArrayList<>();
    ledger.bills().stream()
        .filter(bill -> request.matches("businessType", bill.businessType()))
        .filter(bill -> request.matches("symbol", bill.symbol()))
        .map(bill -> new Row(bill.billId(), bill.timeMs(), FakeShapes.bill(bill)))
        .forEach(rows::add);
    return page("bills", rows, request);
  }

  private JsonNode stops(FakeRequest request, boolean live) {
    String family = request.word("planType", "normal_plan", "track_plan", "profit_loss");
    List<Row> rows = new ArrayList<>();
    market.stops().all().stream()
        .filter(stop -> stop.isLive() == live && family.equals("profit_loss"))
        .filter(stop -> request.matches("symbol", stop.symbol()))
        .filter(stop -> request.matches("orderId", stop.orderId()))
        .filter(stop -> request.matches("clientOid", stop.clientOid()))
        .filter(stop -> request.matches("planStatus", stop.status()))
        .forEach(stop -> rows.add(row(stop)));
    return page("entrustedList", rows, request);
  }

  private Row row(FakeStop stop) {
    FakeInstrument instrument = ledger.instrument(stop.symbol());
    BigDecimal size = market.stops().sizeOf(stop);
    ObjectNode row = FakeShapes.stop(stop, instrument, size, ledger.posMode());
    row.put("executeOrderId", stop.executeOrderId());
    return new Row(stop.orderId(), stop.createdMs(), row);
  }

  /** Newest first, at most so many as asked for; an empty list is null now and then. */
  private JsonNode page(String key, List<Row> oldestFirst, FakeRequest request) {
    long from = request.wholeOr("startTime", 0);
    long until = request.wholeOr("endTime", Long.MAX_VALUE);
    long below = request.wholeOr("idLessThan", Long.MAX_VALUE);
    List<Row> newestFirst = new ArrayList<>(oldestFirst);
    Collections.reverse(newestFirst);
    List<Row> page =
        newestFirst.stream()
            .filter(row -> row.createdMs() >= from && row.createdMs() <= until)
            .filter(row -> Long.parseLong(row.id()) < below)
            .limit(Math.min(MOST_ROWS, request.wholeOr("limit", MOST_ROWS)))
            .toList();
    ObjectNode data = object();
    if (page.isEmpty()) {
      data.set(key, random.nextBoolean() ? NullNode.instance : array());
      return data.putNull("endId");
    }
    ArrayNode rows = data.putArray(key);
    page.forEach(row -> rows.add(row.row()));
    return data.put("endId", page.get(page.size() - 1).id());
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }
}
