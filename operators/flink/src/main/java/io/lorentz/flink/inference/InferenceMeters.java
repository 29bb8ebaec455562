package io.lorentz.flink.inference;

import io.lorentz.core.inference.Unscored;
import io.lorentz.flink.metrics.LabelledCounters;
import io.lorentz.flink.metrics.TimeframeCounters;
import io.lorentz.flink.metrics.UnitHistogram;
import io.lorentz.schemas.Prediction;
import java.util.Locale;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;

/** What is measured of scoring. */
final class InferenceMeters {

  private final Histogram latency;
  private final Histogram batches;
  private final TimeframeCounters predictions;
  private final LabelledCounters unscored;
  private final Counter moves;

  InferenceMeters(MetricGroup operator) {
    MetricGroup stage = operator.addGroup("inference");
    latency = stage.histogram("latency_seconds", UnitHistogram.ofNanos());
    batches = stage.histogram("batch_queries", new UnitHistogram(1));
    predictions = new TimeframeCounters(stage, "predictions_total");
    unscored = new LabelledCounters(stage, "reason", "unscored_total");
    moves = stage.counter("device_moves_total");
    // From 0 on: alerts ask for them where nothing has happened yet.
    for (Unscored reason : Unscored.values()) {
      counter(reason);
    }
  }

  /** A batch of so many queries goes to the ensemble. */
  void batch(int queries) {
    batches.update(queries);
  }

  /** A row with all its features was not asked of the trained models. */
  void unscored(Unscored reason) {
    counter(reason).inc();
  }

  private Counter counter(Unscored reason) {
    return unscored.of(reason.name().toLowerCase(Locale.ROOT));
  }

  /** A device was given up. */
  void deviceMoved() {
    moves.inc();
  }

  /** A prediction leaves, so many ns after its query came. */
  void answered(Prediction prediction, long nanos) {
    latency.update(nanos);
    predictions.of(prediction.getInstrument()).of(prediction.getTimeframeMs()).inc();
  }
}
