package io.lorentz.core.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lorentz.schemas.FeatureVector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class AcknowledgedClassifierTest {

  private static final long MINUTE = 60_000;
  private static final EnsembleOptions OPTIONS =
      new EnsembleOptions(0, 0, 1, 0, 8, 50, 4, 64, 0.05, 1e-4, 30);

  private final Ledger ledger = new Ledger();
  private final Member member = new Member();

  /** Scores by the place in the batch: no two answers to one query are alike. */
  private static final class Member implements Classifier {
    private final List<Integer> batches = new ArrayList<>();
    private boolean closed;

    @Override
    public String name() {
      return "torchscript";
    }

    @Override
    public void score(List<Query> batch, double[] scores) {
      batches.add(batch.size());
      for (int i = 0; i < batch.size(); i++) {
        scores[i] = batches.size() + i / 1_000.0;
      }
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  /** Keeps what it is told; the first of a vector stays. */
  private static final class Ledger implements OutputLedger {
    private final Map<Long, Double> byClose = new HashMap<>();
    private long forgotten = Long.MIN_VALUE;
    private boolean lossy;
    private boolean closed;

    @Override
    public void forgetBefore(long logTimeMs) {
      forgotten = logTimeMs;
    }

    @Override
    public OptionalDouble find(FeatureVector vector) {
      assertThat(vector.getLogTimeMs()).isGreaterThanOrEqualTo(forgotten);
      Double known = byClose.get(vector.getCloseTimeMs());
      return known == null ? OptionalDouble.empty() : OptionalDouble.of(known);
    }

    @Override
    public void acknowledge(List<FeatureVector> vectors, List<Double> scores) {
      for (int i = 0; i < scores.size() && !lossy; i++) {
        byClose.putIfAbsent(vectors.get(i).getCloseTimeMs(), scores.get(i));
      }
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  @Test
  void whatWasAcknowledgedIsNeverComputedAgain() {
    List<Query> queries = queries(10);
    double[] first = scores(queries.subList(0, 6));
    double[] again = scores(queries);

    assertThat(member.batches).containsExactly(6, 4);
    assertThat(again).startsWith(first);
    assertThat(scores(queries)).isEqualTo(again);
    assertThat(member.batches).hasSize(2);
    assertThat(ledger.byClose).hasSize(10);
  }

  @Test
  void onlyWhatIsMissingIsAskedWhereverItStandsInTheBatch() {
    List<Query> queries = queries(4);
    ledger.byClose.put(queries.get(1).vector().getCloseTimeMs(), -0.5);
    ledger.byClose.put(queries.get(3).vector().getCloseTimeMs(), Double.NaN);

    assertThat(scores(queries)).containsExactly(1.0, -0.5, 1.001, Double.NaN);
    assertThat(member.batches).containsExactly(2);
  }

  @Test
  void theFirstOutputCountsWhoeverWroteIt() {
    List<Query> queries = queries(2);
    // A version that rides along asks about the same bar in the same batch.
    List<Query> twice = List.of(queries.get(0), queries.get(1), queries.get(0));

    assertThat(scores(twice)).containsExactly(1.0, 1.001, 1.0);
  }

  @Test
  void aLedgerThatLosesWhatItAcknowledgedIsNoticed() {
    ledger.lossy = true;
    List<Query> queries = queries(1);
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> scores(queries))
        .withMessageContaining("ledger: has no output for BTCUSDT");
  }

  @Test
  void bothAreTakenOver() {
    AcknowledgedClassifier classifier = new AcknowledgedClassifier(member, ledger);
    classifier.score(List.of(), new double[0]);
    assertThat(classifier.name()).isEqualTo("torchscript");
    classifier.close();
    assertThat(member.closed).isTrue();
    assertThat(ledger.closed).isTrue();
  }

  private double[] scores(List<Query> batch) {
    double[] scores = new double[batch.size()];
    // A new one each time, as after a restart; it is the ledger that remembers.
    new AcknowledgedClassifier(member, ledger).score(batch, scores);
    return scores;
  }

  private static List<Query> queries(int count) {
    TestingVectors vectors = new TestingVectors("BTCUSDT", MINUTE, 4, 1);
    InferenceMemory memory = new InferenceMemory("BTCUSDT", OPTIONS);
    List<Query> queries = new ArrayList<>();
    while (queries.size() < count) {
      memory.absorb(vectors.next()).ifPresent(queries::add);
    }
    return queries;
  }
}
