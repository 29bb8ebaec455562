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

  private final TreeMap<Long, Map<Bar, Double>> byLogTime = new TreeMap<>();

  /** What was scored, among all that a log time brought. */
  private record Bar(String instrument, long timeframeMs, long closeTimeMs) {}

  @Override
  public void forgetBefore(long logTimeMs) {
    byLogTime.headMap(logTimeMs).clear();
  }

  @Override
  public OptionalDouble find(FeatureVector vector) {
    Map<Bar, Double> known = byLogTime.getOrDefault(vector.getLogTimeMs(), Map.of());
    Double score =
        known.get(
            new Bar(vector.getInstrument(), vector.getTimeframeMs(), vector.getCloseTimeMs()));
    return score == null ? OptionalDouble.empty() : OptionalDouble.of(score);
  }

  @Override
  public void acknowledge(List<FeatureVector> vectors, List<Double> scores) {
    for (int i = 0; i < scores.size(); i++) {
      FeatureVector vector = vectors.get(i);
      add(
          vector.getLogTimeMs(),
          vector.getInstrument(),
          vector.getTimeframeMs(),
          vector.getCloseTimeMs(),
          scores.get(i));
    }
  }

  /** Keeps an output, unless there is one already. */
  final void add(
      long logTimeMs, String instrument, long timeframeMs, long closeTimeMs, double score) {
    byLogTime
        .computeIfAbsent(logTimeMs, time -> new HashMap<>())
        .putIfAbsent(new Bar(instrument, timeframeMs, closeTimeMs), score);
  }

  @Override
  public void close() {}
}
