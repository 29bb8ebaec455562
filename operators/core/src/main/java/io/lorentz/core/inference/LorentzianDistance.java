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

  private LorentzianDistance() {}

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
   * Ranking values of consecutive slots. C2 compiles the loop to vector instructions; it stands
   * alone so that nothing else in it can keep C2 from that.
   *
   * @param columns five arrays, one per feature
   * @param from first slot
   * @param count number of slots, at most the length of {@code products}
   * @param query five values
   * @param products receives the ranking value of slot {@code from + i} at {@code i}: 1 or more, or
   *     NaN if a feature is NaN on either side
   */
  static void products(double[][] columns, int from, int count, double[] query, double[] products) {
    double[] f1 = columns[0];
    double[] f2 = columns[1];
    double[] f3 = columns[2];
    double[] f4 = columns[3];
    double[] f5 = columns[4];
    double q1 = query[0];
    double q2 = query[1];
    double q3 = query[2];
    double q4 = query[3];
    double q5 = query[4];
    for (int i = 0; i < count; i++) {
      products[i] =
          (1 + Math.abs(q1 - f1[from + i]))
              * (1 + Math.abs(q2 - f2[from + i]))
              * (1 + Math.abs(q3 - f3[from + i]))
              * (1 + Math.abs(q4 - f4[from + i]))
              * (1 + Math.abs(q5 - f5[from + i]));
    }
  }
}
