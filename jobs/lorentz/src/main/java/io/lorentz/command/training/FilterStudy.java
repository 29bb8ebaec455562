package io.lorentz.command.training;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorentz.core.confirmation.ConfirmationOptions;
import io.lorentz.core.confirmation.ConfirmationPolicy;
import java.util.HashMap;
import java.util.Map;

/**
 * What each filter of the confirmation rule adds: the mean move in the predicted direction over the
 * label's horizon, before costs, of all predictions of the fast timeframe, of the confident ones,
 * of those that the last prediction of the slow timeframe agrees with, and of both.
 */
final class FilterStudy {

  private final ConfirmationOptions rule;
  private final long seed;

  FilterStudy(ConfirmationOptions rule, long seed) {
    this.rule = rule;
    this.seed = seed;
  }

  void write(ArrayNode json, ScoredRows fast, ScoredRows slow) {
    boolean byDirection = rule.policy() == ConfirmationPolicy.DIRECTION;
    double least = byDirection ? rule.minConfidence() : rule.minMoveBps();
    DaySums all = new DaySums(1);
    DaySums confident = new DaySums(1);
    DaySums agreed = new DaySums(1);
    DaySums both = new DaySums(1);
    Map<String, PredictionLog.Said> lastSlow = new HashMap<>();
    int next = 0;
    for (ScoredRows.Row row : fast.rows()) {
      while (next < slow.rows().size()
          && slow.rows().get(next).said().closeMs() <= row.said().closeMs()) {
        PredictionLog.Said said = slow.rows().get(next).said();
        lastSlow.put(said.instrument(), said);
        next++;
      }
      double score = said(row.said());
      if (score == 0) {
        continue;
      }
      long timeMs = row.said().closeMs();
      double gained = Math.signum(score) * row.moveBps();
      PredictionLog.Said slowSaid = lastSlow.get(row.said().instrument());
      boolean agrees =
          slowSaid != null
              && said(slowSaid) * score > 0
              && timeMs - slowSaid.closeMs() <= rule.maxApartMs();
      boolean sure = Math.abs(score) > least;
      boolean bothSure = sure && agrees && Math.abs(said(slowSaid)) > least;
      all.add(timeMs, gained);
      if (sure) {
        confident.add(timeMs, gained);
      }
      if (agrees) {
        agreed.add(timeMs, gained);
      }
      if (bothSure) {
        both.add(timeMs, gained);
      }
    }
    write(json, "every prediction", all);
    write(json, "confident", confident);
    write(json, "timeframes agree", agreed);
    write(json, "both confident and agreed", both);
  }

  /** What the rule looks at: its sign is the direction. */
  private double said(PredictionLog.Said said) {
    return rule.policy() == ConfirmationPolicy.DIRECTION ? said.score() : said.expectedBps();
  }

  private void write(ArrayNode json, String name, DaySums sums) {
    ObjectNode line = json.addObject();
    line.put("filter", name);
    line.put("predictions", sums.count());
    Figures.put(line, "gross_bps", sums.means(seed)[0]);
  }
}
