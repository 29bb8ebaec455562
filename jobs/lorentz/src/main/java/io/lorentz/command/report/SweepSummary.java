package io.lorentz.command.report;

import java.util.Comparator;
import java.util.List;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * What a sweep came to.
 *
 * @param facts what is known besides the rows
 * @param keys keys that were varied
 * @param cells figures of every cell, in the order of the grid
 */
public record SweepSummary(RunFacts facts, List<String> keys, List<Result> cells) {

  private static final double YEAR_MS = 365 * 86_400_000.0;
  private static final double EULER = 0.5772156649015329;

  /** A cell and its figures. */
  public record Result(SweepCell cell, AccountSummary figures) {}

  /** Cells by return, the best first; equal ones in the order of the grid. */
  List<Result> ranked() {
    return cells.stream()
        .sorted(
            Comparator.comparingDouble((Result result) -> result.figures().returnFraction())
                .reversed())
        .toList();
  }

  Result best() {
    return ranked().get(0);
  }

  Result worst() {
    return ranked().get(cells.size() - 1);
  }

  /**
   * The Sharpe ratio that the best of as many independent trials without any edge is expected to
   * show over this span: the mean of the greatest of n standard normals (Bailey and López de Prado
   * 2014) / √years. Cells of one grid resemble each other, so it is an upper bound.
   */
  double sharpeOfLuck() {
    double years = (facts.dataToMs() - facts.tradingFromMs()) / YEAR_MS;
    int trials = cells.size();
    if (!(years > 0) || trials < 2) {
      return Double.NaN;
    }
    NormalDistribution normal = new NormalDistribution();
    double greatest =
        (1 - EULER) * normal.inverseCumulativeProbability(1 - 1.0 / trials)
            + EULER * normal.inverseCumulativeProbability(1 - 1.0 / (trials * StrictMath.E));
    return greatest / StrictMath.sqrt(years);
  }

  /** What a person has to know before believing the best cell. */
  String warning() {
    return "the best of "
        + cells.size()
        + " trials on one history is no evidence: it was chosen by its luck on these bars";
  }
}
