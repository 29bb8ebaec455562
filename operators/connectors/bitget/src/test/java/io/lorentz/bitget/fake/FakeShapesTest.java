package io.lorentz.bitget.fake;

import static io.lorentz.bitget.fake.Calls.body;
import static io.lorentz.bitget.fake.Calls.limit;
import static io.lorentz.bitget.fake.Calls.market;
import static io.lorentz.bitget.fake.Calls.stop;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorentz.exchanges.dialect.Fixtures;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every key that the real venue was seen to send, at its place, and of its kind. */
class FakeShapesTest {

  private final Calls calls = Calls.at100(7);
  private final FakeStream stream = calls.venue().connect(calls.nowMs());

  private static JsonNode fixture(String file) {
    return Fixtures.of("bitget", file);
  }

  /** Paths of all keys, with the kind of what is there; lists by their first element. */
  private static Set<String> shape(JsonNode node) {
    Set<String> shape = new TreeSet<>();
    gather("", node, shape);
    return shape;
  }

  private static void gather(String path, JsonNode node, Set<String> shape) {
    if (node.isArray()) {
      gather(path + "[]", node.path(0), shape);
    } else if (node.isObject()) {
      node.fields().forEachRemaining(it -> gather(path + "/" + it.getKey(), it.getValue(), shape));
    } else {
      // What may be null is shown as null here and as a text there.
      shape.add(path + (node.isNumber() ? " number" : ""));
    }
  }

  private static void assertShape(JsonNode answer, JsonNode fixture) {
    assertThat(shape(answer)).containsAll(shape(fixture));
  }

  @Test
  void answersAboutOrdersAreShapedAsTheRealOnesAre() {
    JsonNode placed = calls.place(limit("a", "buy", "1", "90"));
    assertShape(placed, fixture("rest_place_order_ok.json"));
    JsonNode detail = calls.get("order/detail", "clientOid=a");
    assertShape(detail, fixture("rest_order_detail.json").path("live"));
    JsonNode pending = calls.get("order/orders-pending", "");
    assertShape(pending, fixture("rest_orders_pending.json").path("one"));
    JsonNode modified =
        calls.post(
            "order/modify-order",
            body()
                .put("clientOid", "a")
                .put("newClientOid", "b")
                .put("newSize", "2")
                .put("newPrice", "91"));
    assertShape(modified, fixture("rest_modify_order.json").path("response"));
    assertShape(calls.cancel("b"), fixture("rest_cancel_order_ok.json"));
    assertShape(calls.cancel("b"), fixture("errors.json").path(0).path("body"));
  }

  @Test
  void answersAboutFillsPositionsAndMoneyAreShapedAsTheRealOnesAre() {
    calls.hold("a", "1");
    assertShape(calls.get("order/fills", ""), fixture("rest_fills.json"));
    JsonNode positions = calls.get("position/all-position", "");
    assertShape(positions, fixture("rest_positions.json").path("one"));
    JsonNode accounts = calls.get("account/accounts", "");
    assertShape(accounts, fixture("rest_account.json").path("accounts"));
    FakeAnswer time = calls.venue().handle(calls.nowMs(), "GET", "/api/v2/public/time", "", "");
    assertShape(Calls.read(time), fixture("rest_time.json"));
  }

  @Test
  void answersAboutStopsAreShapedAsTheRealOnesAre() {
    calls.hold("a", "1");
    JsonNode fixtures = fixture("rest_plan_orders.json");
    JsonNode placed = calls.post("order/place-tpsl-order", stop("s", "90"));
    assertShape(placed, fixtures.path("place-tpsl-order_position_stop_loss").path("response"));
    JsonNode pending = calls.get("order/orders-plan-pending", "planType=profit_loss");
    assertShape(pending, fixture("rest_orders_plan_pending.json"));
    String orderId = placed.path("data").path("orderId").asText();
    JsonNode moved =
        calls.post(
            "order/modify-tpsl-order", body().put("orderId", orderId).put("triggerPrice", "91"));
    assertShape(moved, fixtures.path("modify-tpsl-order").path("response"));
    ObjectNode cancel = body().put("planType", "pos_loss");
    cancel.putArray("orderIdList").addObject().put("orderId", orderId);
    JsonNode cancelled = calls.post("order/cancel-plan-order", cancel);
    assertShape(cancelled, fixtures.path("cancel-plan-order").path("response"));
    JsonNode history = calls.get("order/orders-plan-history", "planType=profit_loss");
    assertShape(history, fixture("rest_orders_plan_pending.json"));
  }

