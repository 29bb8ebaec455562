package io.lorentz.command;

import io.lorentz.archive.BarFileOptions;
import io.lorentz.command.report.BaselineFacts;
import io.lorentz.command.report.ChartBars;
import io.lorentz.command.report.CodeVersion;
import io.lorentz.command.report.OutputDirectory;
import io.lorentz.command.report.ResultTable;
import io.lorentz.command.report.RowSource;
import io.lorentz.command.report.RunFacts;
import io.lorentz.command.report.RunReport;
import io.lorentz.command.report.RunSummary;
import io.lorentz.command.training.PredictionLog;
import io.lorentz.command.training.Schedule;
import io.lorentz.command.training.Training;
import io.lorentz.command.training.TrainingSettings;
import io.lorentz.command.training.WalkForward;
import io.lorentz.command.training.WalkForwardJudge;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Files of bars → models and their schedule → one replay under it → report with a verdict.
 *
 * @param <T> type of the options
 */
final class WalkingForward<T extends Record> {

  private static final String STORE = "models";

  private final Replaying<T> replaying;

  WalkingForward(Replaying<T> replaying) {
    this.replaying = replaying;
  }

  /** Walks, writes the report to the folder and prints the table. */
  RunSummary run(
      BarFileOptions files,
      TrainingSettings settings,
      int trainDays,
      int stepDays,
      WalkForwardJudge.Settings judged,
      OutputDirectory output)
      throws Exception {
    long beganNanos = System.nanoTime();
    Engine<T> engine = replaying.engine();
    T options = replaying.options();
    BarFileOptions bars = replaying.checked(files);
    ChartBars chart = new ChartBars();
    DataCheck data = DataCheck.read(bars, engine.costMeter(options), chart);
    CostGuard.table(data.costs()).forEach(replaying.surroundings().out()::println);
    data.notices().forEach(replaying.surroundings().err()::println);

    Training training;
    try (ProgressLine progress = replaying.progress(data)) {
      training = engine.training(options, bars, settings, TrainCommand.checksums(data), progress);
    }
    Path store = output.path().resolve(STORE);
    Schedule schedule;
    try (ProgressLine progress = replaying.progress(data)) {
      schedule =
          new WalkForward(training.trainer(), trainDays, stepDays)
              .train(
                  training.firstMs(),
                  training.lastMs(),
                  bars.fromMs(),
                  store,
                  replaying.surroundings().processors(),
                  progress::onProgress);
    }
    Baselined<T> baselined = engine.ruleBaselines(options, bars.files().size());
    ReplayRequest<T> request =
        replaying.request(
            baselined.options(), bars.withFromMs(schedule.versions().firstKey()), 0, output);
    PredictionLog predictions = new PredictionLog();
    RowSource rows;
    try (ProgressLine progress = replaying.progress(data)) {
      rows = engine.replayUnder(request, store, schedule.records(), predictions, progress);
    }
    RunFacts facts =
        replaying.facts(
            "walk-forward",
            data.tradingFrom(request.bars().fromMs()),
            System.nanoTime() - beganNanos);
    Optional<BaselineFacts> compared = Optional.of(baselined.facts());
    RunSummary summary =
        new RunReport(replaying.configuration(), CodeVersion.current())
            .with(engine.unlisted(request.options()), compared)
            .judgedBy(
                new WalkForwardJudge(
                    training.rows(),
                    schedule,
                    predictions,
                    training.options(),
                    training.rule(),
                    judged))
            .write(output.path(), rows, facts, files(schedule), chart);
    output.removeFolder(request.spool());
    output.commit();
    replaying.surroundings().out().print(ResultTable.of(summary));
    return summary;
  }

  /** Files of the versions, as the manifest of the report names what it holds. */
  private static List<String> files(Schedule schedule) {
    return schedule.versions().values().stream()
        .flatMap(version -> version.files().stream().map(file -> version.id() + "/" + file))
        .map(file -> STORE + "/" + file)
        .toList();
  }
}
