package io.lorentz.kafka;

import io.lorentz.core.inference.OutputLedger;
import io.lorentz.schemas.FeatureVector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Outputs of one member that somebody keeps for himself, by log time. */
class OwnLedger implements OutputLedger {

  private final TreeMap<Long, Map<Asked, Double>> byLogTime = new TreeMap<>();

  /**
   * What was scored, among all that a log time brought; f1 to f5 because other settings of the
   * features are another question.
   */
  record Asked(
      String instrument,
      long timeframeMs,
      long closeTimeMs,
      double f1,
      double f2,
      double f3,
      double f4,
      double f5) {
    Asked(FeatureVector vector) {
      this(
          vector.getInstrument(),
          vector.getTimeframeMs(),
          vector.getCloseTimeMs(),
          vector.getRsi14(),
          vector.getWaveTrend(),
          vector.getCci20(),
          vector.getAdx20(),
          vector.getRsi9());
    }
  }

  @Override
  public void forgetBefore(long logTimeMs) {
    byLogTime.headMap(logTimeMs).clear();
  }

  @Override
  public OptionalDouble find(FeatureVector vector) {
    Double score = byLogTime.getOrDefault(vector.getLogTimeMs(), Map.of()).get(new Asked(vector));
    return score == null ? OptionalDouble.empty() : OptionalDouble.of(score);
  }

  @Override
  public void acknowledge(List<FeatureVector> vectors, List<Double> scores) {
    for (int i = 0; i < scores.size(); i++) {
      add(vectors.get(i).getLogTimeMs(), new Asked(vectors.get(i)), scores.get(i));
    }
  }

  /** Keeps an output, unless there is one already. */
  final void add(long logTimeMs, Asked asked, double score) {
    byLogTime.computeIfAbsent(logTimeMs, time -> new HashMap<>()).putIfAbsent(asked, score);
  }

  @Override
  public void close() {}
}
