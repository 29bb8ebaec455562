package io.lorentz.command.training;

/** A linear form that was fitted: an intercept and a weight for each column as it was given. */
final class LinearFit {

  private final double intercept;
  private final double[] weights;

  /**
   * Takes what was fitted to standardised columns back to the columns as they were given.
   *
   * @param beta the intercept, then a weight per standardised column
   */
  LinearFit(Standardised x, double[] beta) {
    intercept = x.intercept(beta);
    weights = x.weights(beta);
  }

  /** Value where every column is 0. */
  double intercept() {
    return intercept;
  }

  /** Weights per unit of each column as it was given; not a copy. */
  double[] weights() {
    return weights;
  }
}
