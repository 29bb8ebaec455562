package io.lorentz.core.features;

import static io.lorentz.core.features.StageBars.INSTRUMENT;
import static io.lorentz.core.features.StageBars.MINUTE_MS;
import static io.lorentz.core.features.StageBars.bar;
import static io.lorentz.core.features.StageBars.corrected;
import static io.lorentz.core.features.StageBars.minute;
import static io.lorentz.core.features.StageBars.synthetic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.FeatureVector;
import io.lorentz.schemas.Levels;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureStageTest {

  private static final FeatureOptions OPTIONS = FeatureOptions.defaults();
  private static final int WARM = 60;

  private final FeatureStage stage = new FeatureStage(INSTRUMENT, OPTIONS);
  private final TestingFeatureSink out = new TestingFeatureSink();

  @Test
  void shouldGiveAVectorAndLevelsForEveryBar() {
    feed(0, WARM);

    assertThat(out.vectors).hasSize(WARM);
    assertThat(out.levels).hasSize(WARM);
    FeatureVector vector = out.last();
    Levels levels = out.levels.get(WARM - 1);
    assertThat(vector.getRowIndex()).isEqualTo(WARM - 1);
    assertThat(vector.getLogTimeMs()).isEqualTo(logTimeMs(minute(WARM - 1).build()));
    assertThat(vector.getPartition()).isEqualTo(3);
    assertThat(vector.getTimeframeMs()).isEqualTo(MINUTE_MS);
    assertThat(vector.getCloseTimeMs()).isEqualTo(WARM * MINUTE_MS);
    assertThat(vector.getAtr14()).isPositive().isEqualTo(levels.getAtr14());
    assertThat(levels.getChandelierLong()).isPositive();
    assertThat(levels.getChandelierShort()).isPositive();
    assertThat(vector.getChandelierDirection()).isIn(-1, 1);
  }

  @Test
  void shouldBeUndefinedUntilTheDeclaredWarmUpIsOver() {
    int warmUpBars = FeatureStage.warmUpBars(OPTIONS);
    feed(0, warmUpBars + 1);

    assertThat(warmUpBars).isEqualTo(31);
    assertThat(out.vectors.get(0).getRsi14()).isNaN();
    assertThat(out.vectors.get(20).getChandelierDirection()).isZero();
    assertThat(out.levels.get(20).getChandelierLong()).isNaN();
    assertThat(out.vectors.get(21).getChandelierDirection()).isNotZero();
    assertThat(out.vectors.get(warmUpBars - 1).getWaveTrend()).isNaN();
    FeatureVector first = out.vectors.get(warmUpBars);
    assertThat(
            List.of(
                first.getRsi14(),
                first.getWaveTrend(),
                first.getCci20(),
                first.getAdx20(),
                first.getRsi9()))
        .allSatisfy(value -> assertThat(value).isBetween(0.0, 1.0));
  }

  @Test
  void shouldSayWhichLabelMaturesWithARow() {
    feed(0, 20);

    for (int i = 0; i < 20; i++) {
      FeatureVector vector = out.vectors.get(i);
      if (i < 4) {
        assertThat(vector.getMaturedRowIndex()).isEqualTo(-1);
        assertThat(vector.getMaturedLabel()).isZero();
      } else {
        double change = vector.getClose() - out.vectors.get(i - 4).getClose();
        assertThat(vector.getMaturedRowIndex()).isEqualTo(i - 4);
        assertThat(vector.getMaturedLabel()).isEqualTo((int) Math.signum(change));
      }
    }
  }

  @Test
  void aSyntheticBarChangesNothingAndIsCounted() {
    TestingFeatureSink without = run(minute(WARM).build());
    feed(0, WARM);
    on(at(synthetic(WARM), WARM));
    on(at(synthetic(WARM), WARM + 1));

    assertThat(out.vectors).hasSize(WARM);
    assertThat(out.levels).hasSize(WARM);
    assertThat(stage.ageBars(MINUTE_MS)).isEqualTo(2);

    on(at(minute(WARM).build(), WARM + 2));
    assertThat(stage.ageBars(MINUTE_MS)).isZero();
    assertThat(values(out.last())).isEqualTo(values(without.last()));
  }

  @Test
  void aPartialBarIsComputedAsUsualAndKeepsItsQuality() {
    TestingFeatureSink complete = run(minute(WARM).build());
    TestingFeatureSink partial = run(minute(WARM).setQuality(BarQuality.PARTIAL).build());

    assertThat(values(partial.last())).isEqualTo(values(complete.last()));
    assertThat(partial.last().getQuality()).isEqualTo(BarQuality.PARTIAL);
    assertThat(partial.levels.get(WARM).getQuality()).isEqualTo(BarQuality.PARTIAL);
  }

  @Test
  void anUnbridgedGapStartsTheIndicatorsAnewAndTheRowsGoOn() {
    TestingFeatureSink fresh = new TestingFeatureSink();
    FeatureStage other = new FeatureStage(INSTRUMENT, OPTIONS);
    feed(0, WARM);
    for (int i = WARM + 10; i < 2 * WARM + 10; i++) {
      Bar bar = minute(i).setMissingBefore(i == WARM + 10 ? 10 : 0).build();
      on(bar);
      other.onBar(bar, logTimeMs(bar), 3, fresh);
    }

    for (int i = 0; i < WARM; i++) {
      FeatureVector after = out.vectors.get(WARM + i);
      assertThat(values(after)).isEqualTo(values(fresh.vectors.get(i)));
      assertThat(after.getRowIndex()).isEqualTo(WARM + i);
      assertThat(after.getMaturedRowIndex()).isEqualTo(i < 4 ? -1 : WARM + i - 4);
    }
  }

  @Test
  void aCorrectedBarTakesThePlaceOfTheLastOne() {
    TestingFeatureSink never = run(corrected(WARM).setCorrected(false).build());
    feed(0, WARM + 1);
    on(corrected(WARM).build());

    assertThat(out.levels).hasSize(WARM + 1);
    assertThat(out.vectors).hasSize(WARM + 2);
    assertThat(out.last().getCorrected()).isTrue();
    assertThat(out.last().getRowIndex()).isEqualTo(WARM);
    assertThat(values(out.last())).isEqualTo(values(never.last()));
  }

  @Test
  void aBarMayBeCorrectedAgainAndWhatFollowsRestsOnTheLastVersion() {
    FeatureStage straight = new FeatureStage(INSTRUMENT, OPTIONS);
    TestingFeatureSink never = new TestingFeatureSink();
    for (int i = 0; i < WARM + 10; i++) {
      Bar bar = i == WARM ? corrected(i).setCorrected(false).build() : minute(i).build();
      straight.onBar(bar, 0L, 0, never);
    }
    feed(0, WARM + 1);
    on(minute(WARM).setCorrected(true).setClose(minute(WARM).getLow()).build());
    on(corrected(WARM).build());
    feed(WARM + 1, WARM + 10);

    assertThat(values(out.last())).isEqualTo(values(never.last()));
    assertThat(out.last().getRowIndex()).isEqualTo(WARM + 9);
  }

  @Test
  void theFirstBarAfterAGapMayBeCorrected() {
    feed(0, WARM);
    on(minute(WARM + 10).setMissingBefore(10).build());
    on(corrected(WARM + 10).setMissingBefore(10).build());
    on(minute(WARM + 11).build());

    FeatureStage fresh = new FeatureStage(INSTRUMENT, OPTIONS);
    TestingFeatureSink expected = new TestingFeatureSink();
    fresh.onBar(corrected(WARM + 10).setCorrected(false).build(), 0L, 0, expected);
    fresh.onBar(minute(WARM + 11).build(), 0L, 0, expected);
    assertThat(values(out.last())).isEqualTo(values(expected.last()));
    assertThat(out.last().getRowIndex()).isEqualTo(WARM + 1);
  }

  @Test
  void aSyntheticBarHasNoRowThatCouldBeCorrected() {
    feed(0, WARM);
    on(synthetic(WARM));

    assertThatThrownBy(() -> on(corrected(WARM).build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("was synthetic");
  }

  @Test
  void theDirectionalIndexBehindAGapDoesNotSeeAPriceOfZero() {
    double whole = adxSixtyBarsAfter(0);
    double behindGap = adxSixtyBarsAfter(10);

    // From zeros it is off by 0.7: the first bar rises by the whole price.
    assertThat(behindGap).isNotEqualTo(whole).isCloseTo(whole, within(0.05));
  }

  private static double adxSixtyBarsAfter(int missing) {
    FeatureStage stage = new FeatureStage(INSTRUMENT, OPTIONS);
    TestingFeatureSink out = new TestingFeatureSink();
    for (int i = 0; i < 300; i++) {
      stage.onBar(minute(i).build(), 0L, 0, out);
    }
    for (int i = 300; i < 360; i++) {
      Bar bar = minute(i).setMissingBefore(i == 300 ? missing : 0).build();
      stage.onBar(bar, 0L, 0, out);
    }
    return out.last().getAdx20();
  }

  @Test
  void timeframesDoNotTouchEachOther() {
    TestingFeatureSink alone = run();
    for (int i = 0; i < WARM; i++) {
      on(bar(i, 31_000.0 - i, 5 * MINUTE_MS).build());
      on(minute(i).build());
    }

    List<FeatureVector> minutes =
        out.vectors.stream().filter(v -> v.getTimeframeMs() == MINUTE_MS).toList();
    assertThat(minutes).isEqualTo(alone.vectors);
    assertThat(out.last().getRowIndex()).isEqualTo(WARM - 1);
  }

  @Test
  void shouldGiveWhatTheIndicatorTableShows() {
    feed(0, 200);
    IndicatorTable table = new IndicatorTable();
    List<String> names = table.columns().stream().map(IndicatorColumn::name).toList();
    double[] row = new double[names.size()];
    for (int i = 0; i < 200; i++) {
      Bar bar = minute(i).build();
      table.next(bar.getOpen(), bar.getHigh(), bar.getLow(), bar.getClose(), 1.0, row);
      FeatureVector v = out.vectors.get(i);
      Levels l = out.levels.get(i);
      assertThat(
              new double[] {
                v.getRsi14(),
                v.getWaveTrend(),
                v.getCci20(),
                v.getAdx20(),
                v.getRsi9(),
                v.getAtr14(),
                l.getChandelierLong(),
                l.getChandelierShort()
              })
          .containsExactly(
              row[names.indexOf("f1")],
              row[names.indexOf("f2")],
              row[names.indexOf("f3")],
              row[names.indexOf("f4")],
              row[names.indexOf("f5")],
              row[names.indexOf("tv_atr14")],
              row[names.indexOf("ce_close_long_stop")],
              row[names.indexOf("ce_close_short_stop")]);
    }
  }

  @Test
  void shouldRefuseBarsItCannotPlace() {
    feed(0, 3);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> on(minute(3).setInstrument("ETHUSDT").build()))
        .withMessageContaining("instrument: must be BTCUSDT, was ETHUSDT");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> on(minute(2).build()))
        .withMessageContaining("closeTimeMs");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> on(corrected(1).build()))
        .withMessageContaining("can only be corrected while it is the last one");
    assertThat(out.vectors).hasSize(3);
  }

  @Test
  void shouldRefuseAnImageOfOtherLengths() {
    feed(0, 3);
    FeatureOptions other = new FeatureOptions(14, 10, 11, 21, 20, 9, 14, 22, 3.0, 4);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> FeatureStage.restore(other, stage.image()))
        .withMessageContaining("state of cci: must hold 168 bytes, was 160");
  }

  private void feed(int from, int to) {
    for (int i = from; i < to; i++) {
      on(minute(i).build());
    }
  }

  private void on(Bar bar) {
    stage.onBar(bar, logTimeMs(bar), 3, out);
  }

  private static long logTimeMs(Bar bar) {
    return bar.getCloseTimeMs() + 7;
  }

  /** The same bar, closing as minute i does. */
  private static Bar at(Bar bar, int i) {
    return Bar.newBuilder(bar).setCloseTimeMs((i + 1) * MINUTE_MS).build();
  }

  /** What a stage of its own gives for the usual bars and, after them, others. */
  private static TestingFeatureSink run(Bar... after) {
    FeatureStage other = new FeatureStage(INSTRUMENT, OPTIONS);
    TestingFeatureSink given = new TestingFeatureSink();
    for (int i = 0; i < WARM; i++) {
      Bar bar = minute(i).build();
      other.onBar(bar, logTimeMs(bar), 3, given);
    }
    for (Bar bar : after) {
      other.onBar(bar, logTimeMs(bar), 3, given);
    }
    return given;
  }

  /** All that the indicators decide, without what names the row. */
  private static List<Number> values(FeatureVector v) {
    return List.of(
        v.getRsi14(),
        v.getWaveTrend(),
        v.getCci20(),
        v.getAdx20(),
        v.getRsi9(),
        v.getChandelierDirection(),
        v.getAtr14(),
        v.getClose(),
        v.getMaturedLabel());
  }
}
