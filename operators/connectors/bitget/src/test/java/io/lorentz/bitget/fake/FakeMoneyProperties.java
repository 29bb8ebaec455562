package io.lorentz.bitget.fake;

import static io.lorentz.bitget.fake.Calls.BTC;
import static io.lorentz.bitget.fake.Calls.body;
import static io.lorentz.bitget.fake.Calls.limit;
import static io.lorentz.bitget.fake.Calls.market;
import static io.lorentz.bitget.fake.Calls.stop;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.BeforeTry;

class FakeMoneyProperties {

  private static final int STEPS = 150;

  private SplittableRandom random = new SplittableRandom(0);
  private Calls calls = Calls.at100(0);
  private BigDecimal drifted = BigDecimal.ZERO;
  private int last = 1_000;
  private int ids;

  @BeforeTry
  void forget() {
    drifted = BigDecimal.ZERO;
    last = 1_000;
    ids = 0;
  }

  private void play(long seed) {
    random = new SplittableRandom(seed);
    calls = Calls.at100(seed);
    for (int i = 0; i < STEPS; i++) {
      step();
    }
  }

  private void step() {
    switch (random.nextInt(15)) {
      case 0 -> calls.place(market(id(), side(), size()));
      case 1 -> calls.place(limit(id(), side(), size(), price()));
      case 2 -> calls.place(market(id(), side(), size()).put("reduceOnly", "YES"));
      case 3 -> calls.place(market(id(), side(), size()).put("presetStopLossPrice", price()));
      case 4 -> calls.post("order/place-tpsl-order", stop(id(), price()));
      case 5 -> byHand();
      case 6 -> money();
      case 7 -> calls.cancel("c" + random.nextInt(ids + 1));
      case 8 -> modify();
      case 9 -> otherwise();
      case 10 -> stops();
      default -> move();
    }
  }

  private void byHand() {
    FakeSide side = random.nextBoolean() ? FakeSide.BUY : FakeSide.SELL;
    calls.venue().tradeByHand(BTC, calls.nowMs(), side, new BigDecimal(size()));
  }

  private void modify() {
    calls.post(
        "order/modify-order",
        body()
            .put("clientOid", "c" + random.nextInt(ids + 1))
            .put("newClientOid", id())
            .put("newSize", size())
            .put("newPrice", price()));
  }

  private void otherwise() {
    FakeBitget venue = calls.venue();
    switch (random.nextInt(5)) {
      case 0 -> calls.post("order/close-positions", body());
      case 1 -> calls.post("order/cancel-all-orders", body());
      case 2 -> venue.changeLeverageByHand(BTC, 1 + random.nextInt(20));
      case 3 -> venue.restartLosingHistory();
      default ->
          venue.openOrderIds(BTC).stream()
              .findFirst()
              .ifPresent(order -> venue.cancelByHand(order, calls.nowMs()));
    }
  }

  private void stops() {
    List<String> live = calls.venue().stopIds(BTC);
    if (live.isEmpty()) {
      return;
    }
    String one = live.get(random.nextInt(live.size()));
    if (random.nextBoolean()) {
      calls.venue().fireStop(one, calls.nowMs());
    } else {
      calls.post(
          "order/modify-tpsl-order",
          body().put("orderId", one).put("triggerPrice", price()).put("size", size()));
    }
  }

  private void money() {
    BigDecimal amount = BigDecimal.valueOf(random.nextLong(-1_000, 1_000), 3);
    switch (random.nextInt(3)) {
      case 0 -> {
        drifted = drifted.add(amount);
        calls.venue().drift(amount);
      }
      case 1 -> calls.venue().transfer(calls.nowMs(), amount);
      default -> calls.venue().funding(BTC, calls.nowMs(), amount.movePointLeft(3));
    }
  }

  private void move() {
    last = Math.max(100, last + random.nextInt(-60, 61));
    int mark = last + random.nextInt(-3, 4);
    calls.prices(tenths(last), tenths(mark));
  }

  private String id() {
    ids++;
    return "c" + ids;
  }

  private String side() {
    return random.nextBoolean() ? "buy" : "sell";
  }

