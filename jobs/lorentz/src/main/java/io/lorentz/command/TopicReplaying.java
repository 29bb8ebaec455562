package io.lorentz.command;

import io.lorentz.command.market.FirstBars;
import io.lorentz.command.report.ChartBars;
import io.lorentz.command.report.CodeVersion;
import io.lorentz.command.report.CostInR;
import io.lorentz.command.report.OutputDirectory;
import io.lorentz.command.report.ResultTable;
import io.lorentz.command.report.RowSource;
import io.lorentz.command.report.RunFacts;
import io.lorentz.command.report.RunReport;
import io.lorentz.command.report.RunSummary;
import io.lorentz.command.report.StampedData;
import io.lorentz.kafka.KafkaConnection;
import io.lorentz.trading.configuration.ResolvedConfiguration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Topic → report: what {@link Replaying} does for files. The log of a run whose orders were
 * executed at a venue is replayed with what the venue said, if configuration and beginning are that
 * run's; otherwise the orders are others, and simulated.
 *
 * @param <T> type of the options
 */
final class TopicReplaying<T extends Record> {

  private static final double NANOS_PER_SECOND = 1e9;

  private final Engine<T> engine;
  private final Surroundings surroundings;
  private final ResolvedConfiguration<T> configuration;

  TopicReplaying(
      Engine<T> engine, Surroundings surroundings, ResolvedConfiguration<T> configuration) {
    this.engine = engine;
    this.surroundings = surroundings;
    this.configuration = configuration;
  }

  /**
   * Runs the replay, writes the report to the folder and prints the table.
   *
   * @param parallelism subtasks; 0 chooses
   */
  void run(
      KafkaConnection connection,
      String topic,
      Optional<Instant> from,
      Optional<Instant> to,
      int parallelism,
      OutputDirectory output)
      throws Exception {
    long beganNanos = System.nanoTime();
    T options = configuration.options();
    ChartBars chart = new ChartBars();
    FirstBars bars = new FirstBars();
    CostMeter meter = engine.costMeter(options);
    TopicCheck data =
        TopicCheck.read(
            connection,
            topic,
            from,
            to,
            engine.barLengthMs(options),
            logRecord -> {
              meter.on(logRecord);
              bars.of(logRecord).ifPresent(chart);
            });
    engine.requireInstruments(options, new TreeSet<>(data.instruments()));
    List<CostInR> costs = meter.costs();
    CostGuard.table(costs).forEach(surroundings.out()::println);
    List<String> notices = new ArrayList<>(CostGuard.warnings(costs));
    notices.addAll(data.notices());
    Optional<String> remoteAccount = data.starts().remoteAccount(topic);
    boolean sameRun = from.isEmpty() && data.starts().endedWith(configuration.sha256());
    remoteAccount.ifPresent(account -> notices.add(ofVenue(topic, account, sameRun)));
    notices.forEach(surroundings.err()::println);
    Path spool = Files.createDirectory(output.path().resolve(".spool"));
    int subtasks =
        parallelism > 0
            ? parallelism
            : Math.min(surroundings.processors(), data.instruments().size());
    RowSource rows;
    try (ProgressLine progress =
        new ProgressLine(
            surroundings.err(), surroundings.terminal(), data.dataFromMs(), data.dataToMs())) {
      rows =
          engine.replayTopic(
              new TopicReplayRequest<>(
                  options,
                  data.instruments(),
                  connection,
                  data.range(),
                  remoteAccount.filter(account -> sameRun),
                  subtasks,
                  spool),
              progress);
    }
    RunSummary summary =
        new RunReport(configuration, CodeVersion.current())
            .with(engine.unlisted(options), Optional.empty())
            .write(
                output.path(),
                rows,
                facts(data, notices, costs, System.nanoTime() - beganNanos),
                List.of(),
                chart);
    output.removeFolder(spool);
    output.commit();
    surroundings.out().print(ResultTable.of(summary));
  }

  /** The orders that a venue answered there are those of that run only. */
  private static String ofVenue(String topic, String account, boolean sameRun) {
    return "topic "
        + topic
        + ": the orders of account "
        + account
        + " were executed at a venue; "
        + (sameRun
            ? "its fills, fees and funding are the venue's"
            : "with another configuration or beginning than that run's they are simulated here");
  }

  private RunFacts facts(TopicCheck data, List<String> notices, List<CostInR> costs, long nanos) {
    return new RunFacts(
        "backtest",
        false,
        data.dataFromMs(),
        data.dataToMs(),
        data.tradingFromMs(),
        data.bars(),
        0,
        0,
        notices,
        nanos / NANOS_PER_SECOND,
        List.of(data.data()),
        engine.assumptions(configuration.options()),
        StampedData.NONE,
        StampedData.NONE,
        costs);
  }
}
