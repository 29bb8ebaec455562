package io.lorentz.core.inference;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The scan by the Vector API: sifts in single precision and decides in double.
 *
 * <p>Three passes: the ranking values in single precision, which is half the memory and twice the
 * lanes; an upper bound of the k-th smallest; the rows that may lie below it. Only for these, a few
 * dozen, is the ranking value computed in double, as {@link ScalarScan} does it, and compared, so
 * the answer has its bits. A row is passed over only where its rounded value, less the greatest
 * error it can have, is no less than the threshold; {@link LorentzianDistance#singlePrecisionError}
 * bounds that error.
 *
 * <p>The bound spares the branch mispredictions of rows that enter and leave again, which otherwise
 * cost as much as the arithmetic: deal the slots out to groups; each group's smallest value is a
 * different row's, so k rows are no greater than the k-th smallest of these.
 *
 * <p>Compiled in an execution of its own, because the compiler warns of the incubating module;
 * loaded by name, and only where the module is there.
 */
final class VectorScan implements NeighbourScan {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private final NeighbourScan plain = new ScalarScan();
  // Indexed by slot.
  private float[] products = new float[0];
  // One per lane: the least of the slots that fell to it.
  private final float[] minima = new float[LANES];
  private final float[] ranked = new float[LANES];
  // Slots that may hold one of the nearest.
  private int[] candidates = new int[0];
  // Their ranking values.
  private double[] exact = new double[0];

  @Override
  public void scan(
      FeatureRing ring,
      int fromSlot,
      int toSlot,
      long firstRow,
      double[] query,
      NearestRows nearest) {
    double magnitude = ring.magnitudeWith(query);
    if (!(magnitude <= LorentzianDistance.GREATEST_MAGNITUDE)) {
      plain.scan(ring, fromSlot, toSlot, firstRow, query, nearest);
      return;
    }
    if (products.length < ring.capacity()) {
      products = new float[ring.capacity()];
      candidates = new int[ring.capacity() + 1];
      exact = new double[ring.capacity()];
    }
    double slack = 1 + LorentzianDistance.singlePrecisionError(magnitude);
    int whole = fromSlot + SPECIES.loopBound(toSlot - fromSlot);
    multiply(ring.rounded(), fromSlot, whole, query);
    if (!nearest.isFull()) {
      nearest.limit(Math.nextUp(bound(fromSlot, whole, nearest.capacity()) * slack));
    }
    int found = select(fromSlot, whole, rounded(nearest.threshold(), slack));
    decide(ring, found, firstRow - fromSlot, query, nearest);
    for (int slot = whole; slot < toSlot; slot++) {
      offer(ring, slot, firstRow - fromSlot, query, nearest);
    }
  }

  private void multiply(float[][] columns, int fromSlot, int toSlot, double[] query) {
    float[] f1 = columns[0];
    float[] f2 = columns[1];
    float[] f3 = columns[2];
    float[] f4 = columns[3];
    float[] f5 = columns[4];
    float q1 = (float) query[0];
    float q2 = (float) query[1];
    float q3 = (float) query[2];
    float q4 = (float) query[3];
    float q5 = (float) query[4];
    for (int slot = fromSlot; slot < toSlot; slot += LANES) {
      factor(f1, slot, q1)
          .mul(factor(f2, slot, q2))
          .mul(factor(f3, slot, q3))
          .mul(factor(f4, slot, q4))
          .mul(factor(f5, slot, q5))
          .intoArray(products, slot);
    }
  }

  private static FloatVector factor(float[] column, int slot, float query) {
    return FloatVector.fromArray(SPECIES, column, slot).sub(query).abs().add(1);
  }

  /**
   * No fewer than k rounded values, of rows labelled or not, are at most this; infinite if none is
   * known.
   */
  private float bound(int fromSlot, int toSlot, int k) {
    if (k > LANES) {
      return Float.POSITIVE_INFINITY;
    }
    FloatVector leasts = minima(fromSlot, toSlot);
    leasts.intoArray(minima, 0);
    // The k-th least: of those that k are at most, the least. Counted without a branch.
    FloatVector atMost = FloatVector.zero(SPECIES);
    for (int lane = 0; lane < LANES; lane++) {
      FloatVector one = FloatVector.broadcast(SPECIES, minima[lane]);
      atMost = atMost.blend(atMost.add(1), one.compare(VectorOperators.LE, leasts));
    }
    FloatVector.broadcast(SPECIES, Float.POSITIVE_INFINITY)
        .blend(leasts, atMost.compare(VectorOperators.GE, k))
        .intoArray(ranked, 0);
    float bound = Float.POSITIVE_INFINITY;
    for (float value : ranked) {
      bound = Math.min(bound, value);
    }
    return bound;
  }

  /** Two vectors at a time, because each waits for its own last comparison. */
  private FloatVector minima(int fromSlot, int toSlot) {
    FloatVector least0 = FloatVector.broadcast(SPECIES, Float.POSITIVE_INFINITY);
    FloatVector least1 = least0;
    for (int slot = fromSlot; slot + 2 * LANES <= toSlot; slot += 2 * LANES) {
      least0 = lesser(least0, FloatVector.fromArray(SPECIES, products, slot));
      least1 = lesser(least1, FloatVector.fromArray(SPECIES, products, slot + LANES));
    }
    return lesser(least0, least1);
  }

  /** By comparison, not by {@code min}, which takes pains over NaN; an undefined row is no less. */
  private static FloatVector lesser(FloatVector least, FloatVector product) {
    return least.blend(product, product.compare(VectorOperators.LT, least));
  }

  /** Notes the slots whose rounded value is less than the threshold. */
  private int select(int fromSlot, int toSlot, float threshold) {
    int found = 0;
    for (int slot = fromSlot; slot < toSlot; slot += LANES) {
      FloatVector product = FloatVector.fromArray(SPECIES, products, slot);
      if (product.compare(VectorOperators.LT, threshold).anyTrue()) {
        for (int lane = slot; lane < slot + LANES; lane++) {
          // Written anyway and counted if it is one, which spares a branch nobody can predict.
          candidates[found] = lane;
          found += products[lane] < threshold ? 1 : 0;
        }
      }
    }
    return found;
  }

  /** Every ranking value below the threshold has a rounded value below this. */
  private static float rounded(double threshold, double slack) {
    return Math.nextUp((float) (threshold * slack));
  }

  /**
   * Offers the candidates. All are read before the first is compared: with thousands of rings none
   * is in a cache, and a comparison that is guessed wrong would throw away the reads behind it.
   */
  private void decide(
      FeatureRing ring, int found, long rowOffset, double[] query, NearestRows nearest) {
    for (int i = 0; i < found; i++) {
      int slot = candidates[i];
      double product = LorentzianDistance.product(ring.columns(), slot, query);
      exact[i] = ring.labels()[slot] <= 1 ? product : Double.NaN;
    }
    for (int i = 0; i < found; i++) {
      // False for NaN: a row with an undefined feature or label never passes.
      if (exact[i] < nearest.threshold()) {
        nearest.insert(rowOffset + candidates[i], candidates[i], exact[i]);
      }
    }
  }

  private static void offer(
      FeatureRing ring, int slot, long rowOffset, double[] query, NearestRows nearest) {
    double product = LorentzianDistance.product(ring.columns(), slot, query);
    // False for NaN: a row with an undefined feature never passes.
    if (product < nearest.threshold() && ring.labels()[slot] <= 1) {
      nearest.insert(rowOffset + slot, slot, product);
    }
  }
}
