package io.lorentz.bitget;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lorentz.bitget.desk.Ask;
import io.lorentz.bitget.desk.Outcome;
import io.lorentz.bitget.desk.Seen;
import io.lorentz.exchanges.dialect.Fixtures;
import io.lorentz.schemas.Liquidity;
import io.lorentz.schemas.OrderSide;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassicReadsTest {

  private static final Ask.FindOrder FIND = new Ask.FindOrder("BTCUSDT", "ft-7Qm2k9-000041-a1");

  private final OrderDialect dialect = new ClassicDialect();

  @Test
  void anOrderIsLookedUpInTheVeryWordsThatAreSigned() {
    RestCall call = dialect.begin(FIND).call();
    assertThat(call.target())
        .isEqualTo(
            "/api/v2/mix/order/detail?clientOid=ft-7Qm2k9-000041-a1&productType=USDT-FUTURES"
                + "&symbol=BTCUSDT");
    assertThat(call.method()).isEqualTo("GET");
    assertThat(call.body()).isEmpty();
  }

  @Test
  void openStopsAreAskedForInTheVeryWordsThatAreSigned() {
    assertThat(dialect.begin(new Ask.OpenStops()).call().query())
        .isEqualTo("planType=profit_loss&productType=USDT-FUTURES");
  }

  @ParameterizedTest
  @ValueSource(strings = {"live", "filled", "canceled", "partially_filled"})
  void anOrderIsReadInEveryState(String state) {
    JsonNode answer = Fixtures.of("bitget", "rest_order_detail.json").get(state);
    Outcome.Orders orders = (Outcome.Orders) take(FIND, answer);
    Seen.Order order = orders.orders().get(0);
    assertThat(order.state().name().replace("CANCELLED", "CANCELED")).isEqualToIgnoringCase(state);
    assertThat(order.venueId()).isEqualTo("ft-7Qm2k9-000041-a1");
    assertThat(order.price()).contains(new BigDecimal("87000.0"));
    assertThat(order.side()).isEqualTo(OrderSide.BUY);
    assertThat(order.reduceOnly()).isFalse();
    assertThat(order.filled())
        .isEqualTo(new BigDecimal(answer.get("data").get("baseVolume").asText()));
  }

  @Test
  void anOrderThatIsNotThereIsAnAnswerInEveryForm() {
    JsonNode file = Fixtures.of("bitget", "rest_order_detail.json");
    Outcome none = new Outcome.Orders(List.of());
    assertThat(take(FIND, file.get("not_found_empty_list"))).isEqualTo(none);
    assertThat(take(FIND, 400, file.get("not_found_code").toString())).isEqualTo(none);
    assertThat(take(FIND, 200, "{\"code\":\"00000\",\"data\":null}")).isEqualTo(none);
  }

  @Test
  void anUnknownStateIsUnclear() {
    JsonNode live = Fixtures.of("bitget", "rest_order_detail.json").get("live");
    String odd = live.toString().replace("\"state\":\"live\"", "\"state\":\"frozen\"");
    assertThat(take(FIND, 200, odd))
        .isInstanceOfSatisfying(
            Outcome.Unclear.class, unclear -> assertThat(unclear.why()).contains("frozen"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "\"0\"", "null"})
  void aMarketOrderHasNoPrice(String price) {
    JsonNode live = Fixtures.of("bitget", "rest_order_detail.json").get("live");
    String market =
        live.toString()
            .replace("\"price\":\"87000.0\"", "\"price\":" + price)
            .replace("\"orderType\":\"limit\"", "\"orderType\":\"market\"");
    assertThat(((Outcome.Orders) take(FIND, 200, market)).orders().get(0).price()).isEmpty();
  }

  @Test
  void openOrdersAreReadWithTheirStateInStatus() {
    JsonNode file = Fixtures.of("bitget", "rest_orders_pending.json");
    Outcome.Orders orders = (Outcome.Orders) take(new Ask.OpenOrders(), file.get("one"));
    assertThat(orders.orders()).hasSize(1);
    assertThat(orders.orders().get(0).state()).isEqualTo(Seen.OrderState.LIVE);
  }

  @Test
  void aListThatIsNullIsEmpty() {
    JsonNode file = Fixtures.of("bitget", "rest_orders_pending.json");
    Outcome none = new Outcome.Orders(List.of());
    assertThat(take(new Ask.OpenOrders(), file.get("none"))).isEqualTo(none);
    assertThat(take(new Ask.OpenOrders(), 200, "{\"code\":\"00000\",\"data\":[]}")).isEqualTo(none);
  }

  @Test
  void anAnswerWithoutTheListIsUnclear() {
    for (String data : List.of("{}", "[{\"orderId\":\"1\"}]", "\"success\"", "7")) {
      assertThat(take(new Ask.OpenOrders(), 200, "{\"code\":\"00000\",\"data\":" + data + "}"))
          .as(data)
          .isInstanceOf(Outcome.Unclear.class);
    }
  }

  @Test
  void aFeeThatWasPaidIsPositive() {
    Outcome.Fills fills =
        (Outcome.Fills)
            take(new Ask.FillsSince("BTCUSDT", 1), Fixtures.of("bitget", "rest_fills.json"));
    assertThat(fills.fills())
        .containsExactly(
            new Seen.Fill(
                "BTCUSDT",
                "1111468664264753162",
                "1111468664328269825",
                OrderSide.BUY,
                new BigDecimal("37271.4"),
                new BigDecimal("0.001"),
                new BigDecimal("0.02236284"),
                Optional.empty(),
                Liquidity.TAKER,
                1_700_720_700_342L));
  }

  @Test
  void aFeeInAnotherCoinTakesNothingFromTheBalanceAndIsSaid() {
    String other =
        Fixtures.of("bitget", "rest_fills.json").toString().replace("\"USDT\"", "\"BGB\"");
    assertThat(take(new Ask.FillsSince("BTCUSDT", 1), 200, other))
        .isInstanceOfSatisfying(
            Outcome.Fills.class,
            found ->
                assertThat(found.fills())
                    .isNotEmpty()
                    .allSatisfy(
                        fill -> {
                          assertThat(fill.fee()).isZero();
                          assertThat(fill.feeElsewhere())
                              .hasValueSatisfying(it -> assertThat(it).matches("0\\.[0-9]+BGB"));
                        }));
  }

  @Test
  void fillsBeforeTheTimeAreLeftOut() {
    assertThat(
            take(
                new Ask.FillsSince("BTCUSDT", 1_700_720_700_343L),
                Fixtures.of("bitget", "rest_fills.json")))
        .isEqualTo(new Outcome.Fills(List.of()));
  }

  @Test
  void triggerOrdersAreNoStops() {
    assertThat(take(new Ask.OpenStops(), Fixtures.of("bitget", "rest_orders_plan_pending.json")))
        .isEqualTo(new Outcome.Stops(List.of()));
  }

  @Test
  void anUnknownPlanTypeIsUnclear() {
    assertThat(take(new Ask.OpenStops(), 200, stops("new_plan", "live")))
        .isInstanceOf(Outcome.Unclear.class);
  }

  @Test
  void aStopSaysWhatItProtectsAndHow() {
    assertThat(take(new Ask.OpenStops(), 200, stops("pos_loss", "live")))
        .isEqualTo(
            new Outcome.Stops(
                List.of(
                    new Seen.Stop(
                        "BTCUSDT",
                        "9",
                        "s1",
                        "pos_loss",
                        true,
                        true,
                        true,
                        new BigDecimal("86000.0"),
                        Seen.StopState.LIVE,
                        "",
                        2))));
  }

  @Test
  void aStopThatHasFiredNamesItsOrder() {
    String fired =
        stops("pos_loss", "executed")
            .replace("\"orderId\":\"9\"", "\"orderId\":\"9\",\"executeOrderId\":\"77\"");
    Outcome.Stops stops = (Outcome.Stops) take(new Ask.EndedStops("BTCUSDT", 1), 200, fired);
    assertThat(stops.stops().get(0).state()).isEqualTo(Seen.StopState.FIRED);
    assertThat(stops.stops().get(0).executedOrderId()).isEqualTo("77");
  }

  @Test
  void aTargetIsNoProtection() {
    Outcome.Stops stops =
        (Outcome.Stops) take(new Ask.OpenStops(), 200, stops("pos_profit", "live"));
    assertThat(stops.stops().get(0).isLoss()).isFalse();
  }

  @Test
  void endedStopsAreSoughtADayBackAsTheVenueGoesByTheirMaking() {
    long fromMs = 1_767_225_600_000L;
    assertThat(dialect.begin(new Ask.EndedStops("BTCUSDT", fromMs)).call().query())
        .isEqualTo(
            "planType=profit_loss&productType=USDT-FUTURES&startTime="
                + (fromMs - ClassicReads.RESTS_AT_MOST_MS)
                + "&symbol=BTCUSDT");
  }

  @Test
  void positionsAreSignedByTheirSide() {
    JsonNode one = Fixtures.of("bitget", "rest_positions.json").get("one");
    assertThat(take(new Ask.OpenPositions(), one))
        .isEqualTo(
            new Outcome.Positions(
                List.of(
                    new Seen.Position(
                        "BTCUSDT",
                        new BigDecimal("0.002"),
                        new BigDecimal("37355.5"),
                        new BigDecimal("20"),
                        false))));
    String sold = one.toString().replace("\"long\"", "\"short\"");
    assertThat(((Outcome.Positions) take(new Ask.OpenPositions(), 200, sold)).positions())
        .extracting(Seen.Position::signedQuantity)
        .containsExactly(new BigDecimal("-0.002"));
  }

  @Test
  void noPositionIsAnAnswer() {
    JsonNode none = Fixtures.of("bitget", "rest_positions.json").get("none");
    assertThat(take(new Ask.OpenPositions(), none)).isEqualTo(new Outcome.Positions(List.of()));
  }

  @Test
  void theMoneyForNewOrdersIsThatOfIsolatedMargin() {
    JsonNode accounts = Fixtures.of("bitget", "rest_account.json").get("accounts");
    assertThat(take(new Ask.Balance(), accounts))
        .isEqualTo(
            new Outcome.Money(
                new Seen.Money(
                    new BigDecimal("1000"),
                    Optional.of(BigDecimal.ZERO),
                    new BigDecimal("982.5"))));
  }

  @Test
  void anAccountWithoutTheCoinIsUnclear() {
    assertThat(take(new Ask.Balance(), 200, "{\"code\":\"00000\",\"data\":[]}"))
        .isInstanceOf(Outcome.Unclear.class);
  }

  @Test
  void bookingsOfFillsAreLeftOut() {
    String body =
        "{\"code\":\"00000\",\"data\":{\"bills\":["
            + bill("1", "contract_settle_fee", "-0.004992", "0")
            + ","
            + bill("2", "buy", "0", "-0.222")
            + ","
            + bill("3", "append_margin", "5", "0")
            + ","
            + bill("4", "trans_from_exchange", "100", "")
            + "],\"endId\":\"4\"}}";
    Outcome.Bills bills = (Outcome.Bills) take(new Ask.BillsSince(1), 200, body);
    assertThat(bills.bills())
        .containsExactly(
            new Seen.Bill("1", "BTCUSDT", "contract_settle_fee", new BigDecimal("-0.004992"), 1000),
            new Seen.Bill("4", "BTCUSDT", "trans_from_exchange", new BigDecimal("100"), 1000));
  }

  @Test
  void aSettingIsThatOfIsolatedMargin() {
    assertThat(take(new Ask.AccountSettings("BTCUSDT"), 200, settings("20")))
        .isEqualTo(
            new Outcome.Settings(new Seen.Settings("BTCUSDT", false, false, new BigDecimal("20"))));
  }

  @Test
  void aLeverageThatDiffersByDirectionIsNone() {
    Outcome.Settings settings =
        (Outcome.Settings) take(new Ask.AccountSettings("BTCUSDT"), 200, settings("3"));
    assertThat(settings.settings().leverage()).isZero();
  }

  @Test
  void theTimeNeedsNoSignature() {
    Conversation talk = dialect.begin(new Ask.ServerTime());
    assertThat(talk.call().signed()).isFalse();
    assertThat(talk.call().target()).isEqualTo("/api/v2/public/time");
    assertThat(take(new Ask.ServerTime(), Fixtures.of("bitget", "rest_time.json")))
        .isEqualTo(new Outcome.Time(1_767_225_600_012L));
  }

  @Test
  void aFullPageLeadsToTheNext() {
    Conversation talk = dialect.begin(new Ask.OpenOrders());
    assertThat(talk.take(200, page(0, 100))).isEmpty();
    assertThat(talk.call().query()).isEqualTo("idLessThan=end0&productType=USDT-FUTURES");
    // The last of the first page is the first of the second one.
    Outcome.Orders all = (Outcome.Orders) talk.take(200, page(99, 50)).orElseThrow();
    assertThat(all.orders()).hasSize(149);
  }

  @Test
  void aPageThatWasRefusedMayBeAskedForAgain() {
    Conversation talk = dialect.begin(new Ask.OpenOrders());
    assertThat(talk.take(200, page(0, 100))).isEmpty();
    RestCall second = talk.call();
    assertThat(talk.take(429, "")).get().isInstanceOf(Outcome.Refused.class);
    assertThat(talk.call()).isEqualTo(second);
    assertThat(talk.take(200, page(100, 1))).isPresent();
  }

  @Test
  void aPageThatRepeatsEnds() {
    Conversation talk = dialect.begin(new Ask.OpenOrders());
    assertThat(talk.take(200, page(0, 100))).isEmpty();
    assertThat(talk.take(200, page(0, 100))).get().isInstanceOf(Outcome.Unclear.class);
  }

  @Test
  void pagesWithoutEndEnd() {
    Conversation talk = dialect.begin(new Ask.OpenOrders());
    int pages = 1;
    Optional<Outcome> outcome = talk.take(200, page(0, 100));
    while (outcome.isEmpty()) {
      outcome = talk.take(200, page(100 * pages, 100));
      pages++;
    }
    assertThat(outcome).get().isInstanceOf(Outcome.Unclear.class);
    assertThat(pages).isEqualTo(PagedTalk.MAX_PAGES);
  }

  @Test
  void anEmptyBodyAndNoJsonAreUnclear() {
    for (Ask ask : AllAsks.all()) {
      assertThat(take(ask, 200, "")).as("%s", ask).isInstanceOf(Outcome.Unclear.class);
      assertThat(take(ask, 502, "<html>")).as("%s", ask).isInstanceOf(Outcome.Unclear.class);
      assertThat(take(ask, 200, "[]")).as("%s", ask).isInstanceOf(Outcome.Unclear.class);
    }
  }

  @Test
  void everyQuestionHasARequestWithinALimit() {
    List<String> limited =
        dialect.limits().stream().map(EndpointLimit::endpoint).collect(Collectors.toList());
    for (Ask ask : AllAsks.all()) {
      assertThat(limited).contains(dialect.begin(ask).call().endpoint());
    }
    assertThat(AllAsks.all().stream().map(Ask::getClass).collect(Collectors.toSet()))
        .hasSize(
            Ask.Write.class.getPermittedSubclasses().length
                + Ask.Read.class.getPermittedSubclasses().length);
  }

  @Test
  void theFamilyIsKnownByWhatAUnifiedAccountMayNotSee() {
    Conversation talk = AccountFamily.question();
    assertThat(talk.call().target())
        .isEqualTo("/api/v2/mix/account/accounts?productType=USDT-FUTURES");
    assertThat(AccountFamily.of(talk.take(400, "{\"code\":\"40085\"}").orElseThrow()))
        .contains(AccountFamily.UNIFIED);
    assertThat(AccountFamily.of(talk.take(200, "{\"code\":\"00000\",\"data\":[]}").orElseThrow()))
        .contains(AccountFamily.CLASSIC);
    assertThat(AccountFamily.of(talk.take(400, "{\"code\":\"40006\"}").orElseThrow())).isEmpty();
    assertThat(AccountFamily.of(talk.take(200, "").orElseThrow())).isEmpty();
  }

  private Outcome take(Ask ask, JsonNode answer) {
    return take(ask, 200, answer.toString());
  }

  private Outcome take(Ask ask, int status, String body) {
    return dialect.begin(ask).take(status, body).orElseThrow();
  }

  private static String stops(String planType, String state) {
    return "{\"code\":\"00000\",\"data\":{\"entrustedList\":[{\"planType\":\""
        + planType
        + "\",\"symbol\":\"BTCUSDT\",\"orderId\":\"9\",\"clientOid\":\"s1\",\"triggerPrice\":"
        + "\"86000.0\",\"triggerType\":\"mark_price\",\"planStatus\":\""
        + state
        + "\",\"side\":\"sell\",\"posSide\":\"net\",\"cTime\":\"2\",\"uTime\":\"\"}],"
        + "\"endId\":\"9\"}}";
  }

  private static String bill(String id, String kind, String amount, String fee) {
    return "{\"billId\":\""
        + id
        + "\",\"symbol\":\"BTCUSDT\",\"amount\":\""
        + amount
        + "\",\"fee\":\""
        + fee
        + "\",\"businessType\":\""
        + kind
        + "\",\"coin\":\"USDT\",\"cTime\":\"1000\"}";
  }

  private static String settings(String ofShort) {
    return "{\"code\":\"00000\",\"data\":{\"marginCoin\":\"USDT\",\"crossedMarginLeverage\":\"7\","
        + "\"isolatedLongLever\":\"20\",\"isolatedShortLever\":\""
        + ofShort
        + "\",\"marginMode\":\"crossed\",\"posMode\":\"hedge_mode\"}}";
  }

  private static String page(int from, int size) {
    return IntStream.range(from, from + size)
        .mapToObj(
            id ->
                "{\"symbol\":\"BTCUSDT\",\"size\":\"1\",\"orderId\":\""
                    + id
                    + "\",\"side\":\"buy\",\"orderType\":\"market\",\"status\":\"live\","
                    + "\"baseVolume\":\"\",\"cTime\":\"5\"}")
        .collect(
            Collectors.joining(
                ",",
                "{\"code\":\"00000\",\"data\":{\"entrustedList\":[",
                "],\"endId\":\"end" + from + "\"}}"));
  }
}
