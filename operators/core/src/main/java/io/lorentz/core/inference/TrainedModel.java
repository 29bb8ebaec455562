package io.lorentz.core.inference;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One version of the models: what was trained, and what on. Immutable.
 *
 * <p>It knows bars up to {@link #trainedToMs} and must not score one that closes before {@link
 * #scoresFromMs}: that bar, or what its indicators remember, was in the training.
 */
public final class TrainedModel {

  private final String id;
  private final long trainedToMs;
  private final long scoresFromMs;
  private final SortedMap<Long, TrainedSeries> series = new TreeMap<>();

  /**
   * Keeps the parts.
   *
   * @param id SHA-256 of its manifest, lower-case hex
   * @param trainedToMs close of the last bar that any row or label of the training knew, ms
   * @param scoresFromMs first close that it may score, ms: behind the embargo
   * @param series one per timeframe
   * @throws IllegalArgumentException if it could score a bar it was trained on
   */
  public TrainedModel(
      String id, long trainedToMs, long scoresFromMs, Iterable<TrainedSeries> series) {
    if (scoresFromMs <= trainedToMs) {
      throw new IllegalArgumentException(
          "scoresFromMs: must lie behind trainedToMs "
              + trainedToMs
              + ", was "
              + scoresFromMs
              + "; a model must not score what it was trained on");
    }
    this.id = id;
    this.trainedToMs = trainedToMs;
    this.scoresFromMs = scoresFromMs;
    series.forEach(one -> this.series.put(one.timeframeMs(), one));
  }

  /** SHA-256 of its manifest, lower-case hex. */
  public String id() {
    return id;
  }

  /** Close of the last bar that any row or label of the training knew, ms since 1970 UTC. */
  public long trainedToMs() {
    return trainedToMs;
  }

  /** First close that it may score, ms since 1970 UTC. */
  public long scoresFromMs() {
    return scoresFromMs;
  }

  /** The members of a timeframe; empty if it was trained for others only. */
  public Optional<TrainedSeries> series(long timeframeMs) {
    return Optional.ofNullable(series.get(timeframeMs));
  }

  /** Every timeframe, shortest first. */
  public SortedMap<Long, TrainedSeries> series() {
    return new TreeMap<>(series);
  }
}
