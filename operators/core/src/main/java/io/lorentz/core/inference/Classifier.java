package io.lorentz.core.inference;

import java.util.List;

/**
 * Port: a member of the ensemble. It takes a batch, because a device needs many rows to be worth
 * its trip; a score depends on its own query only, never on the batch it came in.
 *
 * <p>An instance owns buffers and is used by one thread at a time.
 */
public interface Classifier extends AutoCloseable {

  /** Name by which options give it a weight, see {@link Member#key()}. */
  String name();

  /**
   * Scores a batch.
   *
   * @param batch valid queries, of any instruments and timeframes
   * @param scores receives at {@code i} the score of query {@code i}, -1 (surely down) to 1 (surely
   *     up), or NaN while the member cannot say yet; at least as long as the batch
   */
  void score(List<Query> batch, double[] scores);

  /** Gives up what the classifier holds; nothing by default. */
  @Override
  default void close() {}
}
