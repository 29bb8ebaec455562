package io.lorentz.command.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.junit.jupiter.api.Test;

class FitsTest {

  private static final int ROWS = 4_000;
  private final SplittableRandom random = new SplittableRandom(3);
  private final double[][] columns = new double[3][ROWS];
  private final int[] all = IntStream.range(0, ROWS).toArray();

  FitsTest() {
    for (int row = 0; row < ROWS; row++) {
      columns[0][row] = random.nextDouble();
      columns[1][row] = 5 + 2 * random.nextDouble() + columns[0][row];
      columns[2][row] = 100 * random.nextDouble();
    }
  }

  @Test
  void theLogisticFitIsTheMinimumOfItsLoss() {
    boolean[] up = new boolean[ROWS];
    for (int row = 0; row < ROWS; row++) {
      double odds = 0.3 + 2 * (columns[0][row] - 0.5) - 0.01 * (columns[2][row] - 50);
      up[row] = random.nextDouble() < 1 / (1 + Math.exp(-odds));
    }
    LinearFit fit = LogisticFit.of(columns, up, all, 0);

    double least = loss(up, fit.intercept(), fit.weights());
    for (int c = 0; c < 3; c++) {
      for (double change : new double[] {-1e-3, 1e-3}) {
        double[] other = fit.weights().clone();
        other[c] += change;
        assertThat(loss(up, fit.intercept(), other)).isGreaterThan(least);
      }
    }
    assertThat(loss(up, fit.intercept() + 1e-3, fit.weights())).isGreaterThan(least);
    assertThat(fit.weights()[0]).isCloseTo(2, within(0.4));
    assertThat(fit.weights()[2]).isCloseTo(-0.01, within(0.004));
  }

  @Test
  void aPenaltyShrinksTheLogisticWeightsAndNotTheIntercept() {
    boolean[] up = new boolean[ROWS];
    for (int row = 0; row < ROWS; row++) {
      up[row] = random.nextDouble() < 0.3 + 0.4 * columns[0][row];
    }
    LinearFit free = LogisticFit.of(columns, up, all, 0);
    LinearFit held = LogisticFit.of(columns, up, all, 1_000);

    assertThat(Math.abs(held.weights()[0])).isLessThan(0.01 * Math.abs(free.weights()[0]));
    double share = IntStream.of(all).filter(row -> up[row]).count() / (double) ROWS;
    assertThat(1 / (1 + Math.exp(-held.intercept()))).isCloseTo(share, within(0.01));
  }

  @Test
  void labelsOfOneKindAndConstantColumnsAreNoTrouble() {
    boolean[] up = new boolean[ROWS];
    java.util.Arrays.fill(up, true);
    java.util.Arrays.fill(columns[1], 7);
    LinearFit fit = LogisticFit.of(columns, up, all, 1e-4);
    assertThat(fit.intercept()).isFinite().isGreaterThan(3);
    assertThat(fit.weights()[1]).isCloseTo(0, within(1e-6));
  }

  @Test
  void withoutAPenaltyTheRidgeFitIsLeastSquares() {
    double[] target = new double[ROWS];
    double[][] x = new double[ROWS][3];
    for (int row = 0; row < ROWS; row++) {
      target[row] = 1 + columns[0][row] - 0.02 * columns[2][row] + random.nextDouble();
      for (int c = 0; c < 3; c++) {
        x[row][c] = columns[c][row];
      }
    }
    OLSMultipleLinearRegression squares = new OLSMultipleLinearRegression();
    squares.newSampleData(target, x);
    double[] expected = squares.estimateRegressionParameters();
    LinearFit fit = RidgeFit.of(columns, target, all, 1e-12);

    assertThat(fit.intercept()).isCloseTo(expected[0], within(1e-6));
    for (int c = 0; c < 3; c++) {
      assertThat(fit.weights()[c]).isCloseTo(expected[c + 1], within(1e-6));
    }
    LinearFit held = RidgeFit.of(columns, target, all, 100);
    assertThat(Math.abs(held.weights()[0])).isLessThan(0.05 * Math.abs(fit.weights()[0]));
  }

  private double loss(boolean[] up, double intercept, double[] weights) {
    double sum = 0;
    for (int row : all) {
      double odds = intercept;
      for (int c = 0; c < weights.length; c++) {
        odds += weights[c] * columns[c][row];
      }
      sum += Math.log1p(Math.exp(up[row] ? -odds : odds));
    }
    return sum / ROWS;
  }
}
