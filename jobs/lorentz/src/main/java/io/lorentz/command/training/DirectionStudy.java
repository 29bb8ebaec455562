package io.lorentz.command.training;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorentz.core.inference.EnsembleOptions;
import io.lorentz.core.inference.Member;
import java.util.Comparator;
import java.util.List;

/**
 * Whether the predictions of one timeframe know the direction: accuracy, Brier score and log loss
 * against the class prior and momentum, with block-bootstrap bounds at the 1 % level; reliability;
 * members one by one and left out one by one. Rows labelled neither up nor down are not asked.
 */
final class DirectionStudy {

  /** Groups of the reliability curve. */
  private static final int GROUPS = 10;

  private static final List<Member> MEMBERS =
      List.of(Member.LORENTZIAN, Member.LOGISTIC, Member.CHANDELIER);

  private final ScoredRows scored;
  private final EnsembleOptions options;
  private final boolean fittedWeights;
  private final long seed;

  DirectionStudy(ScoredRows scored, TrainingOptions training, long seed) {
    this.scored = scored;
    this.options = training.ensemble();
    this.fittedWeights = training.fitWeights();
    this.seed = seed;
  }

  /** Writes what it finds. */
  void write(ObjectNode json) {
    DaySums sums = new DaySums(9);
    for (ScoredRows.Row row : scored.rows()) {
      if (row.label() != 0) {
        double p = row.said().probabilityUp();
        double prior = row.prior().priorUp();
        double momentum = row.momentumUp();
        // The sign of the score is what is traded; the probability is judged by Brier and log loss.
        double right = HeldBack.Quality.hit(row.said().score(), row.up());
        sums.add(
            row.said().closeMs(),
            right,
            right - HeldBack.Quality.hit(prior - 0.5, row.up()),
            right - HeldBack.Quality.hit(row.before(), row.up()),
            square(p, row.up()),
            square(p, row.up()) - square(prior, row.up()),
            square(p, row.up()) - square(momentum, row.up()),
            HeldBack.loss(p, row.up()),
            HeldBack.loss(p, row.up()) - HeldBack.loss(prior, row.up()),
            HeldBack.loss(p, row.up()) - HeldBack.loss(momentum, row.up()));
      }
    }
    DaySums.Mean[] means = sums.means(seed);
    json.put("rows", sums.count());
    json.put("days", sums.daysWith());
    Figures.put(json, "effective_rows", effective(means[0]));
    Figures.put(json, "accuracy", means[0]);
    Figures.put(json, "accuracy_less_prior", means[1]);
    Figures.put(json, "accuracy_less_momentum", means[2]);
    Figures.put(json, "brier", means[3]);
    Figures.put(json, "brier_less_prior", means[4]);
    Figures.put(json, "brier_less_momentum", means[5]);
    Figures.put(json, "log_loss", means[6]);
    Figures.put(json, "log_loss_less_prior", means[7]);
    Figures.put(json, "log_loss_less_momentum", means[8]);
    reliability(json.putArray("reliability"));
    members(json.putArray("members"));
  }

  /**
   * As many independent calls as would leave the accuracy as uncertain as the bootstrap finds it:
   * labels overlap, and calls of neighbouring bars resemble each other.
   */
  private static double effective(DaySums.Mean accuracy) {
    double deviation = accuracy.deviation();
    return deviation > 0
        ? accuracy.mean() * (1 - accuracy.mean()) / (deviation * deviation)
        : Double.NaN;
  }

  private static double square(double probability, boolean up) {
    double error = probability - (up ? 1 : 0);
    return error * error;
  }

  /** Groups of equal size by what was said, the least likely first. */
  private void reliability(ArrayNode json) {
    List<ScoredRows.Row> sorted =
        scored.rows().stream()
            .filter(row -> row.label() != 0)
            .sorted(Comparator.comparingDouble(row -> row.said().probabilityUp()))
            .toList();
    for (int group = 0; group < GROUPS; group++) {
      int from = (int) ((long) group * sorted.size() / GROUPS);
      int to = (int) ((long) (group + 1) * sorted.size() / GROUPS);
      if (from < to) {
        double said = 0;
        double came = 0;
        for (ScoredRows.Row row : sorted.subList(from, to)) {
          said += row.said().probabilityUp();
          came += row.up() ? 1 : 0;
        }
        ObjectNode line = json.addObject();
        line.put("rows", to - from);
        Figures.put(line, "said", said / (to - from));
        Figures.put(line, "came", came / (to - from));
      }
    }
  }

  private void members(ArrayNode json) {
    for (int m = 0; m < MEMBERS.size(); m++) {
      if (options.has(MEMBERS.get(m))) {
        ObjectNode line = json.addObject();
        line.put("member", MEMBERS.get(m).key());
        Figures.put(line, "accuracy_alone", accuracy(m, true));
        // Fitted weights differ from version to version.
        Figures.put(line, "accuracy_without", fittedWeights ? Double.NaN : accuracy(m, false));
      }
    }
  }

  private double accuracy(int member, boolean alone) {
    double right = 0;
    long rows = 0;
    for (ScoredRows.Row row : scored.rows()) {
      if (row.label() != 0) {
        double sum = 0;
        for (int m = 0; m < MEMBERS.size(); m++) {
          if (m == member == alone && options.has(MEMBERS.get(m))) {
            sum += options.weight(MEMBERS.get(m)) * scoreOf(MEMBERS.get(m), row.said());
          }
        }
        right += HeldBack.Quality.hit(sum, row.up());
        rows++;
      }
    }
    return rows == 0 ? Double.NaN : right / rows;
  }

  private static double scoreOf(Member member, PredictionLog.Said said) {
    return switch (member) {
      case LORENTZIAN -> said.lorentzian();
      case LOGISTIC -> said.logistic();
      case CHANDELIER -> said.chandelier();
      case LORENTZIAN_TRADINGVIEW, TORCHSCRIPT -> Double.NaN;
    };
  }
}
