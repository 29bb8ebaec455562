package io.lorentz.benchmarks;

import io.lorentz.core.inference.EnsembleOptions;
import io.lorentz.core.inference.FeatureRing;
import io.lorentz.core.inference.InferenceMemory;
import io.lorentz.core.inference.JvmNeighbours;
import io.lorentz.core.inference.NearestRows;
import io.lorentz.core.inference.NeighbourScan;
import io.lorentz.core.inference.Query;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.FeatureVector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One exact nearest-neighbour query: window of 2,000 rows, 5 features, k = 8, one thread.
 *
 * <p>Conditions: 4,096 queries of consecutive rows in turn (of 64, the branch predictor learned
 * which rows are taken: 1 µs less); the window moves over the end of the ring; rows read lie in the
 * second-level cache. {@code independent} rows are uniform in 0 to 1; {@code walk} rows drift
 * slowly as indicators do. Every 16th answer is checked against sorting all candidates by the sum
 * of logarithms before anything is timed. Goal on two cores of the reference machine: at most 8 µs
 * scalar and 3 µs by the Vector API; read the median, p0.50.
 *
 * <p>To run it:
 *
 * <pre>
 * mvn -q -B -pl operators/benchmarks -am package -DskipTests
 * java -jar operators/benchmarks/target/core-benchmarks.jar NeighbourBenchmark
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 2,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public class NeighbourBenchmark {

  private static final int QUERIES = 4_096;
  private static final EnsembleOptions OPTIONS = options();
  private static final int ROWS_BEFORE = 3 * OPTIONS.windowRows();

  /** How rows are searched: {@code scalar} or {@code vector}. */
  @Param({"scalar", "vector"})
  public String scan = "scalar";

  /** How the rows are distributed: {@code independent} or {@code walk}. */
  @Param({"independent", "walk"})
  public String rows = "independent";

  private final List<Query> queries = new ArrayList<>();
  private JvmNeighbours neighbours = new JvmNeighbours(OPTIONS);
  private int next;

  /** Fills the memory and checks answers. */
  @Setup
  public void fillAndCheck() {
    neighbours = new JvmNeighbours(OPTIONS, chosenScan());
    InferenceMemory memory = new InferenceMemory("BTCUSDT", OPTIONS);
    SplittableRandom random = new SplittableRandom(2_000);
    double[] features = {0.5, 0.5, 0.5, 0.5, 0.5};
    for (int row = 0; row < ROWS_BEFORE + QUERIES; row++) {
      advance(features, random);
      int label = random.nextInt(3) - 1;
      memory.absorb(vector(row, features, label)).filter(q -> isLate(q)).ifPresent(queries::add);
    }
    for (int i = 0; i < queries.size(); i += 16) {
      check(queries.get(i));
    }
  }

  /** One query. */
  @Benchmark
  public double nearestOf2000() {
    next = (next + 1) % queries.size();
    return neighbours.search(queries.get(next)).product(OPTIONS.neighbours() - 1);
  }

  /** The defaults, with a ring long enough for all queries to stay valid. */
  private static EnsembleOptions options() {
    return new EnsembleOptions(1, 0, 0, 0, 8, 2_000, 4, QUERIES, 0.05, 1e-4, 1);
  }

  private NeighbourScan chosenScan() {
    return scan.equals("vector")
        ? NeighbourScan.vector()
            .orElseThrow(() -> new IllegalStateException("start with jdk.incubator.vector"))
        : NeighbourScan.scalar();
  }

  private void advance(double[] features, SplittableRandom random) {
    for (int feature = 0; feature < features.length; feature++) {
      double drawn = random.nextDouble();
      // Indicators forget about a tenth of themselves with each bar.
      features[feature] =
          rows.equals("walk") ? 0.5 + 0.9 * (features[feature] - 0.5) + 0.2 * (drawn - 0.5) : drawn;
    }
  }

  private static boolean isLate(Query query) {
    return query.vector().getRowIndex() >= ROWS_BEFORE;
  }

  private void check(Query query) {
    List<Long> candidates = new ArrayList<>();
    for (long row = query.firstRow(); row <= query.lastRow(); row++) {
      candidates.add(row);
    }
    // Stable: ties stay in the order of the rows.
    candidates.sort(Comparator.comparingDouble(row -> distance(query, row)));
    NearestRows found = neighbours.search(query);
    for (int rank = 0; rank < OPTIONS.neighbours(); rank++) {
      if (found.row(rank) != candidates.get(rank)) {
        throw new IllegalStateException(
            "wrong neighbour " + rank + " of row " + query.vector().getRowIndex());
      }
    }
  }

  private static double distance(Query query, long row) {
    double sum = 0;
    for (int feature = 0; feature < FeatureRing.FEATURES; feature++) {
      double[] column = query.ring().column(feature);
      sum += Math.log(1 + Math.abs(query.feature(feature) - column[query.ring().slot(row)]));
    }
    return sum;
  }

  private static FeatureVector vector(long row, double[] features, int label) {
    return FeatureVector.newBuilder()
        .setLogTimeMs(row)
        .setPartition(0)
        .setInstrument("BTCUSDT")
        .setTimeframeMs(60_000)
        .setCloseTimeMs(row * 60_000)
        .setRowIndex(row)
        .setRsi14(features[0])
        .setWaveTrend(features[1])
        .setCci20(features[2])
        .setAdx20(features[3])
        .setRsi9(features[4])
        .setChandelierDirection(1)
        .setAtr14(1)
        .setClose(100)
        .setQuality(BarQuality.COMPLETE)
        .setCorrected(false)
        .setMaturedRowIndex(Math.max(-1, row - OPTIONS.labelHorizonBars()))
        .setMaturedLabel(row < OPTIONS.labelHorizonBars() ? 0 : label)
        .build();
  }
}
