package io.lorentz.command.training;

import io.lorentz.models.ModelQuality;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What was said of the bars of one timeframe, beside what then happened. */
final class ScoredRows {

  private final long timeframeMs;
  private final List<Row> rows = new ArrayList<>();

  /**
   * A prediction and its outcome.
   *
   * @param said the prediction
   * @param label what the bar is labelled with now that its future is known: up 1, down -1, neither
   *     0
   * @param moveBps move from its close over the label's horizon, 1/10,000
   * @param before sign of the move over as many bars before
   * @param prior what the version in force was trained on
   */
  record Row(PredictionLog.Said said, int label, double moveBps, int before, ModelQuality prior) {

    boolean up() {
      return label > 0;
    }

    /** Momentum as a probability of up. */
    double momentumUp() {
      return before > 0 ? prior.upAfterUp() : prior.upAfterDown();
    }
  }

  private ScoredRows(long timeframeMs) {
    this.timeframeMs = timeframeMs;
  }

  /**
   * Puts predictions beside outcomes; those whose future is not known are left out.
   *
   * @param quality of each version on this timeframe, by id
   */
  static ScoredRows of(
      long timeframeMs,
      List<PredictionLog.Said> said,
      Map<String, SeriesRows> series,
      Map<String, ModelQuality> quality,
      Labeller labeller,
      LabelOptions labels) {
    ScoredRows scored = new ScoredRows(timeframeMs);
    for (PredictionLog.Said one : said) {
      SeriesRows rows = series.get(one.instrument());
      int row = rows.firstAfter(one.closeMs()) - 1;
      int label = labeller.label(rows, row, labels);
      if (label != LabelRule.UNKNOWN) {
        double move = rows.close(row + labels.horizonBars()) / rows.close(row) - 1;
        scored.rows.add(
            new Row(
                one,
                label,
                move * 10_000,
                TrainingRows.moveBefore(rows, row, labels.horizonBars()),
                quality.get(one.model())));
      }
    }
    return scored;
  }

  long timeframeMs() {
    return timeframeMs;
  }

  List<Row> rows() {
    return rows;
  }
}
