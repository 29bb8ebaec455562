package io.lorentz.command.training;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;

/**
 * Logistic regression by Newton's method on standardised columns with a quadratic penalty: the
 * minimum of mean log loss + l2 / 2 · sum of squared weights (not of the intercept). Deterministic:
 * sums run in the order of the rows.
 */
final class LogisticFit {

  private static final int MAX_STEPS = 50;
  private static final double SETTLED = 1e-10;

  /** Keeps the curvature above 0 where a column says nothing. */
  private static final double LEAST_CURVATURE = 1e-9;

  private LogisticFit() {}

  /**
   * Fits.
   *
   * @param columns a value per row each
   * @param up whether the label of a row is up
   * @param rows rows to use, at least one
   * @param l2 strength of the penalty, 0 or more
   */
  static LinearFit of(double[][] columns, boolean[] up, int[] rows, double l2) {
    Standardised x = Standardised.of(columns, rows);
    int terms = columns.length + 1;
    double[] beta = new double[terms];
    double[] row = new double[terms];
    for (int step = 0; step < MAX_STEPS; step++) {
      double[][] curvature = new double[terms][terms];
      double[] slope = new double[terms];
      for (int i : rows) {
        x.row(i, row);
        double p = probability(beta, row);
        double error = p - (up[i] ? 1 : 0);
        double weight = p * (1 - p);
        for (int a = 0; a < terms; a++) {
          slope[a] += error * row[a];
          for (int b = 0; b <= a; b++) {
            curvature[a][b] += weight * row[a] * row[b];
          }
        }
      }
      double moved = step(beta, curvature, slope, rows.length, l2);
      if (moved < SETTLED) {
        break;
      }
    }
    return new LinearFit(x, beta);
  }

  private static double step(
      double[] beta, double[][] curvature, double[] slope, int n, double l2) {
    int terms = beta.length;
    for (int a = 0; a < terms; a++) {
      double penalty = a == 0 ? 0 : l2;
      slope[a] = slope[a] / n + penalty * beta[a];
      for (int b = 0; b <= a; b++) {
        curvature[a][b] = curvature[a][b] / n + (a == b ? penalty + LEAST_CURVATURE : 0);
        curvature[b][a] = curvature[a][b];
      }
    }
    double[] change =
        new CholeskyDecomposition(new Array2DRowRealMatrix(curvature, false), 1e-12, 1e-15)
            .getSolver()
            .solve(new ArrayRealVector(slope, false))
            .toArray();
    double moved = 0;
    for (int a = 0; a < terms; a++) {
      beta[a] -= change[a];
      moved = Math.max(moved, Math.abs(change[a]));
    }
    return moved;
  }

  private static double probability(double[] beta, double[] row) {
    double logOdds = 0;
    for (int a = 0; a < beta.length; a++) {
      logOdds += beta[a] * row[a];
    }
    return 1 / (1 + StrictMath.exp(-logOdds));
  }
}
