package io.lorentz.core.inference;

/**
 * The members of one timeframe as they were trained. Immutable: any number of queries and threads
 * may read it.
 */
public final class TrainedSeries {

  private final long timeframeMs;
  private final FeatureRing memory;
  private final MemberWeights weights;
  private final LogisticWeights logistic;
  private final Calibration calibration;
  private final MoveRegression move;

  /**
   * Keeps the parts.
   *
   * @param timeframeMs length of the timeframe, ms
   * @param memory what {@link FeatureRing#of} made: the rows to compare with, of all instruments
   *     trained on
   * @param weights weights of the members, with which the calibration was made
   * @param logistic the logistic regression
   * @param calibration from the ensemble's score to a probability
   * @param move the expected move
   */
  public TrainedSeries(
      long timeframeMs,
      FeatureRing memory,
      MemberWeights weights,
      LogisticWeights logistic,
      Calibration calibration,
      MoveRegression move) {
    this.timeframeMs = timeframeMs;
    this.memory = memory;
    this.weights = weights;
    this.logistic = logistic;
    this.calibration = calibration;
    this.move = move;
  }

  /** Length of the timeframe, ms. */
  public long timeframeMs() {
    return timeframeMs;
  }

  /** The rows to compare with, 0 to {@code capacity - 1}. */
  public FeatureRing memory() {
    return memory;
  }

  /** Weights of the members. */
  public MemberWeights weights() {
    return weights;
  }

  /** The logistic regression. */
  public LogisticWeights logistic() {
    return logistic;
  }

  /** From the ensemble's score to a probability. */
  public Calibration calibration() {
    return calibration;
  }

  /** The expected move. */
  public MoveRegression move() {
    return move;
  }
}