  private String size() {
    return BigDecimal.valueOf(random.nextLong(1, 300_000), 4).toPlainString();
  }

  private String price() {
    return tenths(Math.max(1, last + random.nextInt(-50, 51)));
  }

  private static String tenths(int price) {
    return BigDecimal.valueOf(price, 1).toPlainString();
  }

  private static BigDecimal sum(List<BigDecimal> of) {
    return of.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  @Property(tries = 150)
  void theBalanceIsStartPlusProfitPlusFundingMinusFeesPlusDriftPlusTransfersToTheLastDigit(
      @ForAll long seed) {
    play(seed);
    FakeBitget venue = calls.venue();
    BigDecimal profit = sum(venue.fills().stream().map(FakeFill::profit).toList());
    BigDecimal fees = sum(venue.fills().stream().map(FakeFill::fee).toList());
    BigDecimal others =
        sum(
            venue.bills().stream()
                .filter(bill -> bill.businessType().matches("contract_settle_fee|trans_.*"))
                .map(FakeBill::amount)
                .toList());
    assertThat(venue.balance())
        .isEqualByComparingTo(
            new BigDecimal("10000").add(profit).subtract(fees).add(others).add(drifted));
  }

  @Property(tries = 150)
  void thePositionIsTheSumOfItsFillsAndItsProfitWithTheOpenPartIsWhatCashSays(@ForAll long seed) {
    play(seed);
    FakeBitget venue = calls.venue();
    BigDecimal size = BigDecimal.ZERO;
    BigDecimal cash = BigDecimal.ZERO;
    for (FakeFill fill : venue.fills()) {
      size = size.add(fill.side().signed(fill.size()));
      cash = cash.subtract(fill.side().signed(fill.size()).multiply(fill.price()));
    }
    assertThat(venue.position(BTC)).isEqualByComparingTo(size);
    // Closed at any price, profits sum to the cash that has flowed, whatever was rounded between.
    if (size.signum() != 0) {
      FakeSide side = FakeSide.closing(size);
      venue.tradeByHand(BTC, calls.nowMs(), side, size.abs());
      cash = BigDecimal.ZERO;
      for (FakeFill fill : venue.fills()) {
        cash = cash.subtract(fill.side().signed(fill.size()).multiply(fill.price()));
      }
    }
    assertThat(sum(venue.fills().stream().map(FakeFill::profit).toList()))
        .isEqualByComparingTo(cash);
  }

  @Property(tries = 100)
  void noOrderFillsBeyondItsSizeAndNoReduceOnlyOrderOpens(@ForAll long seed) {
    play(seed);
    assertThat(calls.venue().acceptedOrders())
        .allMatch(order -> order.filled().compareTo(order.size()) <= 0);
    BigDecimal position = BigDecimal.ZERO;
    for (FakeFill fill : calls.venue().fills()) {
      BigDecimal after = position.add(fill.side().signed(fill.size()));
      if (isReduceOnly(fill)) {
        assertThat(after.abs()).isLessThan(position.abs());
        assertThat(after.signum() * position.signum()).isGreaterThanOrEqualTo(0);
      }
      position = after;
    }
  }

  private boolean isReduceOnly(FakeFill fill) {
    return fill.source().equals("SYS")
        || calls.venue().acceptedOrders().stream()
            .anyMatch(order -> order.orderId().equals(fill.orderId()) && order.reduceOnly());
  }

  @Property(tries = 50)
  void oneSeedGivesOneCourseOfEvents(@ForAll long seed) {
    play(seed);
    List<FakeFill> fills = calls.venue().fills();
    forget();
    play(seed);
    assertThat(calls.venue().fills()).isEqualTo(fills);
  }

  @Property(tries = 100)
  void aFlatPositionHasNeitherStopNorReduceOnlyOrder(@ForAll long seed) {
    play(seed);
    FakeBitget venue = calls.venue();
    BigDecimal size = venue.position(BTC);
    if (size.signum() != 0) {
      venue.tradeByHand(BTC, calls.nowMs(), FakeSide.closing(size), size.abs());
    }
    assertThat(venue.stopIds(BTC)).isEmpty();
    assertThat(venue.unprotectedSinceMs(BTC)).isEmpty();
  }
}
