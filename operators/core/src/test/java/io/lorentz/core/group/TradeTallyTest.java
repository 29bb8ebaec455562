package io.lorentz.core.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lorentz.schemas.OrderDecision;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.OrderOutcome;
import io.lorentz.schemas.OrderOutcomeKind;
import io.lorentz.schemas.OrderSide;
import io.lorentz.schemas.OrderType;
import io.lorentz.schemas.SizeBound;
import io.lorentz.schemas.TradeClosed;
import io.lorentz.schemas.TradeOpened;
import io.lorentz.schemas.rows.SentOrders;
import io.lorentz.schemas.units.Money;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class TradeTallyTest {

  private final TradeTally tally = new TradeTally();

  @Test
  void aBuyAboveTheCloseItWasDecidedOnCostsAndASellAboveItGains() {
    tally.decided(order("a", OrderIntent.ENTRY, OrderSide.BUY, null), money("100"));
    tally.decided(order("b", OrderIntent.EXIT_TIME, OrderSide.SELL, null), money("100"));

    assertThat(tally.ended(filled("a", "100.05", "100")).orElseThrow()).isCloseTo(5, within(1e-9));
    assertThat(tally.ended(filled("b", "100.05", "100.1")).orElseThrow())
        .isCloseTo(-5, within(1e-9));
  }

  @Test
  void aLimitOrderIsHeldAgainstItsLimitAndAStopAgainstWhatTriggeredIt() {
    tally.decided(order("a", OrderIntent.ENTRY, OrderSide.BUY, "99"), money("100"));
    tally.decided(order("s", OrderIntent.STOP, OrderSide.SELL, null), money("100"));

    assertThat(tally.ended(filled("a", "99", "99")).orElseThrow()).isZero();
    assertThat(tally.ended(filled("s", "89.1", "90")).orElseThrow()).isCloseTo(100, within(1e-9));
  }

  @Test
  void anOrderThatFilledNothingOrWasNotSeenHasNoSlippage() {
    tally.decided(order("a", OrderIntent.ENTRY, OrderSide.BUY, null), money("100"));

    assertThat(tally.ended(filled("a", null, null))).isEmpty();
    assertThat(tally.ended(filled("a", "101", "101"))).isEmpty();
  }

  @Test
  void anEntryWithoutABoundWasRefused() {
    OrderDecision sent = order("a", OrderIntent.ENTRY, OrderSide.BUY, null);
    OrderDecision refused = OrderDecision.newBuilder(sent).setSizeBound(null).build();

    assertThat(SentOrders.wasSent(sent)).isTrue();
    assertThat(SentOrders.wasSent(refused)).isFalse();
    assertThat(SentOrders.wasSent(order("s", OrderIntent.STOP, OrderSide.SELL, null))).isTrue();
  }

  @Test
  void aTradeWinsOnlyAfterTheFeesOfBothWaysAndFunding() {
    trade("1", "10", "3", "3", "-3");
    trade("2", "10", "3", "3", "-4");
    trade("3", "10", "3", "3", "-5");

    TradeStatistics statistics = tally.statistics();
    assertThat(statistics.trades()).isEqualTo(3);
    assertThat(statistics.wins()).isEqualTo(1);
    assertThat(statistics.grossProfit()).isEqualTo(1);
    assertThat(statistics.grossLoss()).isEqualTo(1);
    assertThat(statistics.winRate()).isCloseTo(1 / 3.0, within(1e-12));
    assertThat(statistics.profitFactor()).isEqualTo(1);
  }

  @Test
  void ratesLookBackOnTheLastTradesSumsOnAll() {
    trade("loss", "-50", "0", "0", "0");
    for (int i = 0; i < TradeTally.WINDOW; i++) {
      trade("t" + i, "1", "0", "0", "0");
    }

    TradeStatistics statistics = tally.statistics();
    assertThat(statistics.winRate()).isEqualTo(1);
    assertThat(statistics.profitFactor()).isInfinite();
    assertThat(statistics.trades()).isEqualTo(TradeTally.WINDOW + 1L);
    assertThat(statistics.grossLoss()).isEqualTo(50);
  }

  @Test
  void beforeTheFirstTradeRatesAreUnknown() {
    assertThat(tally.statistics().winRate()).isNaN();
    assertThat(tally.statistics().profitFactor()).isNaN();
    assertThat(tally.statistics().trades()).isZero();
  }

  private void trade(String id, String realised, String entryFee, String fee, String funding) {
    tally.opened(
        TradeOpened.newBuilder()
            .setAccount("main")
            .setEntryId(id)
            .setInstrument("BTCUSDT")
            .setDirection(1)
            .setOpenTimeMs(0)
            .setQuantity(money("1"))
            .setEntryPrice(money("100"))
            .setStopPrice(money("90"))
            .setTierMs(60_000)
            .setLeverage(1)
            .setFee(money(entryFee))
            .setSlippage(money("0"))
            .build());
    tally.closed(
        TradeClosed.newBuilder()
            .setAccount("main")
            .setEntryId(id)
            .setExitId("x")
            .setCloseTimeMs(1)
            .setExitIntent(OrderIntent.EXIT_TIME)
            .setExitPrice(money("100"))
            .setFee(money(fee))
            .setFunding(money(funding))
            .setRealised(money(realised))
            .setSlippage(money("0"))
            .build());
  }

  private static OrderDecision order(String id, OrderIntent intent, OrderSide side, String limit) {
    return OrderDecision.newBuilder()
        .setAccount("main")
        .setClientId(id)
        .setDecisionTimeMs(0)
        .setInstrument("BTCUSDT")
        .setIntent(intent)
        .setAttempt(0)
        .setSide(side)
        .setType(limit == null ? OrderType.MARKET : OrderType.LIMIT)
        .setQuantity(money("1"))
        .setTierMs(60_000)
        .setLeverage(1)
        .setSizeBound(intent == OrderIntent.ENTRY ? SizeBound.RISK : null)
        .setStopToCost(Double.NaN)
        .setValidUntilMs(120_000)
        .setLimitPrice(limit == null ? null : money(limit))
        .build();
  }

  private static OrderOutcome filled(String id, String price, String reference) {
    return OrderOutcome.newBuilder()
        .setAccount("main")
        .setClientId(id)
        .setOutcome(price == null ? OrderOutcomeKind.CANCELLED : OrderOutcomeKind.FILLED)
        .setOutcomeTimeMs(60_000)
        .setDetail("")
        .setPrice(price == null ? null : money(price))
        .setQuantity(money(price == null ? "0" : "1"))
        .setFee(money("0"))
        .setReferencePrice(reference == null ? null : money(reference))
        .build();
  }

  private static BigDecimal money(String text) {
    return Money.toBorder(new BigDecimal(text));
  }
}
