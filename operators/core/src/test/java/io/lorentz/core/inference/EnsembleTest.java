package io.lorentz.core.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lorentz.schemas.FeatureVector;
import io.lorentz.schemas.Prediction;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EnsembleTest {

  private static final EnsembleOptions DEFAULTS = EnsembleOptions.defaults();

  private final Query query = query();

  /** A classifier that says what the test wants, and counts. */
  private static final class TestingClassifier implements Classifier {
    private final String name;
    private final double score;
    private int asked;
    private int closed;

    TestingClassifier(Member member, double score) {
      name = member.key();
      this.score = score;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void score(List<Query> batch, double[] scores) {
      asked++;
      for (int i = 0; i < batch.size(); i++) {
        scores[i] = score;
      }
    }

    @Override
    public void close() {
      closed++;
    }
  }

  private static TestingClassifier says(Member member, double score) {
    return new TestingClassifier(member, score);
  }

  @Test
  void shouldAddTheWeightedScores() {
    try (Ensemble ensemble =
        new Ensemble(
            DEFAULTS,
            says(Member.CHANDELIER, -1),
            says(Member.LORENTZIAN, 0.75),
            says(Member.LOGISTIC, 0.5))) {
      Prediction prediction = ensemble.predict(query).orElseThrow();
      assertThat(prediction.getScore()).isEqualTo(0.6 * 0.75 + 0.3 * 0.5 + 0.1 * -1);
      assertThat(prediction.getLorentzian()).isEqualTo(0.75);
      assertThat(prediction.getLogistic()).isEqualTo(0.5);
      assertThat(prediction.getChandelier()).isEqualTo(-1);
      assertThat(prediction.getMarketTimeMs()).isEqualTo(query.vector().getCloseTimeMs());
      assertThat(prediction.getClose()).isEqualTo(query.vector().getClose());
    }
  }

  @Test
  void shouldSayNothingWhileAMemberWithAWeightCannot() {
    try (Ensemble ensemble =
        new Ensemble(
            DEFAULTS,
            says(Member.CHANDELIER, 1),
            says(Member.LORENTZIAN, 1),
            says(Member.LOGISTIC, Double.NaN))) {
      assertThat(ensemble.predict(query)).isEmpty();
      assertThat(ensemble.predict(List.of(query, query)))
          .containsExactly(Optional.empty(), Optional.empty());
    }
  }

  @Test
  void shouldAskEveryMemberOnceForABatchAndNeverOneWithoutWeight() {
    EnsembleOptions options = new EnsembleOptions(0, 1, 0, 0, 8, 2_000, 4, 64, 0.05, 1e-4, 1);
    TestingClassifier member = says(Member.LOGISTIC, 0.5);
    TestingClassifier idle = says(Member.LORENTZIAN, Double.NaN);
    try (Ensemble ensemble = new Ensemble(options, member, idle)) {
      List<Optional<Prediction>> answers = ensemble.predict(List.of(query, query, query));
      assertThat(answers).hasSize(3).allMatch(Optional::isPresent);
      assertThat(answers.get(2).orElseThrow().getLorentzian()).isNaN();
    }
    assertThat(member.asked).isEqualTo(1);
    assertThat(idle.asked).isZero();
    assertThat(member.closed).isEqualTo(1);
    assertThat(idle.closed).isEqualTo(1);
  }

  @Test
  void shouldNotExceedOneByRounding() {
    EnsembleOptions options =
        new EnsembleOptions(0.7, 0.2, 0.1 + 5e-10, 0, 8, 2_000, 4, 64, 0.05, 1e-4, 1);
    try (Ensemble ensemble =
        new Ensemble(
            options,
            says(Member.CHANDELIER, 1),
            says(Member.LORENTZIAN, 1),
            says(Member.LOGISTIC, 1))) {
      assertThat(ensemble.predict(query).orElseThrow().getScore()).isEqualTo(1);
    }
  }

  @Test
  void shouldRefuseAMemberWithoutClassifierOrWithTwo() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Ensemble(DEFAULTS, says(Member.LORENTZIAN, 1)))
        .withMessageContaining("none is named logistic");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Ensemble(DEFAULTS, says(Member.LORENTZIAN, 1), says(Member.LORENTZIAN, 1)))
        .withMessageContaining("two are named lorentzian");
  }

  private static Query query() {
    FeatureVector vector =
        FeatureVector.newBuilder(new TestingVectors("BTCUSDT", 60_000, 4, 3).next())
            .setRsi14(0.5)
            .build();
    return new InferenceMemory("BTCUSDT", DEFAULTS).absorb(vector).orElseThrow();
  }
}
