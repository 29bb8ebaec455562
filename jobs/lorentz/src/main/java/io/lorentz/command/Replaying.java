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
import io.lorentz.command.report.SweepCell;
import io.lorentz.command.report.SweepReport;
import io.lorentz.command.report.SweepSummary;
import io.lorentz.command.report.SweepTable;
import io.lorentz.trading.configuration.ResolvedConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    BarFileOptions bars = checked(files);
    if (baselines.wanted()) {
      engine.requireComparable(configuration.options());
    }
    ChartBars chart = new ChartBars();
    DataCheck data = DataCheck.read(bars, engine.costMeter(configuration.options()), chart);
    CostGuard.table(data.costs()).forEach(surroundings.out()::println);
    data.notices().forEach(surroundings.err()::println);
    ReplayRequest<T> request = request(configuration.options(), bars, parallelism, output);
    Optional<BaselineFacts> compared = Optional.empty();
    if (baselines.wanted()) {
      try (ProgressLine progress = progress(data)) {
        Baselined<T> baselined = engine.baselines(request, baselines.rate(), progress);
        compared = Optional.of(baselined.facts());
        request =
            new ReplayRequest<>(baselined.options(), bars, request.parallelism(), request.spool());
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
            .write(output.path(), rows, facts, otherFiles, chart);
    output.removeFolder(request.spool());
    output.commit();
    surroundings.out().print(ResultTable.of(summary));
  }

  /**
   * Runs all cells of a sweep in one pass, writes the result to the folder and prints the table.
   *
   * @param options the cells as accounts
   */
  void sweep(Grid grid, T options, BarFileOptions files, OutputDirectory output) throws Exception {
    long beganNanos = System.nanoTime();
    BarFileOptions bars = checked(files);
    DataCheck data = DataCheck.read(bars, engine.costMeter(configuration.options()));
    data.notices().forEach(surroundings.err()::println);
    ReplayRequest<T> request = request(options, bars, 0, output);
    RowSource rows;
    try (ProgressLine progress = progress(data)) {
      rows = engine.replay(request, progress);
    }
    List<Map<String, String>> cells = grid.cells();
    List<SweepCell> named = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      named.add(new SweepCell(engine.cellName(i), cells.get(i)));
    }
    RunFacts facts = facts("sweep", data, System.nanoTime() - beganNanos);
    SweepReport report = new SweepReport(configuration, CodeVersion.current(), grid.keys(), named);
    SweepSummary summary = report.write(output.path(), rows, facts);
    output.removeFolder(request.spool());
    output.commit();
    surroundings.out().print(SweepTable.of(summary));
  }

  Engine<T> engine() {
    return engine;
  }

  Surroundings surroundings() {
    return surroundings;
  }

  ResolvedConfiguration<T> configuration() {
    return configuration;
  }

  T options() {
    return configuration.options();
  }

  /** The files, if every series can be traded, with the length of their bars. */
  BarFileOptions checked(BarFileOptions files) {
    engine.requireInstruments(configuration.options(), files.files().keySet());
    return files.withLengthMs(engine.barLengthMs(configuration.options()));
  }

  /** A replay with a spool of its own below the output. */
  ReplayRequest<T> request(T options, BarFileOptions bars, int parallelism, OutputDirectory output)
      throws IOException {
    Path spool = Files.createDirectory(output.path().resolve(".spool"));
    int subtasks =
        parallelism > 0 ? parallelism : Math.min(surroundings.processors(), bars.files().size());
    return new ReplayRequest<>(options, bars, subtasks, spool);
  }

  ProgressLine progress(DataCheck data) {
    return new ProgressLine(
        surroundings.err(), surroundings.terminal(), data.dataFromMs(), data.dataToMs());
  }

  RunFacts facts(String verb, DataCheck data, long nanos) {
    return facts(verb, false, data, nanos);
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
        engine.assumptions(configuration.options()),
        data.funding(),
        data.marks(),
        data.costs());
  }
}
