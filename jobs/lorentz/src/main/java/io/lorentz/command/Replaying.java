package io.lorentz.command;

import io.lorentz.archive.BarFileOptions;
import io.lorentz.command.report.BaselineFacts;
import io.lorentz.command.report.CodeVersion;
import io.lorentz.command.report.OutputDirectory;
import io.lorentz.command.report.ResultTable;
import io.lorentz.command.report.RowSource;
import io.lorentz.command.report.RunFacts;
import io.lorentz.command.report.RunReport;
import io.lorentz.command.report.RunSummary;
import io.lorentz.trading.configuration.ResolvedConfiguration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Files of bars → report: what {@code backtest} and {@code demo} share.
 *
 * @param <T> type of the options
 */
final class Replaying<T extends Record> {

  private static final double NANOS_PER_SECOND = 1e9;

  private final Engine<T> engine;
  private final Surroundings surroundings;
  private final ResolvedConfiguration<T> configuration;
  private BaselineArguments baselines = new BaselineArguments();

  Replaying(Engine<T> engine, Surroundings surroundings, ResolvedConfiguration<T> configuration) {
    this.engine = engine;
    this.surroundings = surroundings;
    this.configuration = configuration;
  }

  /** Adds the baselines that are asked for. */
  Replaying<T> with(BaselineArguments asked) {
    baselines = asked;
    return this;
  }

  /**
   * Runs the replay, writes the report to the folder and prints the table.
   *
   * @param parallelism subtasks; 0 chooses
   * @param otherFiles what else lies in the folder
   */
  void run(
      String verb,
      boolean synthetic,
      BarFileOptions files,
      int parallelism,
      OutputDirectory output,
      List<String> otherFiles)
      throws Exception {
    long beganNanos = System.nanoTime();
    T options = configuration.options();
    engine.requireInstruments(options, files.files().keySet());
    BarFileOptions bars = files.withLengthMs(engine.barLengthMs(options));
    DataCheck data = DataCheck.read(bars);
    data.notices().forEach(surroundings.err()::println);
    Path spool = Files.createDirectory(output.path().resolve(".spool"));
    int subtasks =
        parallelism > 0 ? parallelism : Math.min(surroundings.processors(), bars.files().size());
    ReplayRequest<T> request = new ReplayRequest<>(options, bars, subtasks, spool);
    Optional<BaselineFacts> compared = Optional.empty();
    if (baselines.wanted()) {
      try (ProgressLine progress = progress(data)) {
        Baselined<T> baselined = engine.baselines(request, baselines.rate(), progress);
        compared = Optional.of(baselined.facts());
        request = new ReplayRequest<>(baselined.options(), bars, subtasks, spool);
      }
    }
    RowSource rows;
    try (ProgressLine progress = progress(data)) {
      rows = engine.replay(request, progress);
    }
    RunFacts facts = facts(verb, synthetic, data, (System.nanoTime() - beganNanos));
    RunSummary summary =
        new RunReport(configuration, CodeVersion.current())
            .with(engine.unlisted(request.options()), compared)
            .write(output.path(), rows, facts, otherFiles);
    output.removeFolder(spool);
    output.commit();
    surroundings.out().print(ResultTable.of(summary));
  }

  private ProgressLine progress(DataCheck data) {
    return new ProgressLine(
        surroundings.err(), surroundings.terminal(), data.dataFromMs(), data.dataToMs());
  }

  private RunFacts facts(String verb, boolean synthetic, DataCheck data, long nanos) {
    return new RunFacts(
        verb,
        synthetic,
        data.dataFromMs(),
        data.dataToMs(),
        data.tradingFromMs(),
        data.bars(),
        data.duplicates(),
        data.conflicts(),
        data.notices(),
        nanos / NANOS_PER_SECOND,
        data.files(),
        engine.assumptions(configuration.options()));
  }
}
