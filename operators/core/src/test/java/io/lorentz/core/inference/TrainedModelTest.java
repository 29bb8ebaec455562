package io.lorentz.core.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lorentz.schemas.FeatureVector;
import io.lorentz.schemas.ModelRole;
import io.lorentz.schemas.ModelVersion;
import io.lorentz.schemas.Prediction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TrainedModelTest {

  private static final String SYMBOL = "BTCUSDT";
  private static final long MINUTE = 60_000;
  private static final EnsembleOptions OPTIONS =
      new EnsembleOptions(0.6, 0.3, 0.1, 0, 8, 50, 4, 8, 0.05, 1e-4, 30);

  private final Map<String, TrainedModel> store = new HashMap<>();
  private final TestingVectors vectors = new TestingVectors(SYMBOL, MINUTE, 4, 11);

  @Test
  void aVersionAnswersFromItsMarketTimeOn() {
    keep(model("old", 0, MINUTE, 1));
    keep(model("new", 0, MINUTE, 2));
    List<Prediction> predictions =
        predictions(60, version("old", 10 * MINUTE), version("new", 30 * MINUTE));

    assertThat(predictions).isNotEmpty();
    for (Prediction prediction : predictions) {
      boolean late = prediction.getMarketTimeMs() >= 30 * MINUTE;
      assertThat(prediction.getModel()).isEqualTo(late ? "new" : "old");
      assertThat(prediction.getMarketTimeMs()).isGreaterThanOrEqualTo(10 * MINUTE);
    }
  }

  @Test
  void theOrderOfAnnouncementsDoesNotMatterAndOfEqualTimesTheLaterWins() {
    keep(model("a", 0, MINUTE, 1));
    keep(model("b", 0, MINUTE, 2));
    keep(model("c", 0, MINUTE, 3));
    List<Prediction> predictions =
        predictions(
            60, version("b", 30 * MINUTE), version("a", 5 * MINUTE), version("c", 30 * MINUTE));

    assertThat(predictions.stream().map(Prediction::getModel).distinct()).containsExactly("a", "c");
  }

  @Test
  void noBarInsideTheTrainingWindowOrItsEmbargoIsScored() {
    keep(model("late", 20 * MINUTE, 25 * MINUTE, 1));
    InferenceMemory memory = memory();
    memory.announce(version("late", 0));
    int refused = 0;
    for (int row = 0; row < 60; row++) {
      FeatureVector vector = vectors.next();
      Optional<Query> query = memory.absorb(vector);
      if (vector.getCloseTimeMs() < 25 * MINUTE) {
        assertThat(query).isEmpty();
      }
      if (memory.unscored().equals(Optional.of(Unscored.INSIDE_TRAINING_WINDOW))) {
        refused++;
      }
    }
    assertThat(refused).isBetween(20, 24);
  }

  @Test
  void aModelThatCouldScoreWhatItWasTrainedOnCannotBeMade() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model("m", 20 * MINUTE, 20 * MINUTE, 1))
        .withMessageContaining("scoresFromMs")
        .withMessageContaining("must not score what it was trained on");
  }

  @Test
  void withoutAVersionOrForAnotherTimeframeThereIsNoAnswer() {
    InferenceMemory memory = memory();
    memory.absorb(vectors.next());
    assertThat(memory.unscored()).contains(Unscored.NO_VERSION);

    keep(new TrainedModel("five", 0, 1, List.of(series(5 * MINUTE, 1))));
    memory.announce(version("five", 0));
    assertThat(memory.absorb(vectors.next())).isEmpty();
    assertThat(memory.unscored()).contains(Unscored.OTHER_TIMEFRAME);

    keep(model("one", 0, 1, 1));
    memory.announce(version("one", 0));
    assertThat(memory.absorb(vectors.next())).isPresent();
    memory.announce(version("", 0));
    assertThat(memory.absorb(vectors.next())).isEmpty();
    assertThat(memory.unscored()).contains(Unscored.NO_VERSION);
  }

  @Test
  void theAnswerIsThatOfThePlainFormulas() {
    TrainedSeries trained = series(MINUTE, 5);
    keep(new TrainedModel("m", 0, 1, List.of(trained)));
    InferenceMemory memory = memory();
    memory.announce(version("m", 0));
    int compared = 0;
    try (Ensemble ensemble = Ensemble.jvm(OPTIONS)) {
      for (int row = 0; row < 200; row++) {
        FeatureVector vector = vectors.next();
        Optional<Prediction> answer = memory.absorb(vector).flatMap(ensemble::predict);
        if (answer.isPresent()) {
          assertThat(answer.get().getScore()).isEqualTo(plainScore(trained, vector));
          double p = 1 / (1 + Math.exp(-(0.1 + 2 * answer.get().getScore())));
          assertThat(answer.get().getProbabilityUp()).isCloseTo(p, within());
          assertThat(answer.get().getExpectedMoveBps()).isCloseTo(plainMove(vector), within());
          compared++;
        }
      }
    }
    assertThat(compared).isGreaterThan(150);
  }

  @Test
  void aShadowIsAskedBesideAndChangesNothing() {
    keep(model("main", 0, 1, 1));
    keep(model("other", 0, 1, 2));
    InferenceMemory alone = memory();
    InferenceMemory accompanied = memory();
    alone.announce(version("main", 0));
    accompanied.announce(version("main", 0));
    accompanied.announce(new ModelVersion("other", ModelRole.SHADOW, 10 * MINUTE, ""));
    int shadows = 0;
    try (Ensemble ensemble = Ensemble.jvm(OPTIONS)) {
      for (int row = 0; row < 40; row++) {
        FeatureVector vector = vectors.next();
        Optional<Prediction> expected = alone.absorb(vector).flatMap(ensemble::predict);
        assertThat(accompanied.absorb(vector).flatMap(ensemble::predict)).isEqualTo(expected);
        Optional<Prediction> shadow = accompanied.shadow().flatMap(ensemble::predict);
        assertThat(alone.shadow()).isEmpty();
        shadow.ifPresent(said -> assertThat(said.getModel()).isEqualTo("other"));
        assertThat(shadow.isPresent() && vector.getCloseTimeMs() < 10 * MINUTE).isFalse();
        shadows += shadow.isPresent() ? 1 : 0;
      }
    }
    assertThat(shadows).isGreaterThan(20);
  }

  @Test
  void aRestoredMemoryKnowsWhatWasAnnounced() {
    keep(model("old", 0, 1, 1));
    keep(model("new", 0, 1, 2));
    InferenceMemory memory = memory();
    memory.announce(version("old", 0));
    memory.announce(version("new", 40 * MINUTE));
    for (int row = 0; row < 20; row++) {
      memory.absorb(vectors.next());
    }
    InferenceMemory restored =
        InferenceMemory.restore(OPTIONS, memory.image(), Optional.of(store::get));
    for (int row = 0; row < 40; row++) {
      FeatureVector vector = vectors.next();
      Optional<String> expected = memory.absorb(vector).map(Query::model);
      assertThat(restored.absorb(vector).map(Query::model)).isEqualTo(expected);
    }
    assertThat(memory.image().getModels()).extracting(ModelVersion::getId).containsExactly("new");
  }

  private InferenceMemory memory() {
    return new InferenceMemory(SYMBOL, OPTIONS, Optional.of(store::get));
  }

  private List<Prediction> predictions(int rows, ModelVersion... versions) {
    InferenceMemory memory = memory();
    Arrays.stream(versions).forEach(memory::announce);
    List<Prediction> predictions = new ArrayList<>();
    try (Ensemble ensemble = Ensemble.jvm(OPTIONS)) {
      for (int row = 0; row < rows; row++) {
        memory.absorb(vectors.next()).flatMap(ensemble::predict).ifPresent(predictions::add);
      }
    }
    return predictions;
  }

  private void keep(TrainedModel model) {
    store.put(model.id(), model);
  }

  private static ModelVersion version(String id, long inForceFromMs) {
    return new ModelVersion(id, ModelRole.PRIMARY, inForceFromMs, "");
  }

  private static TrainedModel model(String id, long trainedToMs, long scoresFromMs, long seed) {
    return new TrainedModel(id, trainedToMs, scoresFromMs, List.of(series(MINUTE, seed)));
  }

  private static TrainedSeries series(long timeframeMs, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] columns = new double[FeatureRing.FEATURES][300];
    byte[] labels = new byte[300];
    for (int row = 0; row < labels.length; row++) {
      for (double[] column : columns) {
        column[row] = random.nextDouble();
      }
      labels[row] = (byte) (random.nextInt(3) - 1);
    }
    return new TrainedSeries(
        timeframeMs,
        FeatureRing.of(columns, labels),
        new MemberWeights(0.5, 0.4, 0.1),
        new LogisticWeights(0.1, 1, -2, 0.5, 0.25, 3, 300),
        new Calibration(0.1, 2),
        new MoveRegression(0.01, List.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6)));
  }

  private static double plainScore(TrainedSeries trained, FeatureVector vector) {
    double[] x = features(vector);
    List<Integer> rows = new ArrayList<>();
    for (int row = 0; row < 300; row++) {
      rows.add(row);
    }
    rows.sort(
        Comparator.comparingDouble((Integer row) -> plainProduct(trained.memory(), row, x))
            .thenComparing(Comparator.naturalOrder()));
    int vote = 0;
    for (int row : rows.subList(0, 8)) {
      vote += trained.memory().label(row);
    }
    double logistic = 2 * trained.logistic().probabilityUp(x) - 1;
    double sum = 0.5 * (vote / 8.0);
    sum += 0.4 * logistic;
    sum += 0.1 * vector.getChandelierDirection();
    return Math.max(-1, Math.min(1, sum));
  }

  private static double plainProduct(FeatureRing memory, int row, double[] x) {
    double product = 1;
    for (int feature = 0; feature < x.length; feature++) {
      product *= 1 + Math.abs(x[feature] - memory.column(feature)[row]);
    }
    return product;
  }

  private static double plainMove(FeatureVector vector) {
    double[] x = features(vector);
    double inAtr = 0.01 + 0.6 * vector.getChandelierDirection();
    for (int i = 0; i < x.length; i++) {
      inAtr += (i + 1) / 10.0 * (x[i] - 0.5);
    }
    return inAtr * vector.getAtr14() / vector.getClose() * 1e4;
  }

  private static double[] features(FeatureVector vector) {
    return new double[] {
      vector.getRsi14(),
      vector.getWaveTrend(),
      vector.getCci20(),
      vector.getAdx20(),
      vector.getRsi9()
    };
  }

  private static org.assertj.core.data.Offset<Double> within() {
    return org.assertj.core.data.Offset.offset(1e-12);
  }
}
