package io.lorentz.command.engine;

import io.lorentz.archive.ArchiveSource;
import io.lorentz.archive.BarFileLog;
import io.lorentz.archive.BarFileOptions;
import io.lorentz.archive.RunOutputSink;
import io.lorentz.archive.RunOutputSpool;
import io.lorentz.archive.SourceGate;
import io.lorentz.command.report.CodeVersion;
import io.lorentz.command.report.RunFacts;
import io.lorentz.command.report.RunReport;
import io.lorentz.core.inference.Ensemble;
import io.lorentz.flink.inference.EnsembleFactory;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.RunOutput;
import io.lorentz.trading.BareLoop;
import io.lorentz.trading.TradingOptions;
import io.lorentz.trading.TradingPipeline;
import io.lorentz.trading.configuration.ConfigurationBinder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ObjLongConsumer;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Runs one log through the bare loop and through the job, and writes the reports of both. */
final class Replays {

  private final TradingOptions options;
  private final BarFileOptions bars;

  Replays(TradingOptions options, BarFileOptions bars) {
    this.options = options;
    this.bars = bars;
  }

  /** The oracle. The watcher sees each row with the index of the record that caused it. */
  List<RunOutput> bareLoop(ObjLongConsumer<RunOutput> watcher) {
    List<RunOutput> rows = new ArrayList<>();
    long[] index = new long[1];
    BareLoop loop =
        new BareLoop(
            options,
            List.copyOf(bars.files().keySet()),
            Ensemble.jvm(options.inference()),
            row -> {
              rows.add(row);
              watcher.accept(row, index[0]);
            });
    try (BarFileLog log = new BarFileLog(bars)) {
      while (log.hasNext()) {
        LogRecord next = log.next();
        loop.on(next);
        index[0]++;
      }
    }
    loop.end();
    return rows;
  }

  /** The job without failures. */
  List<RunOutput> job(int parallelism, Path spool) throws Exception {
    return job(parallelism, spool, ArchiveSource.everyCloseItsOwn());
  }

  /** The job without failures, with the watermarks of this strategy. */
  List<RunOutput> job(int parallelism, Path spool, WatermarkStrategy<LogRecord> watermarks)
      throws Exception {
    return job(
        parallelism, spool, watermarks, SourceGate.open(), TradingPipeline.configuration(), "none");
  }

  /** The job with checkpoints, restarted when the gate fails it. */
  List<RunOutput> failingJob(int parallelism, Path spool, SourceGate gate, Path checkpoints)
      throws Exception {
    Configuration configuration = TradingPipeline.configuration();
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(200));
    configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 10);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(1));
    return job(
        parallelism, spool, ArchiveSource.everyCloseItsOwn(), gate, configuration, "fixed-delay");
  }

  private List<RunOutput> job(
      int parallelism,
      Path spool,
      WatermarkStrategy<LogRecord> watermarks,
      SourceGate gate,
      Configuration configuration,
      String restart)
      throws Exception {
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, restart);
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(parallelism, configuration);
    Files.createDirectories(spool);
    TradingPipeline.Edges edges =
        new TradingPipeline.Edges(
            new ArchiveSource(BarFileLog.opener(bars), gate),
            watermarks,
            "market-archive",
            new RestoreNotingSink(new RunOutputSink(spool)),
            EnsembleFactory.jvm());
    new TradingPipeline(options, List.copyOf(bars.files().keySet()), edges).build(env);
    env.execute("replay");
    List<RunOutput> rows = new ArrayList<>();
    new RunOutputSpool(spool).read(rows::add);
    return rows;
  }

  /** Writes a report and gives the SHA-256 of its orders. */
  static String report(List<RunOutput> rows, Path folder) throws IOException {
    Files.createDirectories(folder);
    RunFacts facts =
        new RunFacts(
            "test", false, 0, 1, Long.MIN_VALUE, 0, 0, 0, List.of(), 1, List.of(), List.of());
    return new RunReport(
            new ConfigurationBinder<>(TradingOptions.class, TradingOptions.defaults())
                .resolve(Optional.empty(), List.of()),
            CodeVersion.current())
        .write(folder, rows::forEach, facts, List.of())
        .ordersSha256();
  }
}
