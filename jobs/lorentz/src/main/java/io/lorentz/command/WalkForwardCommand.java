package io.lorentz.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorentz.archive.BarFileOptions;
import io.lorentz.command.fault.MisuseException;
import io.lorentz.command.report.Cells;
import io.lorentz.command.report.OutputDirectory;
import io.lorentz.command.report.ReportFolder;
import io.lorentz.command.report.RunSummary;
import io.lorentz.command.training.TrainingSettings;
import io.lorentz.command.training.WalkForwardJudge;
import io.lorentz.trading.configuration.ResolvedConfiguration;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lorentz walk-forward}. */
@Command(
    name = "walk-forward",
    description =
        "Trains a model per step, replays the job under them, and judges it out of sample.",
    footer = {
      "",
      "Example:",
      "  lorentz walk-forward --bars BTCUSDT=btc_1m.csv.gz --train-days 30 --step-days 7 \\",
      "      --out out/walk",
      "",
      "Exits 1 where a bound asked for (--min-...) is not met."
    })
final class WalkForwardCommand<T extends Record> implements Callable<Integer> {

  private final Engine<T> engine;
  private final Surroundings surroundings;

  @Option(
      names = "--train-days",
      paramLabel = "N",
      defaultValue = "30",
      description = "Days each model is trained on. Default: ${DEFAULT-VALUE}.")
  private int trainDays;

  @Option(
      names = "--step-days",
      paramLabel = "N",
      defaultValue = "7",
      description = "Days from a model to the next. Default: ${DEFAULT-VALUE}.")
  private int stepDays;

  @Option(
      names = "--trials",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Configurations that were tried on these bars, this one counted: the more, the less the"
              + " best of them means. Default: ${DEFAULT-VALUE}.")
  private int trials;

  @Option(
      names = "--permutations",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Random shifts of the entries to hold them against. Default: ${DEFAULT-VALUE}.")
  private int permutations;

  @Option(
      names = "--min-performance",
      paramLabel = "PERCENT",
      description = "Exit 1 if fewer trades win after all costs, out of sample.")
  private Double minPerformance;

  @Option(
      names = "--min-profit-factor",
      paramLabel = "F",
      description = "Exit 1 if the profit factor is less, after all costs, out of sample.")
  private Double minProfitFactor;

  @Option(
      names = "--min-sharpe",
      paramLabel = "S",
      description = "Exit 1 if the yearly Sharpe ratio is less, out of sample.")
  private Double minSharpe;

  @Option(names = "--require-edge", description = "Exit 1 unless the verdict is an edge.")
  private boolean requireEdge;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the report and the models; an earlier one in it is replaced.")
  private Path out;

  @Mixin private MarketDataArguments marketData = new MarketDataArguments();
  @Mixin private TrainingArguments arguments = new TrainingArguments();
  @Mixin private ConfigurationArguments configuration = new ConfigurationArguments();

  @Mixin private JsonArgument json = new JsonArgument();

  WalkForwardCommand(Engine<T> engine, Surroundings surroundings) {
    this.engine = engine;
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    TrainingArguments.requireAtLeast("--train-days", trainDays, 1);
    TrainingArguments.requireAtLeast("--step-days", stepDays, 1);
    TrainingArguments.requireAtLeast("--trials", trials, 1);
    TrainingArguments.requireAtLeast("--permutations", permutations, 100);
    ResolvedConfiguration<T> resolved = configuration.resolve(engine.configuration());
    BarFileOptions files = marketData.files();
    marketData.requireOutside(out);
    TrainingSettings settings = arguments.settings();
    requireConfirmed(resolved.options(), settings);
    engine.ruleBaselines(resolved.options(), files.files().size());
    RunSummary summary;
    try (OutputDirectory output = OutputDirectory.open(out)) {
      summary =
          new WalkingForward<>(new Replaying<>(engine, json.told(surroundings), resolved))
              .run(
                  files,
                  settings,
                  trainDays,
                  stepDays,
                  new WalkForwardJudge.Settings(
                      engine.judgedAccount(resolved.options()), trials, permutations),
                  output);
    }
    ObjectNode judgement = summary.judgement().orElseThrow();
    json.told(surroundings).out().println("\n" + judgement.path("text").asText());
    json.told(surroundings).out().println("\nreport in " + out);
    List<String> missed = missed(judgement);
    missed.forEach(surroundings.err()::println);
    ObjectNode result = ReportFolder.answer(out, "summary.json");
    missed.forEach(result.putArray("missed")::add);
    return json.answer(surroundings, missed.isEmpty() ? ExitCode.DONE : ExitCode.FAULT, result);
  }

  /** Else nothing would ever be confirmed, and the verdict would blame the data. */
  private void requireConfirmed(T options, TrainingSettings settings) {
    for (long timeframeMs : engine.confirmedTimeframesMs(options)) {
      if (!settings.timeframesMs().contains(timeframeMs)) {
        throw new MisuseException(
            "--timeframes: must have "
                + Cells.timeframe(timeframeMs)
                + ", which the configuration confirms with, was "
                + settings.timeframesMs().stream().map(Cells::timeframe).toList()
                + "; add it");
      }
    }
  }

  private List<String> missed(ObjectNode judgement) {
    List<String> missed = new ArrayList<>();
    if (requireEdge && !judgement.path("verdict").asText().equals("EDGE")) {
      missed.add("--require-edge: the verdict is " + judgement.path("verdict").asText());
    }
    require(missed, "--min-performance", minPerformance, percent(judgement, "net_win_rate"));
    require(missed, "--min-profit-factor", minProfitFactor, profitFactor(judgement));
    require(missed, "--min-sharpe", minSharpe, figure(judgement, "sharpe"));
    return missed;
  }

  private static double percent(ObjectNode judgement, String key) {
    return 100 * figure(judgement, key);
  }

  /** NaN where it is undefined. */
  private static double figure(ObjectNode judgement, String key) {
    return judgement.path(key).asDouble(Double.NaN);
  }

  /** Without a loss it has no bound, and JSON no number for that. */
  private static double profitFactor(ObjectNode judgement) {
    return figure(judgement, "net_win_rate") == 1
        ? Double.POSITIVE_INFINITY
        : figure(judgement, "profit_factor");
  }

  /** An undefined figure meets no bound. */
  private static void require(List<String> missed, String option, Double least, double value) {
    if (least != null && !(value >= least)) {
      missed.add(
          option
              + " "
              + least
              + ": is not met, was "
              + (Double.isNaN(value) ? "undefined" : value));
    }
  }
}
