package io.lorentz.core.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.schemas.FeatureVector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Both scans find what sorting all candidates finds: with ties, duplicates, undefined rows, rows
 * without a label, and the window anywhere in the ring.
 */
class NeighbourScanProperties {

  private static final EnsembleOptions OPTIONS = EnsembleOptions.defaults();

  @Property(tries = 1_000)
  void bothScansAgreeWithSortingAllCandidates(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 700) int capacity,
      @ForAll @IntRange(min = 0, max = 1_500) int rows,
      @ForAll @IntRange(min = 1, max = 6) int steps,
      @ForAll @IntRange(min = 1, max = 40) int neighbours) {
    SplittableRandom random = new SplittableRandom(seed);
    FeatureRing ring = ring(random, capacity, rows, steps);
    long last = rows - 1L;
    long first = Math.max(0, last - random.nextInt(capacity) + (rows > capacity ? 0 : 1));
    Query query = query(ring, features(random, steps), first, last);
    List<Long> expected = obvious(query, neighbours);
    assertThat(found(query, neighbours, NeighbourScan.scalar())).isEqualTo(expected);
    assertThat(found(query, neighbours, NeighbourScan.vector().orElseThrow())).isEqualTo(expected);
  }

  /** Where single precision hardly tells rows apart, and where features are too far out for it. */
  @Property(tries = 1_000)
  void bothScansAgreeWhereSinglePrecisionHardlyTellsRowsApart(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 400) int rows,
      @ForAll @IntRange(min = 0, max = 1_100) int centre,
      @ForAll @IntRange(min = -2, max = 10) int roundings,
      @ForAll @IntRange(min = 1, max = 17) int neighbours) {
    SplittableRandom random = new SplittableRandom(seed);
    double spread = (1 + centre) * Math.scalb(1.0, roundings - 24);
    FeatureRing ring = new FeatureRing(400);
    for (int row = 0; row < rows; row++) {
      ring.write(row, near(random, centre, spread));
      ring.setLabel(row, (byte) 1);
    }
    Query query = query(ring, near(random, centre, spread), 0, rows - 1L);
    assertThat(found(query, neighbours, NeighbourScan.vector().orElseThrow()))
        .isEqualTo(obvious(query, neighbours));
  }

  private static double[] near(SplittableRandom random, double centre, double spread) {
    double[] features = new double[FeatureRing.FEATURES];
    for (int i = 0; i < features.length; i++) {
      features[i] = centre + spread * random.nextDouble();
    }
    return features;
  }

  @Property(tries = 200)
  void bothScansGiveTheSameBits(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 3_000) int rows) {
    SplittableRandom random = new SplittableRandom(seed);
    FeatureRing ring = ring(random, 2_000, rows, 0);
    long first = Math.max(0, rows - 2_000L);
    Query query = query(ring, features(random, 0), first, rows - 1L);
    JvmNeighbours scalar = new JvmNeighbours(OPTIONS, NeighbourScan.scalar());
    JvmNeighbours vector = new JvmNeighbours(OPTIONS, NeighbourScan.vector().orElseThrow());
    NearestRows left = scalar.search(query);
    NearestRows right = vector.search(query);
    assertThat(right.size()).isEqualTo(left.size());
    for (int rank = 0; rank < left.size(); rank++) {
      assertThat(right.row(rank)).isEqualTo(left.row(rank));
      assertThat(Double.doubleToRawLongBits(right.product(rank)))
          .isEqualTo(Double.doubleToRawLongBits(left.product(rank)));
      assertThat(Double.doubleToRawLongBits(left.product(rank)))
          .isEqualTo(
              Double.doubleToRawLongBits(
                  LorentzianDistance.product(ring.columns(), left.slot(rank), query.features())));
    }
  }

  /** Rows on a coarse grid (steps > 0) tie often, whole and with features exchanged. */
  private static FeatureRing ring(SplittableRandom random, int capacity, int rows, int steps) {
    FeatureRing ring = new FeatureRing(capacity);
    int voidOneIn = random.nextInt(1, 30);
    double[] previous = features(random, steps);
    for (int row = 0; row < rows; row++) {
      double[] features = random.nextInt(10) == 0 ? previous : features(random, steps);
      if (random.nextInt(15) == 0) {
        features = features.clone();
        features[random.nextInt(FeatureRing.FEATURES)] = Double.NaN;
      }
      ring.write(row, features);
      boolean isVoid = random.nextInt(voidOneIn) == 0;
      ring.setLabel(row, isVoid ? FeatureRing.VOID : (byte) (random.nextInt(3) - 1));
      previous = features;
    }
    return ring;
  }

  private static double[] features(SplittableRandom random, int steps) {
    double[] features = new double[FeatureRing.FEATURES];
    for (int i = 0; i < features.length; i++) {
      features[i] = steps == 0 ? random.nextDouble() : (double) random.nextInt(steps) / 4;
    }
    return features;
  }

  private static Query query(FeatureRing ring, double[] features, long first, long last) {
    FeatureVector vector = new TestingVectors("BTCUSDT", 60_000, 4, 1).next();
    return new Query(vector, features, ring, first, last, LogisticWeights.untrained(), 0);
  }

  private static List<Long> found(Query query, int neighbours, NeighbourScan scan) {
    EnsembleOptions options =
        new EnsembleOptions(1, 0, 0, 0, neighbours, 2_000, 4, 64, 0.05, 1e-4, 1);
    NearestRows nearest = new JvmNeighbours(options, scan).search(query);
    List<Long> rows = new ArrayList<>();
    for (int rank = 0; rank < nearest.size(); rank++) {
      rows.add(nearest.row(rank));
    }
    return rows;
  }

  /**
   * By the product, which defines the order: on the grid it is exact, a sum of logarithms is not.
   */
  private static List<Long> obvious(Query query, int neighbours) {
    List<Long> rows = new ArrayList<>();
    for (long row = query.firstRow(); row <= query.lastRow(); row++) {
      if (query.ring().isMatured(row) && !Double.isNaN(product(query, row))) {
        rows.add(row);
      }
    }
    rows.sort(Comparator.comparingDouble(row -> product(query, row)));
    return rows.subList(0, Math.min(neighbours, rows.size()));
  }

  private static double product(Query query, long row) {
    double product = 1;
    for (int i = 0; i < FeatureRing.FEATURES; i++) {
      double value = query.ring().column(i)[query.ring().slot(row)];
      product *= 1 + Math.abs(query.feature(i) - value);
    }
    return product;
  }
}
