package io.lorentz.command.training;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;

/**
 * Ridge regression on standardised columns: the minimum of mean squared error + l2 · sum of squared
 * weights (not of the intercept), by the normal equations. Deterministic.
 */
final class RidgeFit {

  private RidgeFit() {}

  /**
   * Fits.
   *
   * @param columns a value per row each
   * @param target a value per row
   * @param rows rows to use, at least one
   * @param l2 strength of the penalty, greater than 0
   */
  static LinearFit of(double[][] columns, double[] target, int[] rows, double l2) {
    Standardised x = Standardised.of(columns, rows);
    int terms = columns.length + 1;
    double[][] products = new double[terms][terms];
    double[] right = new double[terms];
    double[] row = new double[terms];
    for (int i : rows) {
      x.row(i, row);
      for (int a = 0; a < terms; a++) {
        right[a] += row[a] * target[i];
        for (int b = 0; b < terms; b++) {
          products[a][b] += row[a] * row[b];
        }
      }
    }
    for (int a = 0; a < terms; a++) {
      right[a] /= rows.length;
      for (int b = 0; b < terms; b++) {
        products[a][b] /= rows.length;
      }
      products[a][a] += a == 0 ? 0 : l2;
    }
    double[] beta =
        new CholeskyDecomposition(new Array2DRowRealMatrix(products, false), 1e-9, 1e-15)
            .getSolver()
            .solve(new ArrayRealVector(right, false))
            .toArray();
    return new LinearFit(x, beta);
  }
}
