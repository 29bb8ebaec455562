package io.lorentz.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lorentz.core.inference.Classifier;
import io.lorentz.core.inference.EnsembleOptions;
import io.lorentz.core.inference.FeatureRing;
import io.lorentz.core.inference.JvmNeighbours;
import io.lorentz.core.inference.NeighbourScan;
import io.lorentz.core.inference.Query;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every implementation of the member {@code lorentzian} over a trained memory promises. The
 * device is the CPU, or what the system property {@code lorentz.device} names.
 */
class NeighbourContractTest {

  private static final EnsembleOptions OPTIONS = EnsembleOptions.defaults();
  private static final String DEVICE = System.getProperty("lorentz.device", "cpu");

  /** The implementations. */
  enum Implementation {
    JVM_SCALAR,
    JVM_FASTEST,
    PYTORCH;

    Classifier make() {
      return switch (this) {
        case JVM_SCALAR -> new JvmNeighbours(OPTIONS, NeighbourScan.scalar());
        case JVM_FASTEST -> new JvmNeighbours(OPTIONS);
        case PYTORCH -> new TorchNeighbours(OPTIONS, DEVICE);
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void votesAreThoseOfRowsSortedByTheirDistance(Implementation implementation) {
    for (int rows : new int[] {8, 9, 31, 32, 33, 500, 2_000}) {
      FeatureRing memory = memory(rows, rows, 1e-3);
      check(implementation, memory, asked(memory, 60, rows));
    }
  }

  @ParameterizedTest
  @EnumSource
  void ofEquallyNearRowsTheFirstVote(Implementation implementation) {
    // Ten different rows only: hundreds are equally near, more than any margin holds.
    FeatureRing memory = memory(1_000, 3, 0.1);
    check(implementation, memory, asked(memory, 60, 4));
  }

  @ParameterizedTest
  @EnumSource
  void rowsThatSinglePrecisionCannotTellApartAreRankedRight(Implementation implementation) {
    SplittableRandom random = new SplittableRandom(6);
    double[][] columns = new double[FeatureRing.FEATURES][400];
    byte[] labels = new byte[400];
    for (int row = 0; row < 400; row++) {
      for (double[] column : columns) {
        column[row] = 0.5 + random.nextInt(100) * 1e-11;
      }
      labels[row] = (byte) (random.nextInt(3) - 1);
    }
    FeatureRing memory = FeatureRing.of(columns, labels);
    check(implementation, memory, List.of(new double[] {0.5, 0.5, 0.5, 0.5, 0.5}));
  }

  @ParameterizedTest
  @EnumSource
  void featuresFarOutAreNoTrouble(Implementation implementation) {
    FeatureRing memory = memory(300, 8, 1e-3);
    check(
        implementation,
        memory,
        List.of(
            new double[] {1e6, 0, 0, 0, 0},
            new double[] {-5, 900, 3, 2, 1},
            new double[] {1e12, 1e12, 1e12, 1e12, 1e12}));
  }

  @ParameterizedTest
  @EnumSource
  void fewerRowsThanNeighboursHaveNoVote(Implementation implementation) {
    FeatureRing memory = memory(7, 9, 1e-3);
    List<Query> queries =
        DeviceTrial.queries(OPTIONS, memory, List.of(new double[] {0.5, 0.5, 0.5, 0.5, 0.5}));
    double[] scores = new double[1];
    try (Classifier classifier = implementation.make()) {
      classifier.score(queries, scores);
    }
    assertThat(scores[0]).isNaN();
  }

  @ParameterizedTest
  @EnumSource
  void aVoteDoesNotDependOnItsBatchNorOnOtherMemoriesInIt(Implementation implementation) {
    FeatureRing one = memory(700, 11, 1e-3);
    FeatureRing two = memory(300, 12, 1e-3);
    List<Query> queries = new ArrayList<>(DeviceTrial.queries(OPTIONS, one, asked(one, 40, 13)));
    queries.addAll(3, DeviceTrial.queries(OPTIONS, two, asked(two, 40, 14)));
    double[] together = new double[queries.size()];
    try (Classifier classifier = implementation.make()) {
      classifier.score(queries, together);
      for (int i = 0; i < queries.size(); i++) {
        double[] alone = new double[1];
        classifier.score(List.of(queries.get(i)), alone);
        assertThat(alone[0]).isEqualTo(together[i]);
      }
    }
  }

  @Test
  void moreMemoriesThanTheDeviceKeepsAreAnsweredAsWell() {
    try (Classifier device = new TorchNeighbours(OPTIONS, DEVICE);
        Classifier plain = new JvmNeighbours(OPTIONS)) {
      for (int i = 0; i < 25; i++) {
        FeatureRing memory = memory(100, i % 12, 1e-3);
        List<Query> queries = DeviceTrial.queries(OPTIONS, memory, asked(memory, 5, i));
        double[] expected = new double[5];
        double[] actual = new double[5];
        plain.score(queries, expected);
        device.score(queries, actual);
        assertThat(actual).isEqualTo(expected);
      }
    }
  }

  @Test
  void aTrialFindsNoDifferenceAndLittleToRankAgain() {
    try (TorchNeighbours device = new TorchNeighbours(OPTIONS, DEVICE)) {
      DeviceTrial.Result result = new DeviceTrial(5_000, 512, 1).run(device, 64);
      assertThat(result.differing()).isZero();
      assertThat(result.rankedWhole()).isLessThan(10);
      assertThat(result.deviceRate()).isPositive();
    }
  }

  @Test
  void aDeviceThatIsNotThereIsSaidAtOnce() {
    assertThatExceptionOfType(DeviceException.class)
        .isThrownBy(() -> new TorchNeighbours(OPTIONS, "gpu:99"))
        .withMessageContaining("device: must be one that PyTorch finds, was gpu:99");
    assertThatExceptionOfType(DeviceException.class)
        .isThrownBy(() -> new TorchNeighbours(OPTIONS, "cuda"))
        .withMessageContaining("must be cpu, gpu:N or auto, was cuda");
    try (TorchNeighbours automatic = new TorchNeighbours(OPTIONS, "auto")) {
      assertThat(automatic.device()).isEqualTo(Torch.hasGpu() ? "gpu(0)" : "cpu()");
    }
  }

  private static void check(
      Implementation implementation, FeatureRing memory, List<double[]> asked) {
    List<Query> queries = DeviceTrial.queries(OPTIONS, memory, asked);
    double[] scores = new double[queries.size()];
    try (Classifier classifier = implementation.make()) {
      classifier.score(queries, scores);
    }
    for (int i = 0; i < queries.size(); i++) {
      assertThat(scores[i]).isEqualTo(obvious(memory, asked.get(i)));
    }
  }

  private static double obvious(FeatureRing memory, double[] query) {
    List<Integer> rows = new ArrayList<>();
    for (int row = 0; row < memory.capacity(); row++) {
      rows.add(row);
    }
    rows.sort(
        Comparator.comparingDouble((Integer row) -> product(memory, row, query))
            .thenComparing(Comparator.naturalOrder()));
    int sum = 0;
    for (int row : rows.subList(0, OPTIONS.neighbours())) {
      sum += memory.label(row);
    }
    return (double) sum / OPTIONS.neighbours();
  }

  private static double product(FeatureRing memory, int row, double[] query) {
    double product = 1 + Math.abs(query[0] - memory.column(0)[row]);
    for (int feature = 1; feature < query.length; feature++) {
      product *= 1 + Math.abs(query[feature] - memory.column(feature)[row]);
    }
    return product;
  }

  /** Rows whose features are multiples of a step. */
  private static FeatureRing memory(int rows, long seed, double step) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] columns = new double[FeatureRing.FEATURES][rows];
    byte[] labels = new byte[rows];
    int steps = (int) Math.round(1 / step);
    for (int row = 0; row < rows; row++) {
      int same = random.nextInt(steps);
      for (double[] column : columns) {
        column[row] = (steps > 10 ? random.nextInt(steps) : same) * step;
      }
      labels[row] = (byte) (random.nextInt(3) - 1);
    }
    return FeatureRing.of(columns, labels);
  }

  private static List<double[]> asked(FeatureRing memory, int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<double[]> asked = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double[] query = new double[FeatureRing.FEATURES];
      int row = random.nextInt(memory.capacity());
      for (int feature = 0; feature < query.length; feature++) {
        query[feature] = i % 2 == 0 ? random.nextDouble() : memory.column(feature)[row];
      }
      asked.add(query);
    }
    return asked;
  }
}
