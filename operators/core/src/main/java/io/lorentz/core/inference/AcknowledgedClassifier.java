package io.lorentz.core.inference;

import io.lorentz.schemas.FeatureVector;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A member whose arithmetic is not bit-exact, made repeatable: what it says is acknowledged in a
 * ledger before anything follows from it, and what lies there is never computed again.
 */
public final class AcknowledgedClassifier implements Classifier {

  private final Classifier member;
  private final OutputLedger ledger;

  /** Keeps both; they are taken over. */
  public AcknowledgedClassifier(Classifier member, OutputLedger ledger) {
    this.member = member;
    this.ledger = ledger;
  }

  @Override
  public String name() {
    return member.name();
  }

  @Override
  public void score(List<Query> batch, double[] scores) {
    if (batch.isEmpty()) {
      return;
    }
    ledger.forgetBefore(batch.get(0).vector().getLogTimeMs());
    List<Query> missing = new ArrayList<>();
    for (Query query : batch) {
      if (ledger.find(query.vector()).isEmpty()) {
        missing.add(query);
      }
    }
    if (!missing.isEmpty()) {
      acknowledge(missing);
    }
    for (int i = 0; i < batch.size(); i++) {
      scores[i] = known(batch.get(i).vector());
    }
  }

  private void acknowledge(List<Query> missing) {
    double[] computed = new double[missing.size()];
    member.score(missing, computed);
    List<FeatureVector> vectors = new ArrayList<>();
    List<Double> scores = new ArrayList<>();
    for (int i = 0; i < computed.length; i++) {
      vectors.add(missing.get(i).vector());
      scores.add(computed[i]);
    }
    ledger.acknowledge(vectors, scores);
  }

  private double known(FeatureVector vector) {
    // Not what was computed here: another writer may have been first.
    OptionalDouble counts = ledger.find(vector);
    return counts.orElseThrow(
        () ->
            new IllegalStateException(
                "ledger: has no output for "
                    + vector.getInstrument()
                    + " at "
                    + vector.getCloseTimeMs()
                    + " although it was acknowledged; mend the ledger"));
  }

  @Override
  public void close() {
    try (ledger) {
      member.close();
    }
  }
}
