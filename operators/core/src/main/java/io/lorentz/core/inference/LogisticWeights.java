package io.lorentz.core.inference;

import java.nio.ByteBuffer;

/**
 * Logistic regression on f1 to f5, each centred at 0.5: the probability that the label is 1 rather
 * than -1. Immutable, so a query carries it as it is; a training step gives the next one.
 *
 * <p>One step of stochastic gradient descent on a row with label y in {0, 1} and prediction p: the
 * error is p - y; bias -= rate * error; weight -= rate * (error * x + l2 * weight).
 *
 * @param bias intercept, in log-odds
 * @param weight1 weight of f1, log-odds per unit; the others likewise
 * @param weight2 weight of f2
 * @param weight3 weight of f3
 * @param weight4 weight of f4
 * @param weight5 weight of f5
 * @param trainedRows number of rows it was trained on
 */
public record LogisticWeights(
    double bias,
    double weight1,
    double weight2,
    double weight3,
    double weight4,
    double weight5,
    long trainedRows) {

  private static final double CENTRE = 0.5;

  /** Weights before the first training step: all 0. */
  public static LogisticWeights untrained() {
    return new LogisticWeights(0, 0, 0, 0, 0, 0, 0);
  }

  /**
   * Probability that the label of a row is 1, between 0 and 1; NaN if a feature is NaN.
   *
   * @param features f1 to f5, each 0 to 1
   */
  public double probabilityUp(double[] features) {
    double logOdds =
        bias
            + weight1 * (features[0] - CENTRE)
            + weight2 * (features[1] - CENTRE)
            + weight3 * (features[2] - CENTRE)
            + weight4 * (features[3] - CENTRE)
            + weight5 * (features[4] - CENTRE);
    return 1 / (1 + StrictMath.exp(-logOdds));
  }

  /**
   * The weights after one more row.
   *
   * @param features f1 to f5, all defined
   * @param label 1 or -1
   * @param rate learning rate
   * @param l2 strength of the penalty
   */
  LogisticWeights trained(double[] features, int label, double rate, double l2) {
    double error = probabilityUp(features) - (label > 0 ? 1 : 0);
    return new LogisticWeights(
        bias - rate * error,
        weight1 - rate * (error * (features[0] - CENTRE) + l2 * weight1),
        weight2 - rate * (error * (features[1] - CENTRE) + l2 * weight2),
        weight3 - rate * (error * (features[2] - CENTRE) + l2 * weight3),
        weight4 - rate * (error * (features[3] - CENTRE) + l2 * weight4),
        weight5 - rate * (error * (features[4] - CENTRE) + l2 * weight5),
        trainedRows + 1);
  }

  /** Bias and weights, as the state keeps them. */
  ByteBuffer bytes() {
    return ByteBuffer.allocate(6 * Double.BYTES)
        .putDouble(bias)
        .putDouble(weight1)
        .putDouble(weight2)
        .putDouble(weight3)
        .putDouble(weight4)
        .putDouble(weight5)
        .flip();
  }

  /** Reads what {@link #bytes()} wrote. */
  static LogisticWeights restore(ByteBuffer image, long trainedRows) {
    ByteBuffer bytes = image.duplicate();
    double bias = bytes.getDouble();
    double weight1 = bytes.getDouble();
    double weight2 = bytes.getDouble();
    double weight3 = bytes.getDouble();
    double weight4 = bytes.getDouble();
    double weight5 = bytes.getDouble();
    return new LogisticWeights(bias, weight1, weight2, weight3, weight4, weight5, trainedRows);
  }
}
