package io.lorentz.command.training;

import io.lorentz.core.inference.EnsembleOptions;

/**
 * How members are fitted.
 *
 * @param ensemble members, weights and number of neighbours, as the job has them
 * @param rule what rows are labelled with
 * @param labels what labels are made with
 * @param embargoBars bars left out behind held-back rows, and between the end of training and the
 *     first bar scored, 0 or more
 * @param memoryRows rows kept to compare with, spread evenly over the window; 0 keeps all
 * @param heldBackRows at most so many rows are scored while held back, spread evenly, for
 *     calibration and quality; 1,000 or more
 * @param logisticL2 strength of the logistic regression's penalty, 0 or more
 * @param moveL2 strength of the ridge regression's penalty, greater than 0
 * @param fitWeights whether the weights of the members are chosen on held-back rows
 */
public record TrainingOptions(
    EnsembleOptions ensemble,
    LabelRule rule,
    LabelOptions labels,
    int embargoBars,
    int memoryRows,
    int heldBackRows,
    double logisticL2,
    double moveL2,
    boolean fitWeights) {

  /** Folds that rows are held back in. */
  static final int FOLDS = 5;
}
