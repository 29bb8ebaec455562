package io.lorentz.core.inference;

/**
 * From a score to the probability that the label is up rather than down: 1 / (1 + exp(-(intercept +
 * slope * score))), fitted on rows the members had not seen (J. Platt, "Probabilistic outputs for
 * support vector machines", 1999, without his smoothing of the targets).
 *
 * @param intercept log-odds at score 0
 * @param slope log-odds per unit of score
 */
public record Calibration(double intercept, double slope) {

  /** Checks that both are finite. */
  public Calibration {
    if (!Double.isFinite(intercept) || !Double.isFinite(slope)) {
      throw new IllegalArgumentException(
          "calibration: must be finite, was " + intercept + ", " + slope + "; train again");
    }
  }

  /** Probability of up, 0 to 1, for a score of -1 to 1. */
  public double probabilityUp(double score) {
    return 1 / (1 + StrictMath.exp(-(intercept + slope * score)));
  }
}
