package io.lorentz.core.confirmation;

import io.lorentz.schemas.Candidate;
import java.util.Comparator;

/**
 * The total order of the candidates of one instrument: log time, partition, market time, longer
 * timeframe first. No two candidates of one instrument are equal under it, because a timeframe
 * gives at most one prediction per market time.
 */
public enum CandidateOrder implements Comparator<Candidate> {
  /** The only instance. */
  INSTANCE;

  @Override
  public int compare(Candidate a, Candidate b) {
    int byLogTime = Long.compare(a.getLogTimeMs(), b.getLogTimeMs());
    if (byLogTime != 0) {
      return byLogTime;
    }
    int byPartition = Integer.compare(a.getPartition(), b.getPartition());
    if (byPartition != 0) {
      return byPartition;
    }
    int byMarketTime = Long.compare(a.getMarketTimeMs(), b.getMarketTimeMs());
    return byMarketTime != 0 ? byMarketTime : Long.compare(b.getTimeframeMs(), a.getTimeframeMs());
  }
}
