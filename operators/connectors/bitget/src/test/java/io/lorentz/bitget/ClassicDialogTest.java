package io.lorentz.bitget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorentz.bitget.desk.Push;
import io.lorentz.bitget.desk.Seen;
import io.lorentz.exchanges.dialect.Fixtures;
import io.lorentz.exchanges.dialect.Json;
import io.lorentz.exchanges.dialect.UnreadableFrameException;
import io.lorentz.schemas.Liquidity;
import io.lorentz.schemas.OrderSide;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClassicDialogTest {

  private static final List<String> CHANNELS =
      List.of("orders", "orders-algo", "fill", "positions", "account");

  private final PrivateDialog dialog =
      new ClassicDialect()
          .listen(new Credentials("bg_fake_api_key", "fake-secret-for-tests", "fake-passphrase"));

  @Test
  void theLoginIsSignedBySeconds() throws UnreadableFrameException {
    ObjectNode sample =
        (ObjectNode) Fixtures.of("bitget", "ws_login.json").get("request").deepCopy();
    ((ObjectNode) sample.get("args").get(0))
        .put("sign", "xhKRAHResR+RphRw13m67nXoT2iqcqjA210ECRmUvuo=");
    assertThat(Json.parse(dialog.login(1_767_225_600L))).isEqualTo(sample);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ok", "ok_as_documented"})
  void afterTheLoginAllChannelsAreAskedFor(String form) throws UnreadableFrameException {
    String sample = Fixtures.of("bitget", "ws_private_subscribe.json").get("request").toString();
    PrivateDialog.Said said = dialog.read(login(form));
    assertThat(said.send()).containsExactly(sample);
    assertThat(said.pushes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"error", "error_sign"})
  void aRefusedLoginIsALoss(String form) throws UnreadableFrameException {
    assertThat(dialog.read(login(form)).pushes())
        .singleElement()
        .isInstanceOfSatisfying(Push.Lost.class, lost -> assertThat(lost.why()).contains("300"));
  }

  @Test
  void theStreamIsReadyWithItsLastChannelAndOnlyOnce() throws UnreadableFrameException {
    dialog.read(login("ok"));
    for (String channel : CHANNELS.subList(0, 4)) {
      assertThat(dialog.read(ack(channel)).pushes()).isEmpty();
      assertThat(dialog.read(ack(channel)).pushes()).isEmpty();
    }
    assertThat(dialog.read(ack("account")).pushes()).containsExactly(new Push.Ready());
    assertThat(dialog.read(ack("account")).pushes()).isEmpty();
  }

  @Test
  void aChannelThatIsRefusedIsALoss() throws UnreadableFrameException {
    String error = Fixtures.of("bitget", "ws_subscribe_error.json").toString();
    assertThat(dialog.read(error).pushes())
        .singleElement()
        .isInstanceOfSatisfying(
            Push.Lost.class, lost -> assertThat(lost.why()).contains("30001", "doesn't exist"));
  }

  @Test
  void aPongSaysNothing() throws UnreadableFrameException {
    assertThat(dialog.read("pong")).isEqualTo(new PrivateDialog.Said(List.of(), List.of()));
    assertThat(dialog.ping()).isEqualTo("ping");
  }

  @Test
  void anOrderIsFollowedFromItsPlacingToItsLastFill() throws UnreadableFrameException {
    List<Seen.OrderState> states = new ArrayList<>();
    List<Seen.Fill> fills = new ArrayList<>();
    for (JsonNode each : Fixtures.of("bitget", "ws_private_orders_sequence.json")) {
      Push.Orders push = (Push.Orders) only(each.get("frame").toString());
      states.add(push.orders().get(0).state());
      fills.addAll(push.fills());
      assertThat(push.orders().get(0).price()).contains(new BigDecimal("87000.0"));
    }
    assertThat(states)
        .containsExactly(
            Seen.OrderState.LIVE, Seen.OrderState.PARTIALLY_FILLED, Seen.OrderState.FILLED);
    assertThat(fills)
        .extracting(Seen.Fill::tradeId)
        .containsExactly("1391000000000000501", "1391000000000000502");
    assertThat(fills.get(0))
        .isEqualTo(
            new Seen.Fill(
                "BTCUSDT",
                "1391000000000000001",
                "1391000000000000501",
                OrderSide.BUY,
                new BigDecimal("87000.0"),
                new BigDecimal("0.0010"),
                new BigDecimal("0.0174"),
                Optional.empty(),
                Liquidity.MAKER,
                1_767_225_609_001L));
  }

  @Test
  void whatHasFilledInAllIsNotTheLastFill() throws UnreadableFrameException {
    Push.Orders push = (Push.Orders) only(file("ws_private_order_docs_filled.json"));
    assertThat(push.orders().get(0).filled()).isEqualByComparingTo("13");
    assertThat(push.orders().get(0).price()).isEmpty();
    assertThat(push.fills().get(0).quantity()).isEqualByComparingTo("9");
    assertThat(push.fills().get(0).liquidity()).isEqualTo(Liquidity.TAKER);
  }

  @Test
  void anEndThatDoesNotSayWhatHasFilledIsNotBelieved() throws UnreadableFrameException {
    ObjectNode frame = Fixtures.of("bitget", "ws_private_orders_canceled.json").deepCopy();
    for (JsonNode row : frame.get("data")) {
      ((ObjectNode) row).put("accBaseVolume", "");
    }
    Push.Orders push = (Push.Orders) only(frame.toString());
    assertThat(push.orders()).isEmpty();
  }

  @Test
  void aCancelledOrderSaysWhy() throws UnreadableFrameException {
    Push.Orders push = (Push.Orders) only(file("ws_private_orders_canceled.json"));
    assertThat(push.orders().get(0).state()).isEqualTo(Seen.OrderState.CANCELLED);
    assertThat(push.orders().get(0).reason()).isEqualTo("normal_cancel");
    assertThat(push.fills()).isEmpty();
  }

  @Test
  void aFillOfItsOwnChannelIsReadLikeOneOfRest() throws UnreadableFrameException {
    Push.Fills push = (Push.Fills) only(file("ws_private_fill.json"));
    assertThat(push.fills().get(0).instrument()).isEqualTo("LTCUSDT");
    assertThat(push.fills().get(0).fee()).isEqualTo(new BigDecimal("0.0048522"));
  }

  @Test
  void aStopIsNamedAsACancelNeedsIt() throws UnreadableFrameException {
    Push.Stops push = (Push.Stops) only(file("ws_private_orders_algo.json"));
    Seen.Stop stop = push.stops().get(0);
    assertThat(stop.planType()).isEqualTo("loss_plan");
    assertThat(stop.isLoss()).isTrue();
    assertThat(stop.isLong()).isTrue();
    assertThat(stop.onMarkPrice()).isTrue();
    assertThat(stop.trigger()).isEqualByComparingTo("86000");
  }

  @ParameterizedTest
  @CsvSource({
    "psl,pos_loss,true",
    "sl,loss_plan,true",
    "ptp,pos_profit,false",
    "tp,profit_plan,false",
    "mtpsl,moving_plan,false"
  })
  void everyKindOfStopIsKnown(String pushed, String named, boolean loss)
      throws UnreadableFrameException {
    Push.Stops push = (Push.Stops) only(ofPlanType(pushed));
    assertThat(push.stops().get(0).planType()).isEqualTo(named);
    assertThat(push.stops().get(0).isLoss()).isEqualTo(loss);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pl", "track"})
  void aTriggerOrderSaysNothing(String pushed) throws UnreadableFrameException {
    assertThat(dialog.read(ofPlanType(pushed)).pushes()).isEmpty();
  }

  @Test
  void anUnknownKindOfStopIsUnreadable() {
    assertThatThrownBy(() -> dialog.read(ofPlanType("xsl")))
        .isInstanceOf(UnreadableFrameException.class)
        .hasMessageContaining("xsl");
  }

  @Test
  void positionsComeWholeAndMayBeNone() throws UnreadableFrameException {
    JsonNode file = Fixtures.of("bitget", "ws_private_positions.json");
    Push.Positions open = (Push.Positions) only(file.get("open").toString());
    assertThat(open.positions().get(0).signedQuantity()).isEqualByComparingTo("0.001");
    assertThat(open.positions().get(0).leverage()).isEqualByComparingTo("20");
    assertThat(only(file.get("flat").toString())).isEqualTo(new Push.Positions(List.of()));
  }

  @Test
  void theMoneyForNewOrdersIsWithoutWhatIsFrozen() throws UnreadableFrameException {
    assertThat(only(file("ws_private_account.json")))
        .isEqualTo(
            new Push.Money(
                new Seen.Money(
                    new BigDecimal("26.14309528"),
                    Optional.empty(),
                    new BigDecimal("20.77728028"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no",
        "{}",
        "[]",
        "{\"event\":\"odd\"}",
        "{\"event\":\"subscribe\"}",
        "{\"data\":[],\"arg\":{\"channel\":\"odd\"}}",
        "{\"data\":[{}],\"arg\":{\"channel\":\"orders\"}}"
      })
  void whatIsNotDocumentedIsUnreadable(String frame) {
    assertThatThrownBy(() -> dialog.read(frame)).isInstanceOf(UnreadableFrameException.class);
  }

  private Push only(String frame) throws UnreadableFrameException {
    PrivateDialog.Said said = dialog.read(frame);
    assertThat(said.send()).isEmpty();
    assertThat(said.pushes()).hasSize(1);
    return said.pushes().get(0);
  }

  private static String login(String form) {
    return Fixtures.of("bitget", "ws_login.json").get(form).toString();
  }

  private static String file(String name) {
    return Fixtures.of("bitget", name).toString();
  }

  private static String ofPlanType(String pushed) {
    return file("ws_private_orders_algo.json")
        .replace("\"planType\":\"sl\"", "\"planType\":\"" + pushed + "\"");
  }

  private static String ack(String channel) {
    return "{\"event\":\"subscribe\",\"arg\":{\"instType\":\"USDT-FUTURES\",\"channel\":\""
        + channel
        + "\"}}";
  }
}
