package io.lorentz.command.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.lorentz.command.fault.MisuseException;
import io.lorentz.core.inference.EnsembleOptions;
import io.lorentz.core.inference.MemberWeights;
import io.lorentz.core.inference.RingSearch;
import io.lorentz.models.ModelQuality;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesTrainerTest {

  private static final EnsembleOptions ENSEMBLE =
      new EnsembleOptions(0.6, 0.3, 0.1, 0, 8, 2_000, 1, 64, 0.05, 1e-4, 200);
  private static final LabelOptions LABELS = new LabelOptions(1, 2, 0, 0.0014);

  @Test
  void whatTheFeaturesKnowIsFoundOnRowsHeldBack() {
    ModelQuality quality = train(TestingRows.knowing(0.4, 6_000, 1), options(0, false)).quality();

    // Told right in 40 % of the rows, and in half of the others.
    assertThat(quality.accuracy()).isCloseTo(0.7, within(0.03));
    assertThat(quality.beatsItsBaselines()).isTrue();
    assertThat(quality.brier()).isCloseTo(0.7 * 0.3, within(0.02));
  }

  @Test
  void whereTheFeaturesKnowNothingNothingIsFound() {
    ModelQuality quality = train(TestingRows.knowing(0, 6_000, 2), options(0, false)).quality();

    assertThat(quality.accuracy()).isCloseTo(0.5, within(0.02));
    assertThat(quality.brier()).isCloseTo(0.25, within(0.002));
    assertThat(quality.beatsItsBaselines()).isFalse();
  }

  @Test
  void aProbabilitySaidIsAProbabilityThatComes() {
    SeriesTrainer.Result result = train(TestingRows.knowing(0.4, 8_000, 3), options(0, false));
    SeriesRows fresh = TestingRows.knowing(0.4, 4_000, 4);
    RingSearch search = new RingSearch(ENSEMBLE.neighbours());
    double said = 0;
    double came = 0;
    int rows = 0;
    for (int row = 0; row + 1 < fresh.size(); row++) {
      double[] query = query(fresh, row);
      double vote =
          search.vote(result.series().memory(), 0, result.series().memory().capacity() - 1L, query);
      double logistic = 2 * result.series().logistic().probabilityUp(query) - 1;
      double score = 0.6 * vote + 0.3 * logistic + 0.1 * fresh.direction(row);
      double probability = result.series().calibration().probabilityUp(score);
      if (probability > 0.6) {
        said += probability;
        came += fresh.close(row + 1) > fresh.close(row) ? 1 : 0;
        rows++;
      }
    }
    assertThat(rows).isGreaterThan(500);
    assertThat(said / rows).isCloseTo(came / rows, within(0.04));
  }

  @Test
  void theExpectedMoveIsThatOfTheRowsItWasFittedTo() {
    SeriesTrainer.Result result = train(TestingRows.knowing(1, 3_000, 6), options(0, false));
    // f1 is 0.825 before a step of 1 (an ATR), 0.225 before one of -1; on average.
    double up =
        result.series().move().expectedBps(new double[] {0.825, 0.5, 0.25, 0.5, 0.5}, 1, 1, 10_000);
    double down =
        result.series().move().expectedBps(new double[] {0.225, 0.5, 0.25, 0.5, 0.5}, 1, 1, 10_000);
    assertThat(up).isCloseTo(1, within(0.05));
    assertThat(down).isCloseTo(-1, within(0.05));
  }

  @Test
  void fittedWeightsGoToTheMemberThatKnows() {
    MemberWeights weights =
        train(TestingRows.knowing(0.3, 6_000, 7), options(0, true)).series().weights();
    // The Chandelier direction says nothing here.
    assertThat(weights.logistic() + weights.lorentzian()).isGreaterThan(weights.chandelier());
    assertThat(weights.chandelier()).isLessThan(0.11);
  }

  @Test
  void aSmallerMemorySaysWhatItCosts() {
    ModelQuality quality = train(TestingRows.knowing(0.4, 6_000, 8), options(300, false)).quality();
    assertThat(quality.memoryRows()).isEqualTo(300);
    assertThat(quality.trainingRows()).isEqualTo(5_999);
    assertThat(quality.accuracyOfAllRows()).isNotEqualTo(quality.accuracy());
  }

  @Test
  void tooFewRowsAreRefused() {
    assertThatExceptionOfType(MisuseException.class)
        .isThrownBy(() -> train(TestingRows.knowing(0.4, 300, 9), options(0, false)))
        .withMessageContaining("1m: has 299 rows with a label up or down")
        .withMessageContaining("needs 500");
  }

  private static double[] query(SeriesRows rows, int row) {
    double[] query = new double[5];
    for (int feature = 0; feature < query.length; feature++) {
      query[feature] = rows.feature(feature, row);
    }
    return query;
  }

  private static SeriesTrainer.Result train(SeriesRows rows, TrainingOptions options) {
    TrainingRows labelled =
        TrainingRows.of(List.of(rows), 0, options.rule()::label, options.labels());
    return new SeriesTrainer(TestingRows.MINUTE, labelled, options).train();
  }

  private static TrainingOptions options(int memoryRows, boolean fitWeights) {
    return new TrainingOptions(
        ENSEMBLE, LabelRule.SIGN, LABELS, 10, memoryRows, 20_000, 1e-4, 1e-3, fitWeights);
  }
}
