package io.lorentz.pytorch;

import io.lorentz.core.inference.Calibration;
import io.lorentz.core.inference.Classifier;
import io.lorentz.core.inference.EnsembleOptions;
import io.lorentz.core.inference.FeatureRing;
import io.lorentz.core.inference.InferenceMemory;
import io.lorentz.core.inference.JvmNeighbours;
import io.lorentz.core.inference.LogisticWeights;
import io.lorentz.core.inference.MemberWeights;
import io.lorentz.core.inference.MoveRegression;
import io.lorentz.core.inference.Query;
import io.lorentz.core.inference.TrainedModel;
import io.lorentz.core.inference.TrainedSeries;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.FeatureVector;
import io.lorentz.schemas.ModelRole;
import io.lorentz.schemas.ModelVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Tries a device: whether it gives the votes of plain Java, on made-up rows with planted ties, and
 * how fast both are. The rows drift slowly, as indicators do.
 */
public final class DeviceTrial {

  private static final long MINUTE_MS = 60_000;
  private static final int REPEATS = 5;

  private final FeatureRing memory;
  private final List<Query> queries;
  private final EnsembleOptions options;

  /**
   * What came out for one size.
   *
   * @param rows rows of the memory
   * @param batch queries of a call
   * @param differing votes of the device that differ from plain Java's, of all queries
   * @param rankedWhole votes for which the host took all rows
   * @param plainRate rows × queries a second in plain Java, median of five calls
   * @param deviceRate the same on the device
   */
  public record Result(
      int rows, int batch, int differing, long rankedWhole, double plainRate, double deviceRate) {}

  /**
   * Makes a memory and queries.
   *
   * @param rows rows of the memory, 32 or more; every 16th is there several times
   * @param queries how many, 1 or more
   */
  public DeviceTrial(int rows, int queries, long seed) {
    options = EnsembleOptions.defaults();
    SplittableRandom random = new SplittableRandom(seed);
    double[][] columns = new double[FeatureRing.FEATURES][rows];
    byte[] labels = new byte[rows];
    double[] walk = {0.5, 0.5, 0.5, 0.5, 0.5};
    for (int row = 0; row < rows; row++) {
      advance(walk, random);
      // A tie: the row of some time ago again, with a label of its own.
      int source = row % 16 == 15 ? row - 1 - random.nextInt(Math.min(row, 15)) : row;
      for (int feature = 0; feature < walk.length; feature++) {
        columns[feature][row] = source == row ? walk[feature] : columns[feature][source];
      }
      labels[row] = (byte) (random.nextInt(3) - 1);
    }
    memory = FeatureRing.of(columns, labels);
    this.queries = queries(memory, queries, random);
  }

  private static void advance(double[] walk, SplittableRandom random) {
    for (int feature = 0; feature < walk.length; feature++) {
      walk[feature] = 0.5 + 0.9 * (walk[feature] - 0.5) + 0.2 * (random.nextDouble() - 0.5);
    }
  }

  /** Every fourth query is a row of the memory, so that ties stand at the very front. */
  private List<Query> queries(FeatureRing memory, int count, SplittableRandom random) {
    List<double[]> asked = new ArrayList<>();
    double[] walk = {0.5, 0.5, 0.5, 0.5, 0.5};
    for (int i = 0; i < count; i++) {
      advance(walk, random);
      double[] features = walk.clone();
      if (i % 4 == 3) {
        int row = random.nextInt(memory.capacity());
        for (int feature = 0; feature < features.length; feature++) {
          features[feature] = memory.column(feature)[row];
        }
      }
      asked.add(features);
    }
    return queries(options, memory, asked);
  }

  /** Queries of a trained memory, one per row of features. */
  public static List<Query> queries(
      EnsembleOptions options, FeatureRing memory, List<double[]> asked) {
    TrainedSeries series =
        new TrainedSeries(
            MINUTE_MS,
            memory,
            MemberWeights.of(options),
            new LogisticWeights(0, 0, 0, 0, 0, 0, memory.capacity()),
            new Calibration(0, 1),
            new MoveRegression(0, List.of(0.0, 0.0, 0.0, 0.0, 0.0, 0.0)));
    TrainedModel model = new TrainedModel("trial", -1, 0, List.of(series));
    InferenceMemory rows = new InferenceMemory("TRIAL", options, Optional.of(id -> model));
    rows.announce(new ModelVersion("trial", ModelRole.PRIMARY, 0L, ""));
    List<Query> queries = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      queries.add(rows.absorb(vector(i, asked.get(i))).orElseThrow());
    }
    return queries;
  }

  private static FeatureVector vector(int row, double[] f) {
    return new FeatureVector(
        (long) row,
        0,
        "TRIAL",
        MINUTE_MS,
        row * MINUTE_MS,
        (long) row,
        f[0],
        f[1],
        f[2],
        f[3],
        f[4],
        1,
        1.0,
        100.0,
        BarQuality.COMPLETE,
        false,
        -1L,
        0);
  }

  /**
   * Tries a device.
   *
   * @param batch queries of a call, at most as many as there are
   */
  public Result run(TorchNeighbours device, int batch) {
    long wholeBefore = device.rankedWhole();
    double[] expected = new double[queries.size()];
    double[] actual = new double[queries.size()];
    try (JvmNeighbours plain = new JvmNeighbours(options)) {
      double plainRate = rate(plain, batch, expected);
      double deviceRate = rate(device, batch, actual);
      int differing = 0;
      for (int i = 0; i < expected.length; i++) {
        differing += Double.compare(expected[i], actual[i]) == 0 ? 0 : 1;
      }
      long whole = (device.rankedWhole() - wholeBefore) / (REPEATS + 1);
      return new Result(memory.capacity(), batch, differing, whole, plainRate, deviceRate);
    }
  }

  private double rate(Classifier classifier, int batch, double[] scores) {
    double[] seconds = new double[REPEATS];
    all(classifier, batch, scores);
    for (int i = 0; i < REPEATS; i++) {
      long began = System.nanoTime();
      all(classifier, batch, scores);
      seconds[i] = (System.nanoTime() - began) / 1e9;
    }
    Arrays.sort(seconds);
    return (double) memory.capacity() * queries.size() / seconds[REPEATS / 2];
  }

  private void all(Classifier classifier, int batch, double[] scores) {
    double[] some = new double[batch];
    for (int from = 0; from < queries.size(); from += batch) {
      int to = Math.min(queries.size(), from + batch);
      classifier.score(queries.subList(from, to), some);
      System.arraycopy(some, 0, scores, from, to - from);
    }
  }
}
