package io.lorentz.core.inference;

/**
 * The Lorentzian distance of two rows: the sum over the features of ln(1 + |difference|).
 *
 * <p>For ranking, the logarithm is left out: a sum of logarithms is the logarithm of the product,
 * and the logarithm is monotone, so the product of (1 + |difference|) orders rows alike. The
 * product is taken in {@code double}, features in the order f1 to f5, everywhere: that product is
 * the definition of the order, the sum is what is shown.
 */
final class LorentzianDistance {

  /**
   * Features beyond this are left to double precision: so far out, single precision sifts badly.
   */
  static final double GREATEST_MAGNITUDE = 1000;

  /** Twice the relative error of one rounding to single precision. */
  private static final double ROUNDING = 0x1p-23;

  private LorentzianDistance() {}

  /**
   * Greatest relative error of a rounded ranking value, either way, if no feature is further from 0
   * than {@code magnitude}.
   *
   * <p>With u = 2^-24, the error of one rounding: the two features are off by 2 magnitude u at
   * most, their difference and the sum with 1 by u of themselves; the factor is 1 or more, so it is
   * off by (2 magnitude + 2) u of itself. Five factors and four products: (10 magnitude + 14) u.
   * Doubled, for the terms of second order and the roundings of the value in double.
   */
  static double singlePrecisionError(double magnitude) {
    return (10 * magnitude + 14) * ROUNDING;
  }

  /**
   * Sum of ln(1 + |difference|) in the order of the features, by {@link StrictMath}, so it has the
   * same bits on every machine.
   *
   * @param columns one array per feature
   * @param slot index into the columns
   * @param query one value per feature
   * @return 0 or more; NaN if a feature is NaN on either side
   */
  static double between(double[][] columns, int slot, double[] query) {
    double sum = 0;
    for (int feature = 0; feature < query.length; feature++) {
      sum += StrictMath.log(1 + Math.abs(query[feature] - columns[feature][slot]));
    }
    return sum;
  }

  /**
   * Ranking value of one slot: the product of (1 + |difference|) in the order of the features.
   *
   * @param columns one array per feature
   * @param slot index into the columns
   * @param query one value per feature
   * @return 1 or more; NaN if a feature is NaN on either side
   */
  static double product(double[][] columns, int slot, double[] query) {
    double product = 1 + Math.abs(query[0] - columns[0][slot]);
    for (int feature = 1; feature < query.length; feature++) {
      product *= 1 + Math.abs(query[feature] - columns[feature][slot]);
    }
    return product;
  }

  /**
   * Ranking values of consecutive slots, with the bits of {@link #product}.
   *
   * <p>Written so that C2 compiles its loops to vector instructions, which makes it three times as
   * fast: all arrays have the same index (with an offset C2 takes the store for a possible alias of
   * the loads), and no loop reads more than two features (five are too many to unroll).
   *
   * @param columns five arrays, one per feature
   * @param from first slot
   * @param to slot behind the last
   * @param query five values
   * @param products receives the ranking value of each slot at the slot's index
   */
  static void products(double[][] columns, int from, int to, double[] query, double[] products) {
    start(columns[0], query[0], from, to, products);
    multiply(columns[1], query[1], columns[2], query[2], from, to, products);
    multiply(columns[3], query[3], columns[4], query[4], from, to, products);
  }

  private static void start(double[] f, double q, int from, int to, double[] products) {
    for (int i = from; i < to; i++) {
      products[i] = 1 + Math.abs(q - f[i]);
    }
  }

  private static void multiply(
      double[] f, double qf, double[] g, double qg, int from, int to, double[] products) {
    for (int i = from; i < to; i++) {
      products[i] = products[i] * (1 + Math.abs(qf - f[i])) * (1 + Math.abs(qg - g[i]));
    }
  }
}
