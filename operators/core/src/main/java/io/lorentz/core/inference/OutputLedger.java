package io.lorentz.core.inference;

import io.lorentz.schemas.FeatureVector;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Port: what a member has said whose arithmetic is not bit-exact. A decision follows from what lies
 * here, so a run that is done again decides the same, on whatever machine. One ledger holds the
 * outputs of one member.
 *
 * <p><b>The first counts.</b> Of several outputs for one vector, told apart by instrument,
 * timeframe, close, log time and f1 to f5, all readers take the first that was acknowledged; who
 * wrote another does so too.
 *
 * <p>Vectors are asked for in the order of their log times. Not thread-safe.
 */
public interface OutputLedger extends AutoCloseable {

  /** Says that no vector of an earlier log time will be asked for. */
  void forgetBefore(long logTimeMs);

  /** What counts for a vector; empty if nothing was acknowledged for it yet. */
  OptionalDouble find(FeatureVector vector);

  /**
   * Acknowledges outputs: when this returns they survive a crash of everything here. A ledger that
   * is only read, as by a check of a past run, keeps them for itself.
   *
   * @param vectors what was scored, none of which {@link #find} knew
   * @param scores their scores, in the same order
   */
  void acknowledge(List<FeatureVector> vectors, List<Double> scores);

  /** Gives up what the ledger holds. */
  @Override
  void close();
}