  @Test
  void aReduceOnlyOrderIsNowAndThenTakenWithoutItsIdBeingTold() {
    JsonNode fixture = fixture("rest_place_order_ok_reduce_only_no_order_id.json");
    calls.hold("a", "1");
    JsonNode placed = calls.place(limit("r", "sell", "0.1", "110").put("reduceOnly", "YES"));
    for (int i = 0; i < 100 && placed.path("data").hasNonNull("orderId"); i++) {
      placed = calls.place(limit("r" + i, "sell", "0.1", "110").put("reduceOnly", "YES"));
    }
    assertThat(placed.path("data").path("orderId").isNull()).isTrue();
    assertShape(placed, fixture);
    String clientOid = placed.path("data").path("clientOid").asText();
    JsonNode detail = calls.get("order/detail", "clientOid=" + clientOid);
    assertThat(detail.path("data").path("state").asText()).isEqualTo("live");
  }

  @Test
  void whereNothingIsTheListIsNullOrEmpty() {
    Set<JsonNodeType> kinds = new TreeSet<>();
    JsonNode none = fixture("rest_orders_pending.json").path("none");
    for (int i = 0; i < 40; i++) {
      JsonNode answer = calls.get("order/orders-pending", "");
      kinds.add(answer.path("data").path("entrustedList").getNodeType());
      assertThat(answer.path("data").path("endId")).isEqualTo(none.path("data").path("endId"));
    }
    assertThat(kinds).containsExactlyInAnyOrder(JsonNodeType.NULL, JsonNodeType.ARRAY);
    assertThat(calls.get("position/all-position", "").path("data"))
        .isEqualTo(fixture("rest_positions.json").path("none").path("data"));
  }

  @Test
  void answersAboutSettingsAreShapedAsTheRealOnesAre() {
    JsonNode fixtures = fixture("rest_account_settings.json");
    JsonNode leverage = calls.post("account/set-leverage", body().put("leverage", "7"));
    assertShape(leverage, fixtures.path("set-leverage").path("response"));
    JsonNode margin = calls.post("account/set-margin-mode", body().put("marginMode", "crossed"));
    assertShape(margin, fixtures.path("set-margin-mode").path("response"));
    JsonNode mode = calls.post("account/set-position-mode", body().put("posMode", "hedge_mode"));
    assertShape(mode, fixtures.path("set-position-mode").path("response"));
  }

  private void subscribe() {
    JsonNode login = fixture("ws_login.json").path("request");
    stream.receive(calls.nowMs(), login.toString());
    JsonNode wish = fixture("ws_private_subscribe.json").path("request");
    stream.receive(calls.nowMs(), wish.toString());
  }

  private JsonNode lastOf(String channel, String key) {
    List<JsonNode> frames =
        stream.take().stream()
            .map(Calls::read)
            .filter(frame -> frame.path("arg").path("channel").asText().equals(channel))
            .filter(frame -> frame.path("data").path(0).has(key))
            .toList();
    return frames.get(frames.size() - 1);
  }

  @Test
  void pushesAboutOrdersAreShapedAsTheRealOnesAre() {
    JsonNode fixtures = fixture("ws_private_orders_sequence.json");
    subscribe();
    calls.place(limit("a", "buy", "1", "90"));
    assertShape(lastOf("orders", "clientOid"), fixtures.path(0).path("frame"));
    calls.cancel("a");
    calls.price("100");
    assertShape(lastOf("orders", "cancelReason"), fixture("ws_private_orders_canceled.json"));
    calls.hold("b", "1");
    assertShape(lastOf("orders", "tradeId"), fixtures.path(2).path("frame"));
  }

  @Test
  void pushesAboutFillsPositionsMoneyAndStopsAreShapedAsTheRealOnesAre() {
    subscribe();
    calls.hold("a", "1");
    assertShape(lastOf("fill", "tradeId"), fixture("ws_private_fill.json"));
    calls.hold("b", "1");
    assertShape(lastOf("positions", "posId"), fixture("ws_private_positions.json").path("open"));
    calls.hold("c", "1");
    assertShape(lastOf("account", "equity"), fixture("ws_private_account.json"));
    calls.post("order/place-tpsl-order", stop("s", "90"));
    assertShape(lastOf("orders-algo", "planType"), fixture("ws_private_orders_algo.json"));
  }

  @Test
  void aLoginAndASubscriptionAreAnsweredAsTheRealOnesAre() {
    subscribe();
    JsonNode first = Calls.read(stream.take().get(0));
    assertThat(first).isEqualTo(fixture("ws_login.json").path("ok"));
    calls.place(market("a", "buy", "1"));
    stream.receive(calls.nowMs(), fixture("ws_private_subscribe.json").path("request").toString());
    assertThat(stream.take().stream().map(Calls::read))
        .contains(fixture("ws_private_subscribe.json").path("acks").path(0));
  }
}
