package io.lorentz.command.training;

import io.lorentz.core.inference.EnsembleOptions;
import java.util.List;

/**
 * What a person asks of a training.
 *
 * @param timeframesMs timeframes to train, ms, at least one
 * @param rule what rows are labelled with
 * @param embargoBars bars left out between what a model knows and what it scores, 0 or more
 * @param memoryRows rows kept to compare with; 0 keeps all
 * @param heldBackRows at most so many rows are scored while held back
 * @param fitWeights whether the weights of the members are chosen on held-back rows
 */
public record TrainingSettings(
    List<Long> timeframesMs,
    LabelRule rule,
    int embargoBars,
    int memoryRows,
    int heldBackRows,
    boolean fitWeights) {

  private static final double LOGISTIC_L2 = 1e-4;
  private static final double MOVE_L2 = 1e-3;

  /** With the members of a job and what labels are made with. */
  public TrainingOptions options(EnsembleOptions ensemble, LabelOptions labels) {
    return new TrainingOptions(
        ensemble,
        rule,
        labels,
        embargoBars,
        memoryRows,
        heldBackRows,
        LOGISTIC_L2,
        MOVE_L2,
        fitWeights);
  }
}
