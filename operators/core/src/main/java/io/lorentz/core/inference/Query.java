package io.lorentz.core.inference;

import io.lorentz.schemas.FeatureVector;
import java.util.Optional;

/**
 * What a worker needs to answer for one row: the vector, the rows it may compare with, and the
 * member states of that moment. Made by {@link InferenceMemory#absorb}.
 *
 * <p><b>Validity.</b> A query reads only what is never written again: the rows {@link #firstRow()}
 * to {@link #lastRow()} of its ring, whose labels matured before it was made; immutable logistic
 * weights; its own copy of the rest. The ring holds window + horizon + {@link
 * EnsembleOptions#inFlightRows} rows, so the query stays valid while at most {@code inFlightRows}
 * further rows of its series are absorbed. A corrected row is written into a fresh copy of the ring
 * and disturbs no query. So it may be answered on any thread, at any time within that bound, and
 * the answer is the same.
 */
public final class Query {

  private final FeatureVector vector;
  private final double[] features;
  private final FeatureRing ring;
  private final long firstRow;
  private final long lastRow;
  private final LogisticWeights logistic;
  private final int tradingviewVote;
  private final String model;
  private final Optional<TrainedSeries> trained;

  Query(
      FeatureVector vector,
      double[] features,
      FeatureRing ring,
      long firstRow,
      long lastRow,
      LogisticWeights logistic,
      int tradingviewVote) {
    this(
        vector, features, ring, firstRow, lastRow, logistic, tradingviewVote, "", Optional.empty());
  }

  private Query(
      FeatureVector vector,
      double[] features,
      FeatureRing ring,
      long firstRow,
      long lastRow,
      LogisticWeights logistic,
      int tradingviewVote,
      String model,
      Optional<TrainedSeries> trained) {
    this.model = model;
    this.trained = trained;
    this.vector = vector;
    this.features = features;
    this.ring = ring;
    this.firstRow = firstRow;
    this.lastRow = lastRow;
    this.logistic = logistic;
    this.tradingviewVote = tradingviewVote;
  }

  /**
   * The same question asked of a trained model: its rows and its weights stand where those were
   * that the series gathered itself. It stays valid for ever.
   */
  Query askedOf(String id, TrainedSeries series) {
    return new Query(
        vector,
        features,
        series.memory(),
        0,
        series.memory().capacity() - 1L,
        series.logistic(),
        tradingviewVote,
        id,
        Optional.of(series));
  }

  /** Id of the model asked; empty for what the series gathered itself. */
  public String model() {
    return model;
  }

  /** The trained members asked; empty for what the series gathered itself. */
  public Optional<TrainedSeries> trained() {
    return trained;
  }

  /** The vector the query is about. */
  public FeatureVector vector() {
    return vector;
  }

  /**
   * One feature of the vector, 0 to 1; always defined.
   *
   * @param index 0 for f1 to 4 for f5
   */
  public double feature(int index) {
    return features[index];
  }

  /** The features as an array; not a copy, and nobody must write it. */
  public double[] features() {
    return features;
  }

  /** The rows to compare with; only {@link #firstRow()} to {@link #lastRow()} may be read. */
  public FeatureRing ring() {
    return ring;
  }

  /** Index of the oldest candidate. */
  public long firstRow() {
    return firstRow;
  }

  /**
   * Index of the newest candidate: the row whose label matured with this vector; less than {@link
   * #firstRow()} if there is none.
   */
  public long lastRow() {
    return lastRow;
  }

  /** The logistic regression, trained on every label that had matured. */
  public LogisticWeights logistic() {
    return logistic;
  }

  /** Vote of the published indicator's rule, -8 to 8; 0 if it is not a member. */
  public int tradingviewVote() {
    return tradingviewVote;
  }
}
