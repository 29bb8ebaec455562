package io.lorentz.core.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.DenialReason;
import io.lorentz.schemas.SizeBound;
import io.lorentz.schemas.units.InstrumentSpec;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RiskDeskTest {

  private static final RiskOptions OPTIONS = RiskOptions.defaults();
  private final RiskDesk desk = new RiskDesk(OPTIONS, true, InstrumentSpec.defaults());

  private static BigDecimal n(String value) {
    return new BigDecimal(value);
  }

  private static EntryQuestion question(int direction, String price, double atr, String used) {
    return new EntryQuestion(
        0L,
        0,
        InstrumentSpec.defaults().get(0),
        direction,
        900_000L,
        n(price),
        atr,
        BarQuality.COMPLETE,
        false,
        Long.MIN_VALUE,
        false,
        false,
        Optional.empty(),
        0,
        n("10000"),
        n(used),
        0.0014);
  }

  @Test
  void stopsAreRoundedTowardTheEntryAndQuantitiesDown() {
    Verdict.Approved longSide = (Verdict.Approved) desk.judge(question(1, "60000.1", 100.03, "0"));
    assertThat(longSide.stopPrice()).isEqualByComparingTo("59800.1"); // 59,800.04 up to the tick
    assertThat(longSide.stopDistance()).isEqualByComparingTo("200");
    assertThat(longSide.quantity()).isEqualByComparingTo("0.208"); // 12,500 / 60,000.1
    assertThat(longSide.bound()).isEqualTo(SizeBound.TIER);
    assertThat(longSide.margin()).isEqualByComparingTo("499.200832");
    assertThat(longSide.stopToCost()).isEqualTo(200.0 / (60_000.1 * 0.0014));
    Verdict.Approved shortSide =
        (Verdict.Approved) desk.judge(question(-1, "60000.1", 100.03, "0"));
    assertThat(shortSide.stopPrice()).isEqualByComparingTo("60200.1");
  }

  @Test
  void anEntryWhoseMarginIsNotThereIsRefused() {
    Verdict.Denied denied = (Verdict.Denied) desk.judge(question(1, "60000", 100.0, "9600"));
    assertThat(denied.reason()).isEqualTo(DenialReason.INSUFFICIENT_MARGIN);
    assertThat(denied.numbers()).isEqualTo("margin=499.2 taken=9600 equity=10000");
    assertThat(denied.quantity()).isEqualByComparingTo("0.208");
  }

  @Test
  void exposureIsHeldOnceAndReleasedOnce() {
    desk.hold(0, "a", n("1"));
    assertThat(((Verdict.Denied) desk.judge(question(1, "60000", 100.0, "0"))).reason())
        .isEqualTo(DenialReason.ORDER_PENDING);
    assertThatThrownBy(() -> desk.hold(0, "b", n("1"))).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> desk.release(0, "b")).isInstanceOf(IllegalStateException.class);
    desk.release(0, "a");
    assertThatThrownBy(() -> desk.release(0, "a")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aLimitIsReachedAtExactlyItsFractionAndReportedOnce() {
    assertThat(desk.observe(n("9800.000001"), n("10000"), n("10000"))).isFalse();
    assertThat(desk.observe(n("9800"), n("10000"), n("10000"))).isTrue();
    assertThat(desk.observe(n("9800"), n("10000"), n("10000"))).isFalse();
    assertThat(desk.observe(n("9700"), n("10000"), n("10000"))).isTrue();
    desk.resume();
    assertThat(desk.open()).as("a resume does not end the day's limit").isFalse();
    desk.dayRolled();
    assertThat(desk.open()).isTrue();
  }

  @Test
  void aReachedLimitIsRestoredUnlessTheAccountHasNoLimitsAnyMore() {
    desk.observe(n("9000"), n("10000"), n("10000"));

    assertThat(restored(true).open()).isFalse();
    assertThat(restored(false).open()).isTrue();
  }

  private RiskDesk restored(boolean accountLimits) {
    return RiskDesk.restore(OPTIONS, accountLimits, InstrumentSpec.defaults(), desk.image());
  }

  @Test
  void theRateForgetsOrdersOlderThanAMinute() {
    OrderRate rate = new OrderRate(2);
    rate.add(1_000L);
    assertThat(rate.exhausted(1_000L)).isFalse();
    rate.add(2_000L);
    assertThat(rate.exhausted(60_999L)).isTrue();
    assertThat(rate.exhausted(61_000L)).isFalse();
    rate.add(61_000L);
    assertThat(rate.oldestFirst()).isEqualTo(List.of(2_000L, 61_000L));
  }

  @Test
  void theDefaultsAreThoseOfTheSpecification() {
    assertThat(OPTIONS.dayLossFraction()).isEqualByComparingTo("0.02");
    assertThat(OPTIONS.drawdownFraction()).isEqualByComparingTo("0.03");
    assertThat(OPTIONS.flattenAtLimit()).isTrue();
    assertThat(OPTIONS.riskFraction()).isEqualByComparingTo("0.01");
    assertThat(OPTIONS.stopAtrMultiple()).isEqualByComparingTo("2");
    assertThat(OPTIONS.positionMarginFraction()).isEqualByComparingTo("0.05");
    assertThat(OPTIONS.maxPositions()).isEqualTo(3);
    assertThat(OPTIONS.maxOrdersPerMinute()).isEqualTo(30);
    assertThat(OPTIONS.cooldownAfterStopMs()).isZero();
    assertThat(OPTIONS.gapPauseMs()).isEqualTo(3_600_000L);
    assertThat(OPTIONS.tiers())
        .containsExactly(
            new TierOptions(60_000L, 5, n("0.02")),
            new TierOptions(300_000L, 10, n("0.03")),
            new TierOptions(900_000L, 25, n("0.05")));
    assertThatThrownBy(() -> OPTIONS.tier(1L)).hasMessageContaining("add a tier for it");
    assertThatThrownBy(() -> new TierOptions(60_000L, 5, n("2")))
        .hasMessage(
            "risk.tiers.marginFraction: must be a fraction above 0 and at most 1, was 2; write 2 %"
                + " as 0.02");
  }
}
