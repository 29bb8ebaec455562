package io.lorentz.core.inference;

import java.io.Serializable;

/**
 * Members and parameters of the ensemble. A member of weight 0 costs nothing: neither time nor
 * state.
 *
 * @param lorentzianWeight weight of the nearest neighbours, 0 to 1; default 0.6
 * @param logisticWeight weight of the online logistic regression, 0 to 1; default 0.3
 * @param chandelierWeight weight of the Chandelier direction, 0 to 1; default 0.1
 * @param lorentzianTradingviewWeight weight of the published indicator's rule, 0 to 1; default 0
 * @param torchscriptWeight weight of the user's TorchScript file, 0 to 1; default 0. The weights
 *     add up to more than 0 and at most 1
 * @param neighbours number of neighbours that vote (k), 1 to windowRows; default 8
 * @param windowRows number of the newest matured rows searched for neighbours, 1 to 1,000,000;
 *     default 2,000
 * @param labelHorizonBars bars after which the label of a row matures, 1 to 1,000; default 4; the
 *     features must be made with the same
 * @param inFlightRows how many further rows of one series may be absorbed while a query is being
 *     answered, 0 to 100,000; default 64
 * @param logisticLearningRate step of the stochastic gradient descent, greater than 0, at most 1;
 *     default 0.05
 * @param logisticL2 strength of the quadratic penalty on the five weights (not on the bias), 0 to
 *     1; default 0.0001
 * @param logisticMinimumRows trained rows before the logistic member has a score, 1 or more;
 *     default 200
 */
public record EnsembleOptions(
    double lorentzianWeight,
    double logisticWeight,
    double chandelierWeight,
    double lorentzianTradingviewWeight,
    double torchscriptWeight,
    int neighbours,
    int windowRows,
    int labelHorizonBars,
    int inFlightRows,
    double logisticLearningRate,
    double logisticL2,
    int logisticMinimumRows)
    implements Serializable {

  /** Room for the rounding of weights that add up to 1 on paper. */
  private static final double SUM_TOLERANCE = 1e-9;

  /** Checks every value; see the parameters. */
  public EnsembleOptions {
    requireWithin("lorentzianWeight", lorentzianWeight, 0, 1);
    requireWithin("logisticWeight", logisticWeight, 0, 1);
    requireWithin("chandelierWeight", chandelierWeight, 0, 1);
    requireWithin("lorentzianTradingviewWeight", lorentzianTradingviewWeight, 0, 1);
    requireWithin("torchscriptWeight", torchscriptWeight, 0, 1);
    double sum =
        lorentzianWeight
            + logisticWeight
            + chandelierWeight
            + lorentzianTradingviewWeight
            + torchscriptWeight;
    if (!(sum > 0 && sum <= 1 + SUM_TOLERANCE)) {
      throw new IllegalArgumentException(
          "weights: their sum must be greater than 0 and at most 1, was "
              + sum
              + "; lower lorentzianWeight, logisticWeight, chandelierWeight,"
              + " lorentzianTradingviewWeight or torchscriptWeight, or give one of them a weight");
    }
    requireWithin("windowRows", windowRows, 1, 1_000_000);
    requireWithin("neighbours", neighbours, 1, windowRows);
    requireWithin("labelHorizonBars", labelHorizonBars, 1, 1_000);
    requireWithin("inFlightRows", inFlightRows, 0, 100_000);
    requireWithin("logisticLearningRate", logisticLearningRate, 0, 1);
    if (logisticLearningRate == 0) {
      throw new IllegalArgumentException(
          "logisticLearningRate: must be greater than 0, was 0; give a rate, or set"
              + " logisticWeight to 0");
    }
    requireWithin("logisticL2", logisticL2, 0, 1);
    requireWithin("logisticMinimumRows", logisticMinimumRows, 1, Integer.MAX_VALUE);
  }

  /** Without a user's file. */
  public EnsembleOptions(
      double lorentzianWeight,
      double logisticWeight,
      double chandelierWeight,
      double lorentzianTradingviewWeight,
      int neighbours,
      int windowRows,
      int labelHorizonBars,
      int inFlightRows,
      double logisticLearningRate,
      double logisticL2,
      int logisticMinimumRows) {
    this(
        lorentzianWeight,
        logisticWeight,
        chandelierWeight,
        lorentzianTradingviewWeight,
        0,
        neighbours,
        windowRows,
        labelHorizonBars,
        inFlightRows,
        logisticLearningRate,
        logisticL2,
        logisticMinimumRows);
  }

  /** The defaults named at the parameters. */
  public static EnsembleOptions defaults() {
    return new EnsembleOptions(0.6, 0.3, 0.1, 0, 8, 2_000, 4, 64, 0.05, 1e-4, 200);
  }

  /** Weight of a member, 0 to 1. */
  public double weight(Member member) {
    return switch (member) {
      case LORENTZIAN -> lorentzianWeight;
      case LOGISTIC -> logisticWeight;
      case CHANDELIER -> chandelierWeight;
      case LORENTZIAN_TRADINGVIEW -> lorentzianTradingviewWeight;
      case TORCHSCRIPT -> torchscriptWeight;
    };
  }

  /** True if the member has a weight greater than 0. */
  public boolean has(Member member) {
    return weight(member) > 0;
  }

  /** Rows before the newest that a query may read, which the state therefore keeps. */
  int rememberedRows() {
    return (has(Member.LORENTZIAN) ? windowRows : 0) + labelHorizonBars;
  }

  private static void requireWithin(String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          name
              + ": must lie between "
              + plain(least)
              + " and "
              + plain(most)
              + ", was "
              + plain(value)
              + "; give a value within these bounds");
    }
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
