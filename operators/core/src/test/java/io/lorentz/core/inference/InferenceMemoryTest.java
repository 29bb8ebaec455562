package io.lorentz.core.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lorentz.schemas.FeatureVector;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InferenceMemoryTest {

  private static final String SYMBOL = "BTCUSDT";
  private static final EnsembleOptions OPTIONS = EnsembleOptions.defaults();
  private static final int HORIZON = OPTIONS.labelHorizonBars();

  private final TestingVectors vectors = new TestingVectors(SYMBOL, 60_000, HORIZON, 7);
  private final InferenceMemory memory = new InferenceMemory(SYMBOL, OPTIONS);

  @Test
  void shouldNameTheRowThatMaturedAsTheNewestCandidate() {
    Query query = defined(30);
    long row = query.vector().getRowIndex();
    assertThat(query.lastRow()).isEqualTo(row - HORIZON);
    assertThat(query.firstRow()).isZero();
    assertThat(query.ring().isMatured(row - HORIZON)).isTrue();
    assertThat(query.ring().isMatured(row - HORIZON + 1)).isFalse();
  }

  @Test
  void shouldKeepNoMoreCandidatesThanTheWindowHas() {
    Query query = defined(2_500);
    assertThat(query.lastRow() - query.firstRow() + 1).isEqualTo(OPTIONS.windowRows());
  }

  @Test
  void aRestartLeavesTheLastRowsBeforeItWithoutLabelAndTheRestAsItWas() {
    defined(30);
    FeatureVector first = vectors.nextAfterRestart();
    memory.absorb(first);
    long restart = first.getRowIndex();
    Query query = defined(30);
    for (long row = restart - HORIZON; row < restart; row++) {
      assertThat(query.ring().isMatured(row)).as("row %d", row).isFalse();
    }
    assertThat(query.ring().isMatured(restart - HORIZON - 1)).isTrue();
    assertThat(query.ring().isMatured(restart)).isTrue();
  }

  @Test
  void aCorrectedRowGivesNoQuery() {
    defined(30);
    assertThat(memory.absorb(vectors.correctLast())).isEmpty();
  }

  @Test
  void aRowWithAnUndefinedFeatureGivesNoQuery() {
    FeatureVector vector = FeatureVector.newBuilder(vectors.next()).setCci20(Double.NaN).build();
    assertThat(memory.absorb(vector)).isEmpty();
  }

  @Test
  void shouldTrainOnNothingBeforeTheFirstLabelMatures() {
    for (int row = 0; row < HORIZON; row++) {
      memory.absorb(vectors.next()).ifPresent(q -> assertThat(q.logistic().trainedRows()).isZero());
    }
  }

  @Test
  void aMemberOfWeightZeroCostsNeitherTimeNorState() {
    EnsembleOptions chandelierOnly =
        new EnsembleOptions(0, 0, 1, 0, 8, 2_000, HORIZON, 10, 0.05, 1e-4, 1);
    InferenceMemory small = new InferenceMemory(SYMBOL, chandelierOnly);
    for (int row = 0; row < 100; row++) {
      small
          .absorb(vectors.next())
          .ifPresent(
              query -> {
                assertThat(query.ring().capacity()).isLessThan(20);
                assertThat(query.logistic().trainedRows()).isZero();
                assertThat(query.tradingviewVote()).isZero();
              });
    }
  }

  @Test
  void shouldRefuseARowThatDoesNotFollow() {
    memory.absorb(vectors.next());
    vectors.next();
    FeatureVector third = vectors.next();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> memory.absorb(third))
        .withMessageStartingWith("rowIndex: must follow row 0");
  }

  @Test
  void shouldRefuseToCorrectARowThatIsNotTheLast() {
    FeatureVector first = FeatureVector.newBuilder(vectors.next()).setCorrected(true).build();
    assertThatIllegalArgumentException().isThrownBy(() -> memory.absorb(first));
  }

  @Test
  void shouldRefuseLabelsOfAnotherHorizon() {
    TestingVectors other = new TestingVectors(SYMBOL, 60_000, 2, 7);
    memory.absorb(other.next());
    memory.absorb(other.next());
    FeatureVector third = other.next();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> memory.absorb(third))
        .withMessageContaining("labelHorizonBars");
  }

  @Test
  void shouldRefuseAVectorOfAnotherInstrument() {
    FeatureVector other = new TestingVectors("ETHUSDT", 60_000, HORIZON, 7).next();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> memory.absorb(other))
        .withMessageStartingWith("instrument: must be BTCUSDT, was ETHUSDT");
  }

  @Test
  void shouldRefuseAStateOfAnotherHorizonAndOneWithoutAMemberThatNeedsTheFirstRows() {
    defined(10);
    EnsembleOptions otherHorizon =
        new EnsembleOptions(1, 0, 0, 0, 8, 2_000, HORIZON + 1, 64, 0.05, 1e-4, 1);
    EnsembleOptions withTradingview =
        new EnsembleOptions(0, 0, 0, 1, 8, 2_000, HORIZON, 64, 0.05, 1e-4, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> InferenceMemory.restore(otherHorizon, memory.image()))
        .withMessageStartingWith("labelHorizonBars: must be 4 as in the state, was 5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> InferenceMemory.restore(withTradingview, memory.image()))
        .withMessageStartingWith("lorentzianTradingviewWeight");
  }

  @Test
  void shouldRestoreIntoALongerWindow() {
    defined(50);
    EnsembleOptions longer = new EnsembleOptions(1, 0, 0, 0, 8, 3_000, HORIZON, 5, 0.05, 1e-4, 1);
    InferenceMemory restored = InferenceMemory.restore(longer, memory.image());
    FeatureVector vector = FeatureVector.newBuilder(vectors.next()).setRsi14(0.5).build();
    Query query = restored.absorb(vector).orElseThrow();
    JvmNeighbours neighbours = new JvmNeighbours(longer);
    long nearest = neighbours.search(query).row(0);
    Query same = memory.absorb(vector).orElseThrow();
    assertThat(neighbours.search(same).row(0)).isEqualTo(nearest);
  }

  /** Absorbs rows until the given number has come and the last one gave a query. */
  private Query defined(int rows) {
    Optional<Query> query = Optional.empty();
    for (int row = 0; row < rows || query.isEmpty(); row++) {
      query = memory.absorb(vectors.next());
    }
    return query.get();
  }
}
