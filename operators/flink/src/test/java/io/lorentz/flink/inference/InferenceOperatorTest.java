package io.lorentz.flink.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lorentz.core.inference.Classifier;
import io.lorentz.core.inference.Ensemble;
import io.lorentz.core.inference.EnsembleOptions;
import io.lorentz.core.inference.Member;
import io.lorentz.core.inference.Query;
import io.lorentz.flink.metrics.MeterClock;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.FeatureVector;
import io.lorentz.schemas.InferenceInput;
import io.lorentz.schemas.Prediction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InferenceOperatorTest {

  private static final EnsembleOptions CHANDELIER_ALONE =
      new EnsembleOptions(0, 0, 1, 0, 8, 2_000, 4, 64, 0.05, 1e-4, 200);

  /** A batch is scored only when the test lets it; sizes tell how the queries were batched. */
  private static final class TestingClassifier implements Classifier {
    static final Semaphore PERMITS = new Semaphore(0);
    static final Queue<Integer> BATCHES = new ConcurrentLinkedQueue<>();

    @Override
    public String name() {
      return Member.CHANDELIER.key();
    }

    @Override
    public void score(List<Query> batch, double[] scores) {
      PERMITS.acquireUninterruptibly();
      BATCHES.add(batch.size());
      for (int i = 0; i < batch.size(); i++) {
        if (batch.get(i).vector().getClose() < 0) {
          throw new IllegalArgumentException("close below zero");
        }
        scores[i] = batch.get(i).vector().getChandelierDirection();
      }
    }
  }

  @BeforeEach
  void freshClassifier() {
    TestingClassifier.PERMITS.drainPermits();
    TestingClassifier.BATCHES.clear();
  }

  @Test
  void aBatchLeavesWhenItIsFullAndWatermarksKeepTheirPlace() throws Exception {
    try (var harness = held(new BatchOptions(2, 1_000, 8))) {
      send(harness, "A", 0);
      send(harness, "B", 1);
      send(harness, "A", 2);
      TestingClassifier.PERMITS.release(2);

      harness.getOperator().prepareSnapshotPreBarrier(1);

      assertThat(TestingClassifier.BATCHES).containsExactly(2, 1);
      assertThat(leaving(harness)).containsExactly("A@0", "w0", "B@1", "w1", "A@2", "w2");
    }
  }

  @Test
  void aBatchLeavesWhenItsTimeBoundEnds() throws Exception {
    try (var harness = held(new BatchOptions(10, 2, 20))) {
      harness.setProcessingTime(0);
      send(harness, "A", 0);
      send(harness, "A", 1);
      TestingClassifier.PERMITS.release(1);

      harness.setProcessingTime(2);
      send(harness, "A", 2);
      TestingClassifier.PERMITS.release(1);
      ((InferenceOperator) harness.getOperator()).endInput();

      assertThat(TestingClassifier.BATCHES).containsExactly(2, 1);
      assertThat(leaving(harness)).containsExactly("A@0", "w0", "A@1", "w1", "A@2", "w2");
    }
  }

  @Test
  void nothingIsLeftBehindWhenTheInputEnds() throws Exception {
    try (var harness = held(new BatchOptions(10, 1_000, 20))) {
      send(harness, "A", 0);
      TestingClassifier.PERMITS.release(1);

      ((InferenceOperator) harness.getOperator()).endInput();

      assertThat(leaving(harness)).containsExactly("A@0", "w0");
    }
  }

  @Test
  void aFailureOfAWorkerFailsTheTask() throws Exception {
    try (var harness = held(new BatchOptions(10, 1_000, 20))) {
      harness.processElement(new StreamRecord<>(input(vector("A", 0, 0, -1.0)), 0));
      TestingClassifier.PERMITS.release(1);

      assertThatThrownBy(() -> harness.getOperator().prepareSnapshotPreBarrier(1))
          .hasStackTraceContaining("close below zero");
    }
  }

  @Test
  void batchingChangesNoPrediction() throws Exception {
    List<FeatureVector> walk = walk(400);

    List<Prediction> atOnce = predictions(walk, BatchOptions.defaults());
    List<Prediction> batched = predictions(walk, new BatchOptions(7, 5, 14));

    assertThat(atOnce).hasSizeGreaterThan(100);
    assertThat(batched).isEqualTo(atOnce);
  }

  @Test
  void rowsWithoutAQueryDoNotOverwriteWhatAWaitingOneReads() throws Exception {
    List<FeatureVector> walk = walk(400);
    // As after an unbridged gap: far more rows without a query than the ring has room for.
    walk.subList(200, 330).forEach(vector -> vector.setAdx20(Double.NaN));
    BatchOptions longBatches = new BatchOptions(64, 60_000, 64);

    List<Prediction> atOnce = predictions(walk, BatchOptions.defaults());
    List<Prediction> batched = predictions(walk, longBatches);

    assertThat(atOnce).hasSizeGreaterThan(100);
    assertThat(batched).isEqualTo(atOnce);
  }

  @Test
  void aRestoredOperatorGoesOnAsIfNothingHadHappened() throws Exception {
    List<FeatureVector> walk = walk(400);
    List<Prediction> uninterrupted = predictions(walk, BatchOptions.defaults());

    List<Prediction> interrupted = new ArrayList<>();
    EnsembleOptions options = quick();
    var before = harness(options, EnsembleFactory.jvm(), BatchOptions.defaults());
    before.open();
    feed(before, walk.subList(0, 250));
    interrupted.addAll(before.extractOutputValues());
    var snapshot = before.snapshot(1, 1);
    before.close();
    try (var after = harness(options, EnsembleFactory.jvm(), BatchOptions.defaults())) {
      after.initializeState(snapshot);
      after.open();
      feed(after, walk.subList(250, 400));
      interrupted.addAll(after.extractOutputValues());
    }

    assertThat(interrupted).isEqualTo(uninterrupted);
  }

  private static EnsembleOptions quick() {
    return new EnsembleOptions(0.6, 0.3, 0.1, 0, 4, 50, 4, 64, 0.05, 1e-4, 30);
  }

  private static List<Prediction> predictions(List<FeatureVector> walk, BatchOptions batching)
      throws Exception {
    try (var harness = harness(quick(), EnsembleFactory.jvm(), batching)) {
      harness.open();
      feed(harness, walk);
      ((InferenceOperator) harness.getOperator()).endInput();
      return harness.extractOutputValues();
    }
  }

  private static void feed(
      KeyedOneInputStreamOperatorTestHarness<String, InferenceInput, Prediction> harness,
      List<FeatureVector> vectors)
      throws Exception {
    for (FeatureVector vector : vectors) {
      harness.processElement(new StreamRecord<>(input(vector), vector.getLogTimeMs()));
      harness.processWatermark(vector.getLogTimeMs());
    }
  }

  private static List<FeatureVector> walk(int rows) {
    SplittableRandom random = new SplittableRandom(5);
    double[] closes = new double[rows];
    List<FeatureVector> vectors = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      closes[row] = (row == 0 ? 100 : closes[row - 1]) + random.nextInt(-3, 4) * 0.5;
      int matured = row < 4 ? -1 : row - 4;
      int label = matured < 0 ? 0 : (int) Math.signum(closes[row] - closes[matured]);
      vectors.add(
          new FeatureVector(
              (long) row,
              0,
              "A",
              60_000L,
              row * 60_000L,
              (long) row,
              random.nextDouble(),
              random.nextDouble(),
              random.nextDouble(),
              random.nextDouble(),
              random.nextDouble(),
              random.nextBoolean() ? 1 : -1,
              1.0,
              closes[row],
              BarQuality.COMPLETE,
              false,
              (long) matured,
              label));
    }
    return vectors;
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, InferenceInput, Prediction> held(
      BatchOptions batching) throws Exception {
    var harness =
        harness(
            CHANDELIER_ALONE,
            (options, moved) -> new Ensemble(options, new TestingClassifier()),
            batching);
    harness.open();
    return harness;
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, InferenceInput, Prediction> harness(
      EnsembleOptions options, EnsembleFactory ensembles, BatchOptions batching) throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new InferenceOperatorFactory(options, ensembles, batching, MeterClock.stopped()),
        InferenceInput::getInstrument,
        Types.STRING);
  }

  private static InferenceInput input(FeatureVector vector) {
    return new InferenceInput(vector.getInstrument(), vector);
  }

  private final Map<String, Long> rows = new HashMap<>();

  private void send(
      KeyedOneInputStreamOperatorTestHarness<String, InferenceInput, Prediction> harness,
      String instrument,
      long logTimeMs)
      throws Exception {
    long row = rows.merge(instrument, 1L, Long::sum) - 1;
    harness.processElement(
        new StreamRecord<>(input(vector(instrument, logTimeMs, row, 1.0)), logTimeMs));
    harness.processWatermark(logTimeMs);
  }

  private static FeatureVector vector(String instrument, long logTimeMs, long row, double close) {
    return new FeatureVector(
        logTimeMs,
        0,
        instrument,
        60_000L,
        row * 60_000,
        row,
        0.5,
        0.5,
        0.5,
        0.5,
        0.5,
        1,
        1.0,
        close,
        BarQuality.COMPLETE,
        false,
        -1L,
        0);
  }

  private static List<String> leaving(
      KeyedOneInputStreamOperatorTestHarness<String, InferenceInput, Prediction> harness) {
    List<String> leaving = new ArrayList<>();
    for (Object element : harness.getOutput()) {
      if (element instanceof Watermark watermark) {
        leaving.add("w" + watermark.getTimestamp());
      } else if (element instanceof StreamRecord<?> answer) {
        Prediction prediction = (Prediction) answer.getValue();
        leaving.add(prediction.getInstrument() + "@" + answer.getTimestamp());
      }
    }
    return leaving;
  }
}
