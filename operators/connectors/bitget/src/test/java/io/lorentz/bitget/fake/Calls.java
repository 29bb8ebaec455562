package io.lorentz.bitget.fake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;

/** A client that asks without a wire between, in virtual time. */
final class Calls {

  static final String BTC = "BTCUSDT";
  static final long START_MS = 1_767_225_600_000L;

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String PATH = "/api/v2/mix/";

  private final FakeBitget venue;
  private long nowMs = START_MS;

  Calls(FakeBitget venue) {
    this.venue = venue;
  }

  /** At a BTC of 100, with 10,000, by a seed. */
  static Calls at100(long seed) {
    Calls calls =
        new Calls(
            new FakeBitget(seed, FakeStart.ready("10000"), FakeContract.btc(), FakeContract.eth()));
    calls.price("100");
    return calls;
  }

  static ObjectNode body() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("symbol", BTC)
        .put("productType", "USDT-FUTURES")
        .put("marginCoin", "USDT");
  }

  static ObjectNode market(String clientOid, String side, String size) {
    return body()
        .put("marginMode", "isolated")
        .put("orderType", "market")
        .put("clientOid", clientOid)
        .put("side", side)
        .put("size", size);
  }

  static ObjectNode limit(String clientOid, String side, String size, String price) {
    return market(clientOid, side, size).put("orderType", "limit").put("price", price);
  }

  static ObjectNode stop(String clientOid, String trigger) {
    return body()
        .put("planType", "pos_loss")
        .put("triggerPrice", trigger)
        .put("triggerType", "mark_price")
        .put("holdSide", "buy")
        .put("clientOid", clientOid);
  }

  JsonNode place(ObjectNode body) {
    return post("order/place-order", body);
  }

  JsonNode cancel(String clientOid) {
    return post("order/cancel-order", body().put("clientOid", clientOid));
  }

  /** A second later. */
  JsonNode post(String endpoint, ObjectNode body) {
    nowMs += 1_000;
    return read(venue.handle(nowMs, "POST", PATH + endpoint, "", body.toString()));
  }

  /** At the same moment. */
  JsonNode get(String endpoint, String query) {
    String whole = "productType=USDT-FUTURES&symbol=BTCUSDT&marginCoin=USDT&" + query;
    return read(venue.handle(nowMs, "GET", PATH + endpoint, whole, ""));
  }

  /** A second later, last and mark. */
  void price(String price) {
    prices(price, price);
  }

  void prices(String last, String mark) {
    nowMs += 1_000;
    venue.price(BTC, nowMs, new BigDecimal(last), new BigDecimal(mark));
  }

  /** Long of a size, all of it filled. */
  Calls hold(String clientOid, String size) {
    place(market(clientOid, "buy", size));
    untilFilled();
    return this;
  }

  /** The same price again, until market orders have filled. */
  void untilFilled() {
    for (int i = 0; i < 20 && !venue.openOrderIds(BTC).isEmpty(); i++) {
      price("100");
    }
  }

  static JsonNode read(FakeAnswer answer) {
    try {
      return MAPPER.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new AssertionError("No JSON: " + answer, e);
    }
  }

  static JsonNode read(String frame) {
    return read(new FakeAnswer(200, frame));
  }

  static String code(JsonNode answer) {
    return answer.path("code").asText();
  }

  FakeBitget venue() {
    return venue;
  }

  long nowMs() {
    return nowMs;
  }
}
