package io.lorentz.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lorentz.schemas.OrderDecision;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.OrderSide;
import io.lorentz.schemas.OrderType;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.SizeBound;
import io.lorentz.schemas.rows.UnequalRowException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** No stale order is fresh, none is lost, none comes twice. */
class OrderIntakeProperties {

  private static final long VALID_UNTIL_MS = 1_700_000_000_000L;

  @Property
  void freshUntilTheSkewBeforeItsEndAndExpiredFromThenOn(
      @ForAll @LongRange(min = -600_000, max = 600_000) long lateMs,
      @ForAll @LongRange(min = 0, max = 5_000) long skewMs) {
    OrderIntake intake = new OrderIntake(() -> VALID_UNTIL_MS + lateMs, skewMs);
    OrderDecision decision = decision("a", OrderIntent.ENTRY, VALID_UNTIL_MS);

    OrderIntake.Verdict expected =
        lateMs + skewMs < 0
            ? new OrderIntake.Fresh(decision)
            : new OrderIntake.Expired(decision, Math.max(0, lateMs));
    assertThat(intake.take(new RunOutput(decision))).contains(expected);
  }

  @Property
  void protectiveStopsNeverExpire(@ForAll @LongRange(min = 0) long nowMs) {
    OrderIntake intake = new OrderIntake(() -> nowMs, 5_000);
    OrderDecision stop = decision("a", OrderIntent.STOP, Long.MAX_VALUE);

    assertThat(intake.take(new RunOutput(stop))).contains(new OrderIntake.Fresh(stop));
  }

  @Property
  void eachComesOnceHoweverOftenItWasWritten(
      @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 0, max = 9) Integer> written) {
    OrderIntake intake = new OrderIntake(() -> 0, 0);
    List<String> came = new ArrayList<>();
    for (int id : written) {
      intake
          .take(new RunOutput(decision("id" + id, OrderIntent.ENTRY, VALID_UNTIL_MS)))
          .ifPresent(verdict -> came.add(verdict.decision().getClientId()));
    }

    assertThat(came).isEqualTo(written.stream().distinct().map(id -> "id" + id).toList());
    assertThat(intake.repeats()).isEqualTo(written.size() - came.size());
  }

  @Property(tries = 20)
  void refusesTwoThatDifferUnderOneId(@ForAll @LongRange(min = 1, max = 1_000) long apartMs) {
    OrderIntake intake = new OrderIntake(() -> 0, 0);
    intake.take(new RunOutput(decision("a", OrderIntent.ENTRY, VALID_UNTIL_MS)));
    RunOutput other = new RunOutput(decision("a", OrderIntent.ENTRY, VALID_UNTIL_MS + apartMs));

    assertThatThrownBy(() -> intake.take(other)).isInstanceOf(UnequalRowException.class);
  }

  @Property(tries = 20)
  void afterTenMinutesOfOutageOnlyWhatWasDecidedLateIsFresh(
      @ForAll @IntRange(min = 10, max = 30) int minutes) {
    long nowMs = VALID_UNTIL_MS + minutes * 60_000L;
    OrderIntake intake = new OrderIntake(() -> nowMs, 0);
    List<OrderIntake.Verdict> verdicts =
        IntStream.rangeClosed(0, minutes)
            .mapToObj(
                i -> decision("id" + i, OrderIntent.ENTRY, VALID_UNTIL_MS + (i + 2) * 60_000L))
            .map(decision -> intake.take(new RunOutput(decision)).orElseThrow())
            .toList();

    assertThat(verdicts).hasSize(minutes + 1);
    assertThat(verdicts.stream().filter(OrderIntake.Fresh.class::isInstance)).hasSize(2);
  }

  @Property(tries = 20)
  void whatRiskHasRefusedIsNeverSent(@ForAll @LongRange(min = 0) long nowMs) {
    OrderDecision refused =
        OrderDecision.newBuilder(decision("a", OrderIntent.ENTRY, VALID_UNTIL_MS))
            .setSizeBound(null)
            .build();

    assertThat(new OrderIntake(() -> nowMs, 0).take(new RunOutput(refused)))
        .contains(new OrderIntake.Refused(refused));
  }

  /**
   * However it is written again, and with whatever clock that goes on: sent once, and forgotten.
   */
  @Property
  void whatIsForgottenIsNotSentAgainAndOnlyStopsAreKept(
      @ForAll @Size(min = 1, max = 60) List<@IntRange(min = 0, max = 9) Integer> written,
      @ForAll @IntRange(min = -60, max = 90) int stepS) {
    long[] nowMs = {VALID_UNTIL_MS - 300_000};
    OrderIntake intake = new OrderIntake(() -> nowMs[0], 0);
    List<String> sent = new ArrayList<>();
    for (int id : written) {
      boolean stop = id < 3;
      OrderDecision next =
          decision(
              "id" + id,
              stop ? OrderIntent.STOP : OrderIntent.ENTRY,
              stop ? Long.MAX_VALUE : VALID_UNTIL_MS + id * 10_000L);
      intake
          .take(new RunOutput(next))
          .filter(OrderIntake.Fresh.class::isInstance)
          .ifPresent(verdict -> sent.add(verdict.decision().getClientId()));
      // Mostly on, sometimes back.
      nowMs[0] += (id % 4 == 3 ? -stepS : stepS) * 1_000L;
    }
    assertThat(sent).doesNotHaveDuplicates();

    nowMs[0] = VALID_UNTIL_MS + 100_000;
    OrderDecision late = decision("late", OrderIntent.STOP, Long.MAX_VALUE);
    assertThat(intake.take(new RunOutput(late))).contains(new OrderIntake.Fresh(late));
    long stops = written.stream().filter(id -> id < 3).distinct().count();
    assertThat(intake.remembered()).isEqualTo((int) stops + 1);
  }

  private static OrderDecision decision(String id, OrderIntent intent, long validUntilMs) {
    return OrderDecision.newBuilder()
        .setAccount("main")
        .setClientId(id)
        .setDecisionTimeMs(VALID_UNTIL_MS)
        .setInstrument("BTCUSDT")
        .setIntent(intent)
        .setAttempt(0)
        .setSide(OrderSide.BUY)
        .setType(OrderType.MARKET)
        .setQuantity(BigDecimal.ONE.setScale(18))
        .setStopPrice(null)
        .setTierMs(60_000)
        .setLeverage(5)
        .setSizeBound(intent == OrderIntent.ENTRY ? SizeBound.RISK : null)
        .setStopToCost(Double.NaN)
        .setValidUntilMs(validUntilMs)
        .setLimitPrice(null)
        .build();
  }
}
