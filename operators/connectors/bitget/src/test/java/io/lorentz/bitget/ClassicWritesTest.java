package io.lorentz.bitget;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorentz.bitget.desk.Ask;
import io.lorentz.bitget.desk.Outcome;
import io.lorentz.exchanges.dialect.Fixtures;
import io.lorentz.exchanges.dialect.Json;
import io.lorentz.exchanges.dialect.UnreadableFrameException;
import io.lorentz.schemas.OrderSide;
import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClassicWritesTest {

  private static final String ORDERS = "/api/v2/mix/order/";
  private static final String ID = "ft-7Qm2k9-000041-a1";

  private final OrderDialect dialect = new ClassicDialect();

  @Test
  void anEntryIsAskedForInTheVeryWordsOfTheSample() {
    RestCall call = call(entry("0.0020", Optional.of("87000.0"), true));
    ObjectNode sample = (ObjectNode) request("one_way_post_only_limit_with_preset_tpsl");
    // A target is not asked for with the entry.
    sample.remove("presetStopSurplusPrice");
    assertThat(call.body()).isEqualTo(sample.toString());
    assertThat(call.path()).isEqualTo(ORDERS + "place-order");
    assertThat(call.method()).isEqualTo("POST");
    assertThat(call.urgency()).isEqualTo(Urgency.ENTER);
    assertThat(call.signed()).isTrue();
  }

  @Test
  void aMarketOrderHasNoPriceAndNoForce() {
    Ask market =
        new Ask.Place(
            "BTCUSDT",
            "ft-7Qm2k9-000042-a1",
            OrderSide.BUY,
            new BigDecimal("0.0020"),
            Optional.empty(),
            false,
            false,
            Optional.empty());
    assertThat(call(market).body()).isEqualTo(request("one_way_market_open").toString());
  }

  @Test
  void anOrderThatOnlyReducesGoesFirst() {
    Ask close =
        new Ask.Place(
            "BTCUSDT",
            "ft-7Qm2k9-000043-a1",
            OrderSide.SELL,
            new BigDecimal("0.0020"),
            Optional.empty(),
            false,
            true,
            Optional.empty());
    assertThat(call(close).body())
        .isEqualTo(request("one_way_market_reduce_only_close").toString());
    assertThat(call(close).urgency()).isEqualTo(Urgency.PROTECT);
  }

  @Test
  void aLimitThatMayTakeRestsUntilCancelled() {
    assertThat(call(entry("1", Optional.of("2"), false)).body()).contains("\"force\":\"gtc\"");
  }

  @Test
  void numbersAreWrittenWithoutExponent() {
    assertThat(call(entry("1E-7", Optional.of("8.7E+4"), true)).body())
        .contains("\"size\":\"0.0000001\"", "\"price\":\"87000\"");
  }

  @Test
  void aCancelIsAskedForInTheVeryWordsThatAreSigned() {
    JsonNode vector = vector("POST cancel-order");
    RestCall call = call(new Ask.Cancel("BTCUSDT", ID));
    assertThat(call.body()).isEqualTo(vector.get("body").asText());
    assertThat(call.path()).isEqualTo(vector.get("requestPath").asText());
    assertThat(call.urgency()).isEqualTo(Urgency.PROTECT);
  }

  @Test
  void aStopIsOfTheWholePositionOnTheMarkPrice() {
    RestCall call =
        call(new Ask.PlaceStop("BTCUSDT", "ft-7Qm2k9-000041-s3", true, new BigDecimal("86000.0")));
    assertThat(call.body())
        .isEqualTo(plan("place-tpsl-order_position_stop_loss").get("request").toString());
    assertThat(call.path()).isEqualTo(ORDERS + "place-tpsl-order");
  }

  @Test
  void theStopOfAShortHoldsTheSellSide() {
    assertThat(call(new Ask.PlaceStop("BTCUSDT", "a", false, BigDecimal.ONE)).body())
        .contains("\"holdSide\":\"sell\"");
  }

  @Test
  void aMovedStopKeepsTheSizeOfThePosition() {
    RestCall call =
        call(new Ask.MoveStop("BTCUSDT", "1391000000000000102", new BigDecimal("86200.0")));
    ObjectNode sample = (ObjectNode) plan("modify-tpsl-order").get("request");
    sample.put("size", "");
    assertThat(call.body()).isEqualTo(sample.toString());
    assertThat(call.path()).isEqualTo(ORDERS + "modify-tpsl-order");
  }

  @Test
  void aStopIsTakenBackUnderItsOwnPlanType() {
    RestCall call = call(new Ask.CancelStop("BTCUSDT", "1391000000000000102", "loss_plan"));
    assertThat(call.body()).isEqualTo(plan("cancel-plan-order").get("request").toString());
    assertThat(call.path()).isEqualTo(ORDERS + "cancel-plan-order");
  }

  @Test
  void theSettingsAreAskedForAsDocumented() {
    assertThat(call(new Ask.OneWayMode()).body()).isEqualTo(setting("set-position-mode"));
    assertThat(call(new Ask.IsolatedMargin("BTCUSDT")).body())
        .isEqualTo(setting("set-margin-mode"));
    assertThat(call(new Ask.SetLeverage("BTCUSDT", 5)).body()).isEqualTo(setting("set-leverage"));
  }

  @Test
  void anAcceptedOrderGivesTheVenuesId() {
    assertThat(take(entry("1", Optional.empty(), false), 200, file("rest_place_order_ok.json")))
        .isEqualTo(new Outcome.Done("1391000000000000001"));
  }

  @Test
  void anAcceptedOrderMayLackTheVenuesId() {
    assertThat(
            take(
                entry("1", Optional.empty(), false),
                200,
                file("rest_place_order_ok_reduce_only_no_order_id.json")))
        .isEqualTo(new Outcome.Done(""));
  }

  @Test
  void aStopThatWasTakenBackIsDone() {
    assertThat(
            take(
                new Ask.CancelStop("BTCUSDT", "1391000000000000102", "loss_plan"),
                200,
                plan("cancel-plan-order").get("response").toString()))
        .isEqualTo(new Outcome.Done("1391000000000000102"));
  }

  @Test
  void aStopThatCouldNotBeTakenBackIsRefusedUnderTheCodeOfTheWhole() {
    String body =
        "{\"code\":\"00000\",\"data\":{\"successList\":[],\"failureList\":[{\"orderId\":\"7\","
            + "\"errorCode\":\"43025\",\"errorMsg\":\"Plan order does not exist\"}]}}";
    assertThat(take(new Ask.CancelStop("BTCUSDT", "7", "pos_loss"), 200, body))
        .isEqualTo(new Outcome.Refused(Answer.NOT_FOUND, "43025", "Plan order does not exist"));
  }

  @Test
  void aStopOfWhichNothingIsSaidIsUnclear() {
    String body = "{\"code\":\"00000\",\"data\":{\"successList\":null,\"failureList\":[]}}";
    assertThat(take(new Ask.CancelStop("BTCUSDT", "7", "pos_loss"), 200, body))
        .isInstanceOf(Outcome.Unclear.class);
  }

  @Test
  void aSettingThatIsSoAlreadyIsDone() {
    assertThat(take(new Ask.SetLeverage("BTCUSDT", 5), 400, "{\"code\":\"40814\",\"msg\":\"No\"}"))
        .isEqualTo(new Outcome.Done(""));
  }

  @Test
  void everyErrorOfTheFixtureIsRefusedOrUnclear() {
    int unclear = 0;
    for (JsonNode error : Fixtures.of("bitget", "errors.json")) {
      String body =
          error.has("raw_body") ? error.get("raw_body").asText() : error.get("body").toString();
      Outcome outcome = take(entry("1", Optional.empty(), false), error.get("http").asInt(), body);
      switch (error.get("class").asText()) {
        case "UNKNOWN_EXECUTION" -> {
          assertThat(outcome).as(body).isInstanceOf(Outcome.Unclear.class);
          unclear++;
        }
        case "NO_CHANGE_OK" -> assertThat(outcome).isEqualTo(new Outcome.Done(""));
        default -> {
          assertThat(outcome).as(body).isInstanceOf(Outcome.Refused.class);
          assertThat(((Outcome.Refused) outcome).message())
              .isEqualTo(error.get("body").get("msg").asText());
        }
      }
    }
    assertThat(unclear).isGreaterThan(4);
  }

  @Test
  void aCodeMayBeANumber() {
    Outcome outcome = take(new Ask.Cancel("BTCUSDT", ID), 400, "{\"code\":22001,\"msg\":\"n\"}");
    assertThat(outcome).isEqualTo(new Outcome.Refused(Answer.ALREADY_ENDED, "22001", "n"));
  }

  @Test
  void aCodeThatNobodyKnowsIsUnclear() {
    assertThat(take(new Ask.Cancel("BTCUSDT", ID), 400, "{\"code\":\"99999\"}"))
        .isInstanceOf(Outcome.Unclear.class);
  }

  @Test
  void aRefusalInAServersErrorIsUnclear() {
    assertThat(take(new Ask.Cancel("BTCUSDT", ID), 503, "{\"code\":\"40762\"}"))
        .isInstanceOf(Outcome.Unclear.class);
  }

  @Test
  void aRateLimitWithoutAnyBodyIsRefused() {
    assertThat(take(new Ask.Cancel("BTCUSDT", ID), 429, "<html></html>"))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.answer()).isEqualTo(Answer.RATE_LIMIT));
  }

  @Test
  void theReadersOfJsonAgreeThatBodiesAreCompact() throws UnreadableFrameException {
    String body = call(entry("1", Optional.of("2"), false)).body();
    assertThat(Json.parse(body).toString()).isEqualTo(body);
  }

  private static Ask entry(String quantity, Optional<String> price, boolean postOnly) {
    return new Ask.Place(
        "BTCUSDT",
        ID,
        OrderSide.BUY,
        new BigDecimal(quantity),
        price.map(BigDecimal::new),
        postOnly,
        false,
        Optional.of(new BigDecimal("86000.0")));
  }

  private RestCall call(Ask ask) {
    return dialect.begin(ask).call();
  }

  private Outcome take(Ask ask, int status, String body) {
    return dialect.begin(ask).take(status, body).orElseThrow();
  }

  private static String file(String name) {
    return Fixtures.of("bitget", name).toString();
  }

  private static JsonNode request(String name) {
    return Fixtures.of("bitget", "rest_place_order_requests.json").get(name);
  }

  private static JsonNode plan(String name) {
    return Fixtures.of("bitget", "rest_plan_orders.json").get(name);
  }

  private static String setting(String name) {
    return Fixtures.of("bitget", "rest_account_settings.json").get(name).get("request").toString();
  }

  private static JsonNode vector(String name) {
    for (JsonNode each : Fixtures.of("bitget", "signing_vectors.json").get("vectors")) {
      if (each.get("name").asText().equals(name)) {
        return each;
      }
    }
    throw new AssertionError(name);
  }
}
