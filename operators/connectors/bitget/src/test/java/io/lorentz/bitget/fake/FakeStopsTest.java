package io.lorentz.bitget.fake;

import static io.lorentz.bitget.fake.Calls.BTC;
import static io.lorentz.bitget.fake.Calls.code;
import static io.lorentz.bitget.fake.Calls.market;
import static io.lorentz.bitget.fake.Calls.stop;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class FakeStopsTest {

  private final Calls calls = Calls.at100(7);
  private final FakeBitget venue = calls.venue();

  private JsonNode put(ObjectNode wish) {
    return calls.post("order/place-tpsl-order", wish);
  }

  private static ObjectNode part(String clientOid, String planType, String size, String trigger) {
    return stop(clientOid, trigger).put("planType", planType).put("size", size);
  }

  private JsonNode live() {
    return calls
        .get("order/orders-plan-pending", "planType=profit_loss")
        .path("data")
        .path("entrustedList");
  }

  @Test
  void theStopOfAShortFiresWhenTheMarkPriceRisesToIt() {
    venue.tradeByHand(BTC, calls.nowMs(), FakeSide.SELL, BigDecimal.ONE);
    assertThat(code(put(stop("s", "99").put("holdSide", "sell")))).isEqualTo("40836");
    assertThat(code(put(stop("s", "110").put("holdSide", "buy")))).isEqualTo("40757");
    assertThat(code(put(stop("s", "110").put("holdSide", "sell")))).isEqualTo("00000");
    calls.prices("115", "109.9");
    assertThat(venue.position(BTC)).isEqualByComparingTo("-1");
    calls.prices("105", "110");
    calls.untilFilled();
    assertThat(venue.position(BTC)).isZero();
  }

  @Test
  void aStopOnTheLastPriceDoesNotLookAtTheMarkPrice() {
    calls.hold("a", "1");
    put(stop("s", "90").put("triggerType", "fill_price"));
    calls.prices("90.1", "89");
    assertThat(venue.hasStop(BTC)).isTrue();
    calls.prices("90", "95");
    assertThat(venue.hasStop(BTC)).isFalse();
    calls.untilFilled();
    assertThat(venue.position(BTC)).isZero();
  }

  @Test
  void aTargetClosesItsPartAndProtectsNothing() {
    calls.hold("a", "1");
    assertThat(code(put(part("t", "profit_plan", "0.4", "99")))).isEqualTo("40831");
    assertThat(code(put(part("t", "profit_plan", "0.4", "110")))).isEqualTo("00000");
    assertThat(venue.hasStop(BTC)).isFalse();
    assertThat(venue.unprotectedSinceMs(BTC)).isPresent();
    calls.price("110");
    calls.untilFilled();
    assertThat(venue.position(BTC)).isEqualByComparingTo("0.6");
  }

  @Test
  void theStopOfAPositionGrowsWithItAndThatOfAPartDoesNot() {
    calls.hold("a", "1");
    put(part("s", "loss_plan", "1", "90"));
    assertThat(venue.unprotectedSinceMs(BTC)).isEmpty();
    calls.hold("b", "1");
    assertThat(venue.unprotectedSinceMs(BTC)).isPresent();
    put(stop("p", "90"));
    calls.hold("c", "1");
    assertThat(venue.unprotectedSinceMs(BTC)).isEmpty();
  }

  @Test
  void stopsThatFireTogetherCloseThePositionOnce() {
    for (long seed = 0; seed < 40; seed++) {
      Calls one = Calls.at100(seed).hold("a", "1");
      one.post("order/place-tpsl-order", stop("s", "90"));
      one.post("order/place-tpsl-order", part("t", "loss_plan", "1", "91"));
      one.price("89");
      one.untilFilled();
      assertThat(one.venue().position(BTC)).isZero();
      assertThat(one.venue().openOrderIds(BTC)).isEmpty();
      assertThat(one.venue().stopIds(BTC)).isEmpty();
    }
  }

  @Test
  void anEntryThatFlipsThePositionDropsItsStopAndBringsItsOwn() {
    for (long seed = 0; seed < 40; seed++) {
      Calls one = Calls.at100(seed).hold("a", "1");
      one.post("order/place-tpsl-order", stop("s", "90"));
      String before = one.venue().stopIds(BTC).get(0);
      one.place(market("b", "sell", "3").put("presetStopLossPrice", "110"));
      one.untilFilled();
      assertThat(one.venue().position(BTC)).isEqualByComparingTo("-2");
      assertThat(one.venue().stopIds(BTC)).hasSize(1).doesNotContain(before);
      assertThat(one.venue().unprotectedSinceMs(BTC)).isEmpty();
    }
  }

  @Test
  void aSecondEntryBringsNoSecondStopOfTheWholePosition() {
    for (long seed = 0; seed < 40; seed++) {
      Calls one = Calls.at100(seed);
      one.place(market("a", "buy", "1").put("presetStopLossPrice", "90"));
      one.untilFilled();
      one.place(market("b", "buy", "1").put("presetStopLossPrice", "91"));
      one.untilFilled();
      assertThat(one.venue().unprotectedSinceMs(BTC)).isEmpty();
      assertThat(wholes(one)).isLessThanOrEqualTo(1);
    }
  }

  private static long wholes(Calls calls) {
    return calls
        .get("order/orders-plan-pending", "planType=profit_loss")
        .findValuesAsText("planType")
        .stream()
        .filter("pos_loss"::equals)
        .count();
  }

  @Test
  void stopsAreNotAmongPlansOfOtherKinds() {
    calls.hold("a", "1");
    put(stop("s", "90"));
    assertThat(live()).hasSize(1);
    assertThat(calls.get("order/orders-plan-pending", "planType=normal_plan").findValues("orderId"))
        .isEmpty();
  }
}
