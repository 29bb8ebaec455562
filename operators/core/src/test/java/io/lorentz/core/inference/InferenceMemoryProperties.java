package io.lorentz.core.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.schemas.FeatureVector;
import io.lorentz.schemas.InferenceState;
import io.lorentz.schemas.Prediction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Random walks with undefined rows, restarts and corrected rows, against the obvious members. */
class InferenceMemoryProperties {

  private static final String SYMBOL = "BTCUSDT";
  private static final long MINUTE_MS = 60_000;

  @Property(tries = 40)
  void theMembersAgreeWithTheObviousOnes(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 9) int neighbours,
      @ForAll @IntRange(min = 9, max = 120) int window,
      @ForAll @IntRange(min = 1, max = 6) int horizon) {
    EnsembleOptions options = options(neighbours, window, horizon, 3);
    TestingVectors vectors = new TestingVectors(SYMBOL, MINUTE_MS, horizon, seed);
    InferenceMemory memory = new InferenceMemory(SYMBOL, options);
    ObviousInference obvious = new ObviousInference(options);
    for (int i = 0; i < 140; i++) {
      FeatureVector vector = vectors.any();
      Optional<Query> query = memory.absorb(vector);
      obvious.absorb(vector);
      assertThat(query.isEmpty())
          .isEqualTo(vector.getCorrected() || Double.isNaN(vector.getRsi14()));
      query.ifPresent(q -> assertEqualToObvious(q, options, obvious));
    }
  }

  private static void assertEqualToObvious(
      Query query, EnsembleOptions options, ObviousInference obvious) {
    // As objects: NaN equals NaN.
    assertThat(score(new JvmNeighbours(options), query))
        .isEqualTo(Double.valueOf(obvious.lorentzian()));
    assertThat(score(new JvmLogistic(options), query))
        .isEqualTo(Double.valueOf(obvious.logistic()));
    // The obvious one starts at the first bar each time, so it is asked now and then only.
    if (query.vector().getRowIndex() % 16 == 15) {
      assertThat(query.tradingviewVote()).isEqualTo(obvious.tradingview());
    }
  }

  @Property(tries = 2)
  void thePermanentMemoryEndsWhereItShould(@ForAll long seed) {
    EnsembleOptions options = options(8, 100, 4, 0);
    TestingVectors vectors = new TestingVectors(SYMBOL, MINUTE_MS, 4, seed);
    InferenceMemory memory = new InferenceMemory(SYMBOL, options);
    ObviousInference obvious = new ObviousInference(options);
    Optional<Query> last = Optional.empty();
    for (int row = 0; row < 2_100 || last.isEmpty(); row++) {
      FeatureVector vector = vectors.next();
      obvious.absorb(vector);
      last = memory.absorb(vector);
    }
    assertThat(last.orElseThrow().tradingviewVote()).isEqualTo(obvious.tradingview());
  }

  @Property(tries = 60)
  void aRestoredMemoryAnswersLikeTheOriginal(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 150) int window) {
    EnsembleOptions options = options(1, window, 4, 5);
    SplittableRandom random = new SplittableRandom(seed);
    List<TestingVectors> timeframes =
        List.of(
            new TestingVectors(SYMBOL, 5 * MINUTE_MS, 4, seed),
            new TestingVectors(SYMBOL, MINUTE_MS, 4, seed + 1));
    InferenceMemory original = new InferenceMemory(SYMBOL, options);
    InferenceMemory restored = new InferenceMemory(SYMBOL, options);
    try (Ensemble ensemble = Ensemble.jvm(options)) {
      for (int i = 0; i < 400; i++) {
        FeatureVector vector = timeframes.get(random.nextInt(2)).any();
        assertThat(answer(ensemble, restored.absorb(vector)))
            .isEqualTo(answer(ensemble, original.absorb(vector)));
        if (random.nextInt(12) == 0) {
          restored = InferenceMemory.restore(options, throughBytes(restored.image()));
          assertThat(restored.image()).isEqualTo(original.image());
        }
      }
    }
  }

  @Property(tries = 60)
  void anImageIsNotChangedByWhatComesAfterIt(@ForAll long seed) {
    EnsembleOptions options = options(3, 30, 4, 5);
    TestingVectors vectors = new TestingVectors(SYMBOL, MINUTE_MS, 4, seed);
    InferenceMemory memory = new InferenceMemory(SYMBOL, options);
    for (int i = 0; i < 60; i++) {
      memory.absorb(vectors.any());
    }
    InferenceState image = memory.image();
    InferenceState written = throughBytes(image);
    for (int i = 0; i < 60; i++) {
      memory.absorb(vectors.any());
    }
    assertThat(image).isEqualTo(written);
  }

  @Property(tries = 100)
  void aCorrectedRowLeavesTheMemoryAsIfItHadComeSoAtFirst(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 80) int rows) {
    EnsembleOptions options = options(3, 20, 4, 5);
    TestingVectors vectors = new TestingVectors(SYMBOL, MINUTE_MS, 4, seed);
    InferenceMemory corrected = new InferenceMemory(SYMBOL, options);
    InferenceMemory right = new InferenceMemory(SYMBOL, options);
    for (int row = 0; row < rows; row++) {
      FeatureVector vector = vectors.next();
      corrected.absorb(vector);
      right.absorb(vector);
    }
    corrected.absorb(vectors.next());
    corrected.absorb(vectors.correctLast());
    FeatureVector mend = vectors.correctLast();
    corrected.absorb(mend);
    right.absorb(TestingVectors.asFirst(mend));
    assertThat(corrected.image()).isEqualTo(right.image());
  }

  @Property(tries = 100)
  void aQueryIsAnsweredAlikeWhileOthersComeAfterIt(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 40) int inFlight) {
    EnsembleOptions options = options(8, 50, 4, inFlight);
    TestingVectors vectors = new TestingVectors(SYMBOL, MINUTE_MS, 4, seed);
    InferenceMemory memory = new InferenceMemory(SYMBOL, options);
    try (Ensemble ensemble = Ensemble.jvm(options)) {
      for (int i = 0; i < 100; i++) {
        memory.absorb(vectors.any());
      }
      Optional<Query> query = memory.absorb(vectors.next());
      Optional<Prediction> atOnce = answer(ensemble, query);
      for (int further = 0; further < inFlight; ) {
        FeatureVector vector = vectors.any();
        memory.absorb(vector);
        further += vector.getCorrected() ? 0 : 1;
      }
      assertThat(answer(ensemble, query)).isEqualTo(atOnce);
    }
  }

  @Property(tries = 60)
  void aBatchAnswersLikeItsQueriesOneByOne(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int size) {
    EnsembleOptions options = options(3, 50, 4, 100);
    TestingVectors vectors = new TestingVectors(SYMBOL, MINUTE_MS, 4, seed);
    InferenceMemory memory = new InferenceMemory(SYMBOL, options);
    List<Query> batch = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      memory.absorb(vectors.any()).ifPresent(batch::add);
    }
    try (Ensemble one = Ensemble.jvm(options);
        Ensemble many = Ensemble.jvm(options)) {
      List<Optional<Prediction>> singly = new ArrayList<>();
      for (Query query : batch) {
        singly.add(one.predict(query));
      }
      assertThat(many.predict(batch)).isEqualTo(singly);
      // Buffers of a batch must not show in the next.
      assertThat(many.predict(batch)).isEqualTo(singly);
    }
  }

  private static EnsembleOptions options(int neighbours, int window, int horizon, int inFlight) {
    return new EnsembleOptions(
        0.4, 0.3, 0.1, 0.2, neighbours, window, horizon, inFlight, 0.1, 0.01, 5);
  }

  private static double score(Classifier classifier, Query query) {
    double[] scores = new double[1];
    classifier.score(List.of(query), scores);
    return scores[0];
  }

  private static Optional<Prediction> answer(Ensemble ensemble, Optional<Query> query) {
    return query.flatMap(ensemble::predict);
  }

  private static InferenceState throughBytes(InferenceState image) {
    try {
      return InferenceState.fromByteBuffer(image.toByteBuffer());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
