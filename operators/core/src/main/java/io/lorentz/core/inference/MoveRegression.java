package io.lorentz.core.inference;

import java.util.List;

/**
 * Ridge regression of the move over the label's horizon, in units of ATR(14), on f1 to f5, each
 * centred at 0.5, and the Chandelier direction.
 *
 * @param intercept expected move at the centre, in ATR
 * @param weights one for each of f1 to f5, then one for the direction, in ATR per unit
 */
public record MoveRegression(double intercept, List<Double> weights) {

  /** Number of weights: f1 to f5 and the Chandelier direction. */
  public static final int TERMS = FeatureRing.FEATURES + 1;

  private static final double CENTRE = 0.5;
  private static final double BPS = 10_000;

  /** Checks the number of weights and that all are finite. */
  public MoveRegression {
    weights = List.copyOf(weights);
    boolean finite = Double.isFinite(intercept) && weights.stream().allMatch(Double::isFinite);
    if (weights.size() != TERMS || !finite) {
      throw new IllegalArgumentException(
          "move: must be an intercept and "
              + TERMS
              + " weights, all finite, was "
              + intercept
              + ", "
              + weights
              + "; train again");
    }
  }

  /**
   * The expected move, 1/10,000 of the close; negative is down.
   *
   * @param features f1 to f5, all defined
   * @param direction of the Chandelier Exit: 1, -1, or 0 if undefined
   * @param atr14 ATR(14), quote currency per unit
   * @param close close of the bar, quote currency per unit, above 0
   */
  public double expectedBps(double[] features, int direction, double atr14, double close) {
    double inAtr = intercept;
    for (int i = 0; i < features.length; i++) {
      inAtr += weights.get(i) * (features[i] - CENTRE);
    }
    inAtr += weights.get(FeatureRing.FEATURES) * direction;
    return inAtr * atr14 / close * BPS;
  }
}
