package io.lorentz.command.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lorentz.command.fault.FaultException;
import org.junit.jupiter.api.Test;

class LabelRuleTest {

  private static final LabelOptions OPTIONS = new LabelOptions(2, 2, 0, 0.0014);
  private static final LabelOptions WITH_TARGET = new LabelOptions(2, 2, 0.5, 0.0014);

  @Test
  void theSignIsThatOfTheCloseAfterTheHorizon() {
    SeriesRows rows = TestingRows.ofCloses(100, 105, 99, 100, 100);
    assertThat(LabelRule.SIGN.label(rows, 0, OPTIONS)).isEqualTo(-1);
    assertThat(LabelRule.SIGN.label(rows, 1, OPTIONS)).isEqualTo(-1);
    assertThat(LabelRule.SIGN.label(rows, 2, OPTIONS)).isEqualTo(1);
    assertThat(LabelRule.SIGN.label(rows, 3, OPTIONS)).isEqualTo(LabelRule.UNKNOWN);
  }

  @Test
  void aQuietReturnIsNeitherUpNorDown() {
    SeriesRows rows = TestingRows.ofCloses(100, 100, 100.2, 100.6);
    assertThat(LabelRule.SCALED_RETURN.label(rows, 0, OPTIONS)).isZero();
    assertThat(LabelRule.SCALED_RETURN.label(rows, 1, OPTIONS)).isEqualTo(1);
  }

  @Test
  void theBarrierReachedFirstCounts() {
    SeriesRows rows = TestingRows.ofCloses(100, 101, 90, 90, 90.5);
    assertThat(LabelRule.BARRIER.label(rows, 0, OPTIONS)).isEqualTo(1);
    assertThat(LabelRule.BARRIER.label(rows, 1, OPTIONS)).isEqualTo(-1);
    assertThat(LabelRule.BARRIER.label(rows, 2, OPTIONS)).isZero();
  }

  @Test
  void aTradeHasToEarnMoreThanItsCost() {
    // Opened at the next open; 14 bps of 100 are 0.14.
    assertThat(LabelRule.TRIPLE_BARRIER.label(TestingRows.ofCloses(100, 100, 100.1), 0, OPTIONS))
        .isZero();
    assertThat(LabelRule.TRIPLE_BARRIER.label(TestingRows.ofCloses(100, 100, 100.2), 0, OPTIONS))
        .isEqualTo(1);
    assertThat(LabelRule.TRIPLE_BARRIER.label(TestingRows.ofCloses(100, 100, 99.8), 0, OPTIONS))
        .isEqualTo(-1);
  }

  @Test
  void aStopOnTheWayDecidesWhateverComesAfter() {
    // Long is stopped at 98 before the price is at 103; short never was in danger of winning.
    assertThat(LabelRule.TRIPLE_BARRIER.label(TestingRows.ofCloses(100, 97, 103), 0, OPTIONS))
        .isZero();
    // With a target of half the stop distance the long has its 1 in the first bar.
    assertThat(LabelRule.TRIPLE_BARRIER.label(TestingRows.ofCloses(100, 101, 95), 0, WITH_TARGET))
        .isEqualTo(1);
  }

  @Test
  void noLabelReachesAcrossARestart() {
    SeriesRows rows = new SeriesRows("BTCUSDT", TestingRows.MINUTE);
    for (int i = 0; i < 6; i++) {
      rows.add(
          TestingRows.bar(i, 100, 101, 99, 100 + i, i == 3 ? 7 : 0),
          TestingRows.vector(i, 100 + i, 0.5, 0.5));
    }
    assertThat(LabelRule.SIGN.label(rows, 0, OPTIONS)).isEqualTo(1);
    assertThat(LabelRule.SIGN.label(rows, 1, OPTIONS)).isEqualTo(LabelRule.UNKNOWN);
    assertThat(LabelRule.SIGN.label(rows, 2, OPTIONS)).isEqualTo(LabelRule.UNKNOWN);
    assertThat(LabelRule.SIGN.label(rows, 3, OPTIONS)).isEqualTo(1);
  }

  @Test
  void aLabelThatKnowsOneBarTooMuchIsCaughtAndNamed() {
    SeriesRows all = TestingRows.knowing(0, 400, 5);
    SeriesRows window = all.until(300 * TestingRows.MINUTE);
    for (LabelRule rule : LabelRule.values()) {
      LeakCheck.require(rule::label, all, window, OPTIONS);
      Labeller leaking =
          (rows, row, options) ->
              row + 1 < rows.size() ? rule.label(rows, row + 1, options) : LabelRule.UNKNOWN;
      assertThatExceptionOfType(FaultException.class)
          .isThrownBy(() -> LeakCheck.require(leaking, all, window, OPTIONS))
          .withMessageContaining("the label of BTCUSDT 1m at 1970-01-01T04:58:00Z")
          .withMessageContaining("knows more than the 2 bars of its horizon")
          .withMessageContaining("1970-01-01T05:00:00Z");
    }
  }

  @Test
  void aLabelThatIsTakenBeforeItIsKnownIsCaught() {
    SeriesRows all = TestingRows.knowing(0, 400, 5);
    SeriesRows window = all.until(300 * TestingRows.MINUTE);
    Labeller early =
        (rows, row, options) ->
            row + 1 < rows.size()
                ? (int) Math.signum(rows.close(row + 1) - rows.close(row))
                : LabelRule.UNKNOWN;
    assertThatExceptionOfType(FaultException.class)
        .isThrownBy(() -> LeakCheck.require(early, all, window, OPTIONS))
        .withMessageContaining("the label of BTCUSDT 1m");
  }
}
