package io.lorentz.command.training;

/** Columns brought to mean 0 and deviation 1 over some rows, with a column of ones in front. */
final class Standardised {

  private static final double CONSTANT = 1e-12;

  private final double[][] columns;
  private final double[] means;
  private final double[] deviations;

  private Standardised(double[][] columns, double[] means, double[] deviations) {
    this.columns = columns;
    this.means = means;
    this.deviations = deviations;
  }

  /** Standardises columns over the given rows; a constant one is only centred. */
  static Standardised of(double[][] columns, int[] rows) {
    double[] means = new double[columns.length];
    double[] deviations = new double[columns.length];
    for (int c = 0; c < columns.length; c++) {
      double sum = 0;
      for (int row : rows) {
        sum += columns[c][row];
      }
      means[c] = sum / rows.length;
      double squares = 0;
      for (int row : rows) {
        double distance = columns[c][row] - means[c];
        squares += distance * distance;
      }
      double deviation = StrictMath.sqrt(squares / rows.length);
      deviations[c] = deviation > CONSTANT ? deviation : 1;
    }
    return new Standardised(columns, means, deviations);
  }

  /** Writes 1 and the standardised values of a row. */
  void row(int row, double[] target) {
    target[0] = 1;
    for (int c = 0; c < columns.length; c++) {
      target[c + 1] = (columns[c][row] - means[c]) / deviations[c];
    }
  }

  /** Weights per unit of each column as it was given. */
  double[] weights(double[] beta) {
    double[] weights = new double[columns.length];
    for (int c = 0; c < columns.length; c++) {
      weights[c] = beta[c + 1] / deviations[c];
    }
    return weights;
  }

  /** Value where every column as it was given is 0. */
  double intercept(double[] beta) {
    double intercept = beta[0];
    for (int c = 0; c < columns.length; c++) {
      intercept -= beta[c + 1] / deviations[c] * means[c];
    }
    return intercept;
  }
}
