package io.lorentz.bitget.fake;

import static io.lorentz.bitget.fake.Calls.BTC;
import static io.lorentz.bitget.fake.Calls.body;
import static io.lorentz.bitget.fake.Calls.code;
import static io.lorentz.bitget.fake.Calls.limit;
import static io.lorentz.bitget.fake.Calls.market;
import static io.lorentz.bitget.fake.Calls.stop;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FakeBitgetTest {

  private final Calls calls = Calls.at100(7);
  private final FakeBitget venue = calls.venue();

  @Test
  void aClientIdIsRefusedWhileItsOrderIsPendingAndTakenAgainAfterwards() {
    assertThat(code(calls.place(limit("a", "buy", "1", "90")))).isEqualTo("00000");
    assertThat(code(calls.place(limit("a", "buy", "1", "90")))).isEqualTo("40786");
    calls.price("89");
    calls.price("89");
    calls.price("89");
    calls.price("89");
    assertThat(venue.position(BTC)).isEqualByComparingTo("1");
    assertThat(code(calls.place(limit("a", "buy", "1", "80")))).isEqualTo("00000");
    calls.cancel("a");
    assertThat(code(calls.place(limit("a", "buy", "1", "80")))).isEqualTo("00000");
    assertThat(venue.acceptedOrders()).extracting(AcceptedOrder::clientOid).containsOnly("a");
    assertThat(venue.acceptedOrders()).extracting(AcceptedOrder::orderId).doesNotHaveDuplicates();
  }

  @Test
  void aMarketOrderFillsAtOnceOrAtTheNextPriceInUpToThreeParts() {
    Set<Integer> parts = new HashSet<>();
    Set<Boolean> atOnce = new HashSet<>();
    for (long seed = 0; seed < 60; seed++) {
      Calls one = Calls.at100(seed);
      one.place(market("a", "buy", "1"));
      atOnce.add(one.venue().position(BTC).signum() > 0);
      one.untilFilled();
      parts.add(one.venue().fills().size());
      assertThat(one.venue().position(BTC)).isEqualByComparingTo("1");
      assertThat(one.venue().fills())
          .allMatch(fill -> fill.price().compareTo(new BigDecimal("100.1")) == 0 && !fill.maker());
    }
    assertThat(atOnce).containsExactlyInAnyOrder(true, false);
    assertThat(parts).contains(1, 2, 3);
  }

  @Test
  void aLimitFillsAtItsPriceAsMakerWhenTheLastPriceGoesThroughItAndNotWhenItTouches() {
    calls.place(limit("a", "buy", "1", "90"));
    calls.price("90");
    assertThat(venue.fills()).isEmpty();
    calls.price("89.9");
    assertThat(venue.fills()).isNotEmpty();
    assertThat(venue.fills().get(0).price()).isEqualByComparingTo("90");
    FakeFill first = venue.fills().get(0);
    assertThat(first.fee())
        .isEqualByComparingTo(first.size().multiply(new BigDecimal("90")).multiply(maker()));
    assertThat(first.maker()).isTrue();
  }

  private static BigDecimal maker() {
    return new BigDecimal("0.0002");
  }

  @Test
  void aPostOnlyOrderThatWouldTakeIsAcceptedAndCancelledAMomentLater() {
    JsonNode answer = calls.place(limit("a", "buy", "1", "101").put("force", "post_only"));
    assertThat(code(answer)).isEqualTo("00000");
    JsonNode detail = calls.get("order/detail", "clientOid=a").path("data");
    assertThat(detail.path("state").asText()).isEqualTo("canceled");
    assertThat(venue.fills()).isEmpty();
  }

  @Test
  void whatAnIocOrderDoesNotGetIsCancelled() {
    calls.place(limit("a", "buy", "1", "99").put("force", "ioc"));
    JsonNode detail = calls.get("order/detail", "clientOid=a").path("data");
    assertThat(detail.path("state").asText()).isEqualTo("canceled");
    calls.place(limit("b", "buy", "1", "101").put("force", "fok"));
    assertThat(venue.position(BTC)).isEqualByComparingTo("1");
  }

  @Test
  void whatIsWrongWithAnOrderIsSaidByItsCode() {
    assertThat(code(calls.place(market("a", "buy", "0.00001")))).isEqualTo("43006");
    assertThat(code(calls.place(market("a", "buy", "0.01")))).isEqualTo("45110");
    assertThat(code(calls.place(market("a", "buy", "0.10001")))).isEqualTo("45111");
    assertThat(code(calls.place(limit("a", "buy", "1", "90.05")))).isEqualTo("45115");
    assertThat(code(calls.place(market("a", "buy", "1000")))).isEqualTo("40762");
    assertThat(code(calls.place(market("a", "sell", "1").put("reduceOnly", "YES"))))
        .isEqualTo("22002");
    assertThat(code(calls.place(market("a", "buy", "1").put("reduceOnly", "yes"))))
        .isEqualTo("40020");
    assertThat(code(calls.place(market("a", "buy", "1").put("presetStopLossPrice", "101"))))
        .isEqualTo("40835");
    assertThat(code(calls.place(market("a", "buy", "1").put("tradeSide", "open"))))
        .isEqualTo("40774");
    assertThat(code(calls.place(market("a", "buy", "1").put("marginMode", "crossed"))))
        .isEqualTo("45021");
    assertThat(code(calls.post("order/nothing", body()))).isEqualTo("40404");
    assertThat(venue.acceptedOrders()).isEmpty();
  }

  @Test
  void anEntryNeedsItsValueByTheLeverageBeyondWhatOthersBind() {
    assertThat(code(calls.place(limit("a", "buy", "400", "100")))).isEqualTo("00000");
    assertThat(code(calls.place(limit("b", "buy", "101", "100")))).isEqualTo("40762");
    assertThat(code(calls.place(limit("b", "buy", "99", "100")))).isEqualTo("00000");
  }

  @Test
  void anUnknownOrderIsNotFoundInOneOfThreeWays() {
    Set<String> faces = new HashSet<>();
    for (int i = 0; i < 40; i++) {
      JsonNode answer = calls.get("order/detail", "clientOid=nobody");
      faces.add(code(answer) + answer.path("data").getNodeType());
    }
    assertThat(faces).containsExactlyInAnyOrder("40109NULL", "00000ARRAY", "00000NULL");
    assertThat(code(calls.cancel("nobody"))).isEqualTo("43001");
  }

  @Test
  void anOrderIsNotCancelledTwiceWithinASecondNorAfterItsEnd() {
    calls.place(limit("a", "buy", "1", "90"));
    long nowMs = calls.nowMs() + 10;
    String request = body().put("clientOid", "a").toString();
    String path = "/api/v2/mix/order/cancel-order";
    assertThat(venue.handle(nowMs, "POST", path, "", request).body()).contains("00000");
    assertThat(venue.handle(nowMs + 999, "POST", path, "", request).body()).contains("45129");
    assertThat(venue.handle(nowMs + 1_000, "POST", path, "", request).body()).contains("22001");
  }

  @Test
  void anOrderThatIsBeingCancelledMayStillFill() {
    long filled =
        LongStream.range(0, 40)
            .filter(
                seed -> {
                  Calls one = Calls.at100(seed);
                  one.place(limit("a", "buy", "1", "90"));
                  one.cancel("a");
                  one.price("80");
                  assertThat(one.venue().openOrderIds(BTC)).isEmpty();
                  return one.venue().position(BTC).signum() > 0;
                })
            .count();
    assertThat(filled).isBetween(5L, 35L);
  }

  @Test
  void reduceOnlyOrdersAreCutToThePositionAndPushOlderOnesOut() {
    calls.hold("a", "1");
    calls.place(limit("b", "sell", "0.8", "110").put("reduceOnly", "YES"));
    calls.place(limit("c", "sell", "0.8", "111").put("reduceOnly", "YES"));
    assertThat(calls.get("order/detail", "clientOid=b").path("data").path("state").asText())
        .isEqualTo("canceled");
    calls.place(market("d", "sell", "5").put("reduceOnly", "YES"));
    calls.untilFilled();
    assertThat(venue.position(BTC)).isZero();
    JsonNode cut = calls.get("order/detail", "clientOid=d").path("data");
    assertThat(cut.path("state").asText()).isEqualTo("canceled");
    assertThat(new BigDecimal(cut.path("baseVolume").asText())).isEqualByComparingTo("1");
    assertThat(venue.openOrderIds(BTC)).isEmpty();
  }

  @Test
  void theStopThatAnEntryBringsComesWithItsFirstFillAndDiffersByTheSeed() {
    Set<String> kinds = new HashSet<>();
    for (long seed = 0; seed < 40; seed++) {
      Calls one = Calls.at100(seed);
      one.place(market("a", "buy", "1").put("presetStopLossPrice", "90"));
      one.untilFilled();
      JsonNode stops = plans(one, "pending");
      assertThat(stops).hasSize(1);
      assertThat(stops.path(0).path("clientOid").asText()).isEmpty();
      assertThat(one.venue().longestUnprotectedMs(BTC)).isZero();
      kinds.add(
          stops.path(0).path("planType").asText() + stops.path(0).path("triggerType").asText());
    }
    assertThat(kinds)
        .containsExactlyInAnyOrder(
            "pos_lossmark_price",
            "pos_lossfill_price",
            "loss_planmark_price",
            "loss_planfill_price");
  }

  private static JsonNode plans(Calls calls, String which) {
    return calls
        .get("order/orders-plan-" + which, "planType=profit_loss")
        .path("data")
        .path("entrustedList");
  }

  @Test
  void aStopFiresOnTheMarkPriceIntoAnOrderOfItsOwn() {
    calls.hold("a", "1");
    assertThat(code(calls.post("order/place-tpsl-order", stop("s", "90")))).isEqualTo("00000");
    calls.prices("80", "91");
    assertThat(venue.position(BTC)).isEqualByComparingTo("1");
    calls.prices("95", "90");
    calls.untilFilled();
    assertThat(venue.position(BTC)).isZero();
    JsonNode fired = plans(calls, "history").path(0);
    assertThat(fired.path("planStatus").asText()).isEqualTo("executed");
    FakeFill last = venue.fills().get(venue.fills().size() - 1);
    assertThat(fired.path("executeOrderId").asText()).isEqualTo(last.orderId());
    assertThat(last.clientOid()).isEmpty();
    assertThat(venue.acceptedOrders()).hasSize(1);
  }

  @Test
  void aStopIsRefusedWithoutItsPositionOnTheWrongSideOrBesideAnother() {
    assertThat(code(calls.post("order/place-tpsl-order", stop("s", "90")))).isEqualTo("40757");
    calls.hold("a", "1");
    assertThat(code(calls.post("order/place-tpsl-order", stop("s", "100")))).isEqualTo("40835");
    assertThat(code(calls.post("order/place-tpsl-order", stop("s", "90")))).isEqualTo("00000");
    assertThat(code(calls.post("order/place-tpsl-order", stop("s", "91")))).isEqualTo("40786");
    assertThat(code(calls.post("order/place-tpsl-order", stop("t", "91")))).isEqualTo("40890");
  }

  @Test
  void aStopIsMovedAndTakenBackOnlyByItsOwnPlanType() {
    calls.hold("a", "1");
    calls.post("order/place-tpsl-order", stop("s", "90"));
    String orderId = venue.stopIds(BTC).get(0);
    String ids = "{\"orderId\":\"" + orderId + "\"}";
    calls.post(
        "order/modify-tpsl-order",
        body().put("orderId", orderId).put("triggerPrice", "95").put("triggerType", "mark_price"));
    assertThat(plans(calls, "pending").path(0).path("triggerPrice").asText()).isEqualTo("95");
    JsonNode missed =
        calls.post("order/cancel-plan-order", withIds(ids).put("planType", "loss_plan"));
    assertThat(missed.path("data").path("failureList")).hasSize(1);
    assertThat(venue.hasStop(BTC)).isTrue();
    JsonNode done = calls.post("order/cancel-plan-order", withIds(ids).put("planType", "pos_loss"));
    assertThat(done.path("data").path("successList")).hasSize(1);
    assertThat(venue.hasStop(BTC)).isFalse();
  }

  private static ObjectNode withIds(String ids) {
    ObjectNode request = body();
    request.putArray("orderIdList").add(Calls.read(ids));
    return request;
  }

  @Test
  void aPositionThatGoesFlatTakesItsStopsAndReduceOnlyOrdersWithIt() {
    calls.hold("a", "1");
    calls.post("order/place-tpsl-order", stop("s", "90"));
    calls.place(limit("b", "sell", "1", "110").put("reduceOnly", "YES"));
    venue.tradeByHand(BTC, calls.nowMs(), FakeSide.SELL, BigDecimal.ONE);
    assertThat(venue.hasStop(BTC)).isFalse();
    assertThat(venue.openOrderIds(BTC)).isEmpty();
    assertThat(plans(calls, "history").path(0).path("planStatus").asText()).isEqualTo("cancelled");
  }

  @Test
  void aHandTradeThatFlipsLeavesThePositionWithoutAStopAndTheClockRuns() {
    calls.hold("a", "1");
    long opened = venue.fills().get(0).timeMs();
    assertThat(venue.unprotectedSinceMs(BTC)).hasValue(opened);
    calls.post("order/place-tpsl-order", stop("s", "90"));
    long protectedMs = calls.nowMs();
    assertThat(venue.unprotectedSinceMs(BTC)).isEmpty();
    assertThat(venue.longestUnprotectedMs(BTC)).isEqualTo(protectedMs - opened);
    venue.tradeByHand(BTC, protectedMs + 5, FakeSide.SELL, new BigDecimal("3"));
    assertThat(venue.position(BTC)).isEqualByComparingTo("-2");
    assertThat(venue.unprotectedSinceMs(BTC)).hasValue(protectedMs + 5);
    assertThat(venue.fills()).filteredOn(fill -> fill.source().equals("web")).isNotEmpty();
  }

  @Test
  void aPositionWhoseMarginIsGoneIsLiquidatedAndLosesNoMoreThanItsMarginAndFees() {
    calls.hold("a", "100");
    BigDecimal fees =
        venue.fills().stream().map(FakeFill::fee).reduce(BigDecimal.ZERO, BigDecimal::add);
    calls.price("81");
    assertThat(venue.position(BTC)).isEqualByComparingTo("100");
    calls.price("50");
    assertThat(venue.position(BTC)).isZero();
    FakeFill last = venue.fills().get(venue.fills().size() - 1);
    assertThat(last.tradeSide()).isEqualTo("burst_sell_single");
    assertThat(last.clientOid()).isEmpty();
    BigDecimal margin = new BigDecimal("100.1").multiply(new BigDecimal("20"));
    BigDecimal least = new BigDecimal("10000").subtract(fees).subtract(last.fee()).subtract(margin);
    assertThat(venue.balance()).isBetween(least, least.add(BigDecimal.TEN));
  }

  @Test
  void fundingIsPaidByLongsWhenTheRateIsAboveZeroAndIsABill() {
    calls.hold("a", "2");
    BigDecimal before = venue.balance();
    venue.funding(BTC, calls.nowMs(), new BigDecimal("0.0001"));
    assertThat(venue.balance()).isEqualByComparingTo(before.subtract(new BigDecimal("0.02")));
    JsonNode bills =
        calls.get("account/bill", "businessType=contract_settle_fee").path("data").path("bills");
    assertThat(new BigDecimal(bills.path(0).path("amount").asText())).isEqualByComparingTo("-0.02");
  }

  @Test
  void fundingIsReceivedByShortsWhenTheRateIsAboveZeroAndConcernsNobodyWhoIsFlat() {
    venue.funding(BTC, calls.nowMs(), new BigDecimal("0.0001"));
    assertThat(venue.bills()).isEmpty();
    venue.tradeByHand(BTC, calls.nowMs(), FakeSide.SELL, new BigDecimal("2"));
    BigDecimal before = venue.balance();
    venue.funding(BTC, calls.nowMs(), new BigDecimal("0.0001"));
    assertThat(venue.balance()).isEqualByComparingTo(before.add(new BigDecimal("0.02")));
  }

  @Test
  void aTransferIsABillAndADriftIsNone() {
    venue.transfer(calls.nowMs(), new BigDecimal("5"));
    venue.drift(new BigDecimal("-0.3"));
    assertThat(venue.balance()).isEqualByComparingTo("10004.7");
    assertThat(venue.bills())
        .extracting(FakeBill::businessType)
        .containsExactly("trans_from_exchange");
  }

  @Test
  void theRoundingOfPartialClosesLeavesNothingBehind() {
    venue.tradeByHand(BTC, calls.nowMs(), FakeSide.BUY, new BigDecimal("0.3"));
    calls.price("103.3");
    venue.tradeByHand(BTC, calls.nowMs(), FakeSide.BUY, new BigDecimal("0.4"));
    venue.tradeByHand(BTC, calls.nowMs(), FakeSide.SELL, new BigDecimal("0.1"));
    venue.tradeByHand(BTC, calls.nowMs(), FakeSide.SELL, new BigDecimal("0.6"));
    BigDecimal profit =
        venue.fills().stream().map(FakeFill::profit).reduce(BigDecimal.ZERO, BigDecimal::add);
    assertThat(profit).isEqualByComparingTo("0.85");
  }

  @Test
  void aFreshAccountMayBeSetUpWronglyAndIsSetRightWhileNothingIsOpen() {
    Calls fresh =
        new Calls(
            new FakeBitget(
                3, new FakeStart(new BigDecimal("1000"), true, true, 20), FakeContract.btc()));
    fresh.price("100");
    assertThat(code(fresh.place(market("a", "buy", "1").put("marginMode", "crossed"))))
        .isEqualTo("40774");
    fresh.post("account/set-position-mode", body().put("posMode", "one_way_mode"));
    fresh.post("account/set-margin-mode", body().put("marginMode", "isolated"));
    fresh.post("account/set-leverage", body().put("leverage", "5"));
    JsonNode account = fresh.get("account/account", "").path("data");
    assertThat(account.path("posMode").asText()).isEqualTo("one_way_mode");
    assertThat(account.path("marginMode").asText()).isEqualTo("isolated");
    assertThat(account.path("isolatedLongLever").asInt()).isEqualTo(5);
    fresh.hold("a", "1");
    assertThat(code(fresh.post("account/set-position-mode", body().put("posMode", "hedge_mode"))))
        .isEqualTo("40920");
    assertThat(code(fresh.post("account/set-margin-mode", body().put("marginMode", "crossed"))))
        .isEqualTo("45117");
  }

  @Test
  void accountsAreFoundInEverySetup() {
    Set<FakeStart> starts = new HashSet<>();
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 100; i++) {
      starts.add(FakeStart.found("1", random));
    }
    assertThat(starts).hasSize(8);
  }

  @Test
  void aModifiedOrderIsAnotherOrderUnderAnotherId() {
    calls.place(limit("a", "buy", "1", "90"));
    ObjectNode request = body().put("clientOid", "a").put("newSize", "2").put("newPrice", "91");
    assertThat(code(calls.post("order/modify-order", request))).isEqualTo("40019");
    assertThat(code(calls.post("order/modify-order", request.put("newClientOid", "a"))))
        .isEqualTo("40786");
    assertThat(code(calls.post("order/modify-order", request.put("newClientOid", "b"))))
        .isEqualTo("00000");
    assertThat(venue.openOrderIds(BTC)).hasSize(1);
    assertThat(code(calls.post("order/modify-order", request.put("newClientOid", "c"))))
        .isEqualTo("43001");
  }

  @Test
  void allOrdersAreCancelledAtOnceAndNoneIsAnError() {
    assertThat(code(calls.post("order/cancel-all-orders", body()))).isEqualTo("22001");
    calls.place(limit("a", "buy", "1", "90"));
    calls.place(limit("b", "buy", "1", "91"));
    JsonNode answer = calls.post("order/cancel-all-orders", body());
    assertThat(answer.path("data").path("successList")).hasSize(2);
    calls.price("100");
    assertThat(venue.openOrderIds(BTC)).isEmpty();
  }

  @Test
  void aPositionIsFlashClosedOnceASecond() {
    assertThat(code(calls.post("order/close-positions", body()))).isEqualTo("22002");
    calls.hold("a", "1");
    assertThat(code(calls.post("order/close-positions", body()))).isEqualTo("00000");
    calls.untilFilled();
    assertThat(venue.position(BTC)).isZero();
    long nowMs = calls.nowMs() + 5_000;
    String path = "/api/v2/mix/order/close-positions";
    venue.handle(nowMs, "POST", path, "", body().toString());
    assertThat(venue.handle(nowMs + 1, "POST", path, "", body().toString()).status())
        .isEqualTo(429);
  }

  @Test
  void aPersonsOrdersComeAndGo() {
    String order =
        venue.placeForeignOrder(
            BTC, calls.nowMs(), FakeSide.BUY, BigDecimal.ONE, new BigDecimal("90"));
    assertThat(venue.openOrderIds(BTC)).containsExactly(order);
    venue.cancelByHand(order, calls.nowMs());
    assertThat(venue.openOrderIds(BTC)).isEmpty();
    calls.hold("a", "1");
    String stop =
        venue.placeForeignStop(
            BTC, calls.nowMs(), true, new BigDecimal("0.5"), new BigDecimal("80"));
    assertThat(venue.hasStop(BTC)).isTrue();
    assertThat(venue.unprotectedSinceMs(BTC)).isPresent();
    venue.cancelByHand(stop, calls.nowMs());
    assertThat(venue.hasStop(BTC)).isFalse();
    venue.changeLeverageByHand(BTC, 20);
    JsonNode position = calls.get("position/single-position", "").path("data").path(0);
    assertThat(position.path("leverage").asText()).isEqualTo("20");
  }

  @Test
  void aRestartMayLoseWhatHasEndedAndKeepsWhatIsOpen() {
    calls.hold("a", "1");
    calls.place(limit("b", "buy", "1", "90"));
    venue.restartLosingHistory();
    assertThat(calls.get("order/orders-history", "").findValues("orderId")).isEmpty();
    assertThat(calls.get("order/orders-pending", "").findValues("orderId")).hasSize(1);
    assertThat(calls.get("position/all-position", "").path("data")).hasSize(1);
    assertThat(calls.get("order/fills", "").findValues("tradeId")).isNotEmpty();
  }

  @Test
  void afterSuchARestartAnEndedOrderIsNotFoundByItsIdWhichIsTakenAgain() {
    calls.hold("a", "1");
    venue.restartLosingHistory();
    JsonNode detail = calls.get("order/detail", "clientOid=a");
    assertThat(detail.path("data").has("state")).isFalse();
    assertThat(code(calls.place(market("a", "buy", "1")))).isEqualTo("00000");
    assertThat(venue.acceptedOrders()).extracting(AcceptedOrder::clientOid).containsOnly("a");
    assertThat(venue.acceptedOrders()).hasSize(2);
  }

  @Test
  void aModificationForWhichThereIsNoMoneyLeavesNeitherOrder() {
    calls.place(limit("a", "buy", "400", "90"));
    ObjectNode request =
        body()
            .put("clientOid", "a")
            .put("newClientOid", "b")
            .put("newSize", "600")
            .put("newPrice", "90");
    assertThat(code(calls.post("order/modify-order", request))).isEqualTo("40762");
    assertThat(venue.openOrderIds(BTC)).isEmpty();
  }

  @Test
  void aPersonMayCancelWhatAClientIsCancelling() {
    calls.place(limit("a", "buy", "1", "90"));
    String orderId = venue.openOrderIds(BTC).get(0);
    venue.cancelByHand(orderId, calls.nowMs());
    assertThat(code(calls.cancel("a"))).isEqualTo("22001");
    for (long seed = 0; seed < 20; seed++) {
      Calls one = Calls.at100(seed);
      one.place(limit("a", "buy", "1", "90"));
      one.cancel("a");
      List<String> left = one.venue().openOrderIds(BTC);
      left.forEach(id -> one.venue().cancelByHand(id, one.nowMs()));
      assertThat(one.venue().openOrderIds(BTC)).isEmpty();
    }
  }

  @Test
  void inMaintenanceNothingIsReadOrWritten() {
    venue.setMaintenance(true);
    for (int i = 0; i < 20; i++) {
      FakeAnswer answer = venue.handle(calls.nowMs(), "GET", "/api/v2/public/time", "", "");
      assertThat(answer.status() == 503 || answer.body().contains("\"40200\"")).isTrue();
    }
    venue.handle(
        calls.nowMs(),
        "POST",
        "/api/v2/mix/order/place-order",
        "",
        limit("a", "buy", "1", "90").toString());
    venue.setMaintenance(false);
    assertThat(venue.acceptedOrders()).isEmpty();
    FakeAnswer answer = venue.handle(calls.nowMs(), "GET", "/api/v2/public/time", "", "");
    assertThat(answer.body()).contains("\"serverTime\":\"" + calls.nowMs() + "\"");
  }

  @Test
  void historyIsPagedByIdNewestFirst() {
    for (int i = 0; i < 5; i++) {
      calls.place(limit("a" + i, "buy", "1", "101").put("force", "fok"));
    }
    JsonNode first = calls.get("order/orders-history", "limit=3").path("data");
    assertThat(names(first)).containsExactly("a4", "a3", "a2");
    JsonNode rest =
        calls
            .get("order/orders-history", "idLessThan=" + first.path("endId").asText())
            .path("data");
    assertThat(names(rest)).containsExactly("a1", "a0");
  }

  private static List<String> names(JsonNode page) {
    return page.path("entrustedList").findValuesAsText("clientOid");
  }

  @Test
  void aNewOrderMayBeHiddenFromReadsForAWhile() {
    long nowMs = calls.nowMs();
    venue.handle(
        nowMs,
        "POST",
        "/api/v2/mix/order/place-order",
        "",
        limit("a", "buy", "1", "101").put("force", "fok").toString(),
        1_500);
    assertThat(calls.get("order/orders-history", "").findValues("orderId")).isEmpty();
    assertThat(calls.get("order/fills", "").findValues("tradeId")).isEmpty();
    assertThat(venue.position(BTC)).isEqualByComparingTo("1");
    calls.price("100");
    calls.price("100");
    assertThat(calls.get("order/orders-history", "").findValues("orderId")).hasSize(1);
    assertThat(calls.get("order/fills", "").findValues("tradeId")).isNotEmpty();
  }
}
