package io.lorentz.command.training;

/** Labels rows; a seam, so that tests can plant a labeller that knows too much. */
@FunctionalInterface
interface Labeller {

  /**
   * The label of a row.
   *
   * @return 1, 0, -1, or {@link LabelRule#UNKNOWN}
   */
  int label(SeriesRows rows, int row, LabelOptions options);
}
