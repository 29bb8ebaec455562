package io.lorentz.command.training;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorentz.command.report.Cells;
import io.lorentz.command.report.ClosedTrade;
import io.lorentz.command.report.Judge;
import io.lorentz.command.report.JudgedAccount;
import io.lorentz.core.confirmation.ConfirmationOptions;
import io.lorentz.core.inference.FeatureRing;
import io.lorentz.models.ModelFolder;
import io.lorentz.models.ModelQuality;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a walk forward is worth: everything the verdict says. */
public final class WalkForwardJudge implements Judge {

  private final MarketRows market;
  private final Schedule schedule;
  private final PredictionLog predictions;
  private final TrainingOptions options;
  private final ConfirmationOptions rule;
  private final Settings settings;

  /**
   * What a person asked for.
   *
   * @param account name of the account that is judged: the one without limits
   * @param trials configurations that were tried on these bars, this one counted
   * @param permutations random shifts of the entries
   */
  public record Settings(String account, int trials, int permutations) {}

  /** Judges the run under a schedule. */
  public WalkForwardJudge(
      MarketRows market,
      Schedule schedule,
      PredictionLog predictions,
      TrainingOptions options,
      ConfirmationOptions rule,
      Settings settings) {
    this.market = market;
    this.schedule = schedule;
    this.predictions = predictions;
    this.options = options;
    this.rule = rule;
    this.settings = settings;
  }

  @Override
  public ObjectNode judge(Map<String, JudgedAccount> accounts) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    JudgedAccount judged = accounts.get(settings.account());
    long seed = seed(judged.trades());
    edge(json, judged, seed);
    ObjectNode beside = json.putObject("beside");
    accounts.forEach(
        (name, account) -> {
          if (!name.equals(settings.account())) {
            edge(beside.putObject(name), account, seed(account.trades()));
          }
        });
    schedule.write(json.putArray("schedule"));
    Map<Long, ScoredRows> scored = new TreeMap<>();
    ObjectNode directions = json.putObject("direction");
    for (long timeframeMs : predictions.timeframesMs()) {
      ScoredRows rows = scored(timeframeMs);
      scored.put(timeframeMs, rows);
      new DirectionStudy(rows, options, seed)
          .write(directions.putObject(Cells.timeframe(timeframeMs)));
    }
    ScoredRows fast = scored.get(rule.fastTimeframeMs());
    ScoredRows slow = scored.get(rule.slowTimeframeMs());
    ArrayNode filters = json.putArray("filters");
    if (fast != null && slow != null) {
      new FilterStudy(rule, seed).write(filters, fast, slow);
    }
    drift(json.putObject("drift_psi"));
    return json;
  }

  private void edge(ObjectNode json, JudgedAccount judged, long seed) {
    DaySums sums = new DaySums(2);
    sums.span(schedule.firstMs() + 1, lastMs());
    judged
        .trades()
        .forEach(trade -> sums.add(trade.closeTimeMs(), trade.grossBps(), trade.netBps()));
    DaySums.Mean[] means = sums.means(seed);
    List<SeriesRows> shortest = market.of(market.timeframesMs().get(0));
    EntryPermutation.Result permuted =
        new EntryPermutation(shortest, schedule.firstMs(), settings.permutations())
            .of(judged.trades(), seed);
    double deflated = DeflatedSharpe.of(judged.dailyReturns(), settings.trials());
    EdgeVerdict verdict =
        EdgeVerdict.of(judged.trades().size(), sums.daysWith(), means[1], permuted.p(), deflated);
    json.put("verdict", verdict.kind().name());
    json.put("text", verdict.text());
    json.put("account", judged.summary().account());
    json.put("trials", settings.trials());
    json.put("trades", judged.trades().size());
    json.put("days", judged.dailyReturns().size());
    json.put("days_with_trades", sums.daysWith());
    Figures.put(json, "gross_bps", means[0]);
    Figures.put(json, "net_bps", means[1]);
    Figures.put(json, "net_win_rate", judged.summary().winRate());
    Figures.put(json, "break_even_win_rate", judged.summary().breakEvenWinRate());
    Figures.put(json, "profit_factor", judged.summary().profitFactor());
    Figures.put(json, "sharpe", judged.summary().sharpe());
    Figures.put(json, "deflated_sharpe", deflated);
    ObjectNode permutation = json.putObject("permutation");
    permutation.put("permutations", permuted.permutations());
    Figures.put(permutation, "mean_bps", permuted.meanBps());
    Figures.put(permutation, "mean_of_shifted_bps", permuted.meanOfShifted());
    Figures.put(permutation, "p", permuted.p());
  }

  /** Draws depend on the trades, so that equal runs have equal bounds. */
  private static long seed(List<ClosedTrade> trades) {
    long seed = 17;
    for (ClosedTrade trade : trades) {
      seed = 31 * seed + trade.openTimeMs();
      seed = 31 * seed + Double.hashCode(trade.netBps());
    }
    return seed;
  }

  private ScoredRows scored(long timeframeMs) {
    Map<String, SeriesRows> series = new HashMap<>();
    market.of(timeframeMs).forEach(rows -> series.put(rows.instrument(), rows));
    Map<String, ModelQuality> quality = new HashMap<>();
    for (ModelFolder version : schedule.versions().values()) {
      version.manifest().quality().stream()
          .filter(one -> one.timeframeMs() == timeframeMs)
          .forEach(one -> quality.put(version.id(), one));
    }
    return ScoredRows.of(
        timeframeMs,
        predictions.of(timeframeMs),
        series,
        quality,
        options.rule()::label,
        options.labels());
  }

  /** Every scored month against the training window of the version in force when it begins. */
  private void drift(ObjectNode json) {
    for (long timeframeMs : predictions.timeframesMs()) {
      List<SeriesRows> series = market.of(timeframeMs);
      ArrayNode months = json.putArray(Cells.timeframe(timeframeMs));
      for (YearMonth month : scoredMonths()) {
        // What closes at 00:00 belongs to the month before.
        long afterMs = Math.max(schedule.firstMs() - 1, startMs(month));
        ModelFolder version = schedule.inForce(afterMs + 1);
        ObjectNode line = months.addObject();
        line.put("month", month.toString());
        for (int feature = 0; feature < FeatureRing.FEATURES; feature++) {
          double[] then =
              Drift.values(
                  series,
                  feature,
                  version.manifest().trainedFromMs() - 1,
                  version.manifest().trainedToMs());
          double[] now = Drift.values(series, feature, afterMs, startMs(month.plusMonths(1)));
          Figures.put(line, "f" + (feature + 1), Drift.index(then, now));
        }
      }
    }
  }

  private long lastMs() {
    return market.of(market.timeframesMs().get(0)).stream()
        .mapToLong(rows -> rows.closeMs(rows.size() - 1))
        .max()
        .orElseThrow();
  }

  private List<YearMonth> scoredMonths() {
    long lastMs = lastMs();
    List<YearMonth> months = new ArrayList<>();
    YearMonth month = monthOf(schedule.firstMs());
    while (startMs(month) < lastMs) {
      months.add(month);
      month = month.plusMonths(1);
    }
    return months;
  }

  private static YearMonth monthOf(long timeMs) {
    return YearMonth.from(Instant.ofEpochMilli(timeMs).atOffset(ZoneOffset.UTC));
  }

  private static long startMs(YearMonth month) {
    return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
  }
}
