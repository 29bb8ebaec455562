package io.lorentz.command;

import io.lorentz.archive.BarFileOptions;
import io.lorentz.command.report.ChartBars;
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

  Replaying(Engine<T> engine, Surroundings surroundings, ResolvedConfiguration<T> configuration) {
    this.engine = engine;
    this.surroundings = surroundings;
    this.configuration = configuration;
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
    ChartBars chart = new ChartBars();
    DataCheck data = DataCheck.read(bars, chart);
    data.notices().forEach(surroundings.err()::println);
    Path spool = Files.createDirectory(output.path().resolve(".spool"));
    int subtasks =
        parallelism > 0 ? parallelism : Math.min(surroundings.processors(), bars.files().size());
    RowSource rows;
    try (ProgressLine progress =
        new ProgressLine(
            surroundings.err(), surroundings.terminal(), data.dataFromMs(), data.dataToMs())) {
      rows = engine.replay(new ReplayRequest<>(options, bars, subtasks, spool), progress);
    }
    RunFacts facts = facts(verb, synthetic, data, (System.nanoTime() - beganNanos));
    RunSummary summary =
        new RunReport(configuration, CodeVersion.current())
            .write(output.path(), rows, facts, otherFiles, chart);
    output.removeFolder(spool);
    output.commit();
    surroundings.out().print(ResultTable.of(summary));
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
