package io.lorentz.command.training;

import io.lorentz.core.inference.Calibration;
import io.lorentz.core.inference.MemberWeights;
import java.util.Arrays;

/**
 * What the members said of rows that were held back from them, and what follows from it: weights,
 * calibration, quality. A row belongs to the fold it was held back in.
 */
final class HeldBack {

  private static final double PROBABILITY_MARGIN = 1e-6;
  private static final double WEIGHT_STEP = 0.1;

  /** Tames a score that says nothing, or everything. */
  private static final double PLATT_L2 = 1e-4;

  private final int[] folds;
  private final boolean[] up;
  private final byte[] before;
  private final double[] lorentzian;
  private final double[] logistic;
  private final double[] chandelier;
  private final double[] priorUp;
  private int size;

  HeldBack(int capacity) {
    folds = new int[capacity];
    up = new boolean[capacity];
    before = new byte[capacity];
    lorentzian = new double[capacity];
    logistic = new double[capacity];
    chandelier = new double[capacity];
    priorUp = new double[capacity];
  }

  /** Adds a row with what each member and the prior of the other folds said. */
  void add(int fold, TrainingRows rows, int row, double[] scores, double prior) {
    folds[size] = fold;
    up[size] = rows.label(row) > 0;
    before[size] = (byte) rows.before(row);
    lorentzian[size] = scores[0];
    logistic[size] = scores[1];
    chandelier[size] = scores[2];
    priorUp[size] = prior;
    size++;
  }

  int size() {
    return size;
  }

  /** Every row. */
  int[] all() {
    return where(fold -> true);
  }

  private int[] where(java.util.function.IntPredicate wanted) {
    int[] found = new int[size];
    int count = 0;
    for (int i = 0; i < size; i++) {
      if (wanted.test(folds[i])) {
        found[count++] = i;
      }
    }
    return Arrays.copyOf(found, count);
  }

  /** The ensemble's score of every row. */
  double[] scores(MemberWeights weights) {
    double[] scores = new double[size];
    for (int i = 0; i < size; i++) {
      double sum = 0;
      sum += weights.lorentzian() > 0 ? weights.lorentzian() * lorentzian[i] : 0;
      sum += weights.logistic() > 0 ? weights.logistic() * logistic[i] : 0;
      sum += weights.chandelier() > 0 ? weights.chandelier() * chandelier[i] : 0;
      scores[i] = Math.max(-1, Math.min(1, sum));
    }
    return scores;
  }

  /** From score to probability, fitted on the given rows. */
  Calibration calibration(double[] scores, int[] rows) {
    LinearFit fit = LogisticFit.of(new double[][] {scores}, up, rows, PLATT_L2);
    return new Calibration(fit.intercept(), fit.weights()[0]);
  }

  /**
   * The weights, in steps of a tenth, whose calibrated probability has the least log loss on the
   * given rows; among members that have a weight already. Of equal ones the first.
   */
  MemberWeights bestWeights(MemberWeights allowed, int[] rows) {
    MemberWeights best = allowed;
    double least = logLoss(allowed, rows);
    int steps = (int) Math.round(1 / WEIGHT_STEP);
    for (int a = 0; a <= steps; a++) {
      for (int b = 0; a + b <= steps; b++) {
        int c = steps - a - b;
        boolean forbidden =
            (a > 0 && allowed.lorentzian() == 0)
                || (b > 0 && allowed.logistic() == 0)
                || (c > 0 && allowed.chandelier() == 0);
        if (forbidden) {
          continue;
        }
        MemberWeights weights =
            new MemberWeights(a / (double) steps, b / (double) steps, c / (double) steps);
        double loss = logLoss(weights, rows);
        if (loss < least) {
          least = loss;
          best = weights;
        }
      }
    }
    return best;
  }

  private double logLoss(MemberWeights weights, int[] rows) {
    double[] scores = scores(weights);
    Calibration calibration = calibration(scores, rows);
    double sum = 0;
    for (int i : rows) {
      sum += loss(calibration.probabilityUp(scores[i]), up[i]);
    }
    return sum / rows.length;
  }

  /**
   * Quality where weights and calibration of each fold come from the others. The scores themselves
   * are of members that had not seen their rows; these two or three numbers are not purged.
   *
   * @param given the weights; chosen anew for each fold if {@code fitWeights}
   */
  Quality quality(MemberWeights given, boolean fitWeights) {
    Quality quality = new Quality();
    for (int fold = 0; fold < TrainingOptions.FOLDS; fold++) {
      int held = fold;
      int[] others = where(other -> other != held);
      int[] own = where(other -> other == held);
      if (others.length == 0) {
        continue;
      }
      MemberWeights weights = fitWeights ? bestWeights(given, others) : given;
      double[] scores = scores(weights);
      Calibration calibration = calibration(scores, others);
      for (int i : own) {
        quality.add(scores[i], calibration.probabilityUp(scores[i]), priorUp[i], before[i], up[i]);
      }
    }
    return quality;
  }

  static double loss(double probabilityUp, boolean up) {
    double p = Math.max(PROBABILITY_MARGIN, Math.min(1 - PROBABILITY_MARGIN, probabilityUp));
    return -StrictMath.log(up ? p : 1 - p);
  }

  /** Running means. */
  static final class Quality {

    private int rows;
    private double right;
    private double priorRight;
    private double momentumRight;
    private double squares;
    private double priorSquares;
    private double losses;
    private double priorLosses;

    /** A call is the sign of the score: that is what would be traded. */
    private void add(double score, double probability, double prior, int moveBefore, boolean up) {
      double outcome = up ? 1 : 0;
      rows++;
      right += hit(score, up);
      priorRight += hit(prior - 0.5, up);
      momentumRight += hit(moveBefore, up);
      squares += (probability - outcome) * (probability - outcome);
      priorSquares += (prior - outcome) * (prior - outcome);
      losses += loss(probability, up);
      priorLosses += loss(prior, up);
    }

    /** 1 if right, 0 if wrong, a half if it said nothing. */
    static double hit(double call, boolean up) {
      if (call == 0) {
        return 0.5;
      }
      return call > 0 == up ? 1 : 0;
    }

    int rows() {
      return rows;
    }

    double accuracy() {
      return right / rows;
    }

    double accuracyOfPrior() {
      return priorRight / rows;
    }

    double accuracyOfMomentum() {
      return momentumRight / rows;
    }

    double brier() {
      return squares / rows;
    }

    double brierOfPrior() {
      return priorSquares / rows;
    }

    double logLoss() {
      return losses / rows;
    }

    double logLossOfPrior() {
      return priorLosses / rows;
    }
  }
}
