package io.lorentz.models;

/**
 * What one timeframe of a model is worth on rows held back in training: contiguous folds, purged of
 * labels that reach into them and embargoed. NaN where there was none.
 *
 * @param timeframeMs length of the timeframe, ms
 * @param trainingRows rows with a label in the window
 * @param memoryRows rows kept to compare with
 * @param heldBackRows rows that were scored while held back, with a label up or down
 * @param accuracy share of them whose direction was right
 * @param accuracyOfPrior share that the more frequent direction of the other folds had right
 * @param accuracyOfMomentum share that the move of as many bars before had right
 * @param brier mean squared error of the calibrated probability
 * @param brierOfPrior mean squared error of the share of up labels in the other folds
 * @param logLoss mean negative log-likelihood of the calibrated probability, nats
 * @param logLossOfPrior the same of the share of up labels
 * @param accuracyOfAllRows accuracy with all rows in the memory; equal to {@code accuracy} where
 *     all are kept
 * @param priorUp share of up labels in the window
 * @param upAfterUp share of up labels where the move before was up: momentum as a probability
 * @param upAfterDown share of up labels where the move before was not up
 */
public record ModelQuality(
    long timeframeMs,
    int trainingRows,
    int memoryRows,
    int heldBackRows,
    double accuracy,
    double accuracyOfPrior,
    double accuracyOfMomentum,
    double brier,
    double brierOfPrior,
    double logLoss,
    double logLossOfPrior,
    double accuracyOfAllRows,
    double priorUp,
    double upAfterUp,
    double upAfterDown) {

  /**
   * Whether it is better than both baselines: a probability than the prior, a call than momentum.
   */
  public boolean beatsItsBaselines() {
    return brier < brierOfPrior
        && logLoss < logLossOfPrior
        && accuracy > accuracyOfPrior
        && accuracy > accuracyOfMomentum;
  }
}
