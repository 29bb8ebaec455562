package io.lorentz.command;

import io.lorentz.archive.BarFileOptions;
import io.lorentz.command.fault.MisuseException;
import io.lorentz.command.report.OutputDirectory;
import io.lorentz.command.report.ReportFolder;
import io.lorentz.trading.configuration.ResolvedConfiguration;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lorentz backtest}. */
@Command(
    name = "backtest",
    description = "Replays files of bars, or a topic, through the job and writes the report.",
    footer = {
      "",
      "Example:",
      "  lorentz backtest --bars BTCUSDT=btc_1m.csv.gz --from 2025-05-04 --out out/may",
      "  lorentz backtest --bars BTCUSDT=btc_1m/ --funding BTCUSDT=btc_funding.csv.gz",
      "      --mark BTCUSDT=btc_mark_1h.csv.gz --out out/funded",
      "  lorentz backtest --topic market --from 2025-05-04 --out out/may"
    })
final class BacktestCommand<T extends Record> implements Callable<Integer> {

  private final Engine<T> engine;
  private final Surroundings surroundings;

  @Option(
      names = "--topic",
      paramLabel = "T",
      description = "A log in Kafka to replay instead of files; see 'data publish'.")
  private String topic;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      description = "Subtasks; changes no order. Default: one per instrument or processor.")
  private Integer parallelism;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the report; an earlier report in it is replaced.")
  private Path out;

  @Mixin private MarketDataArguments marketData = new MarketDataArguments();

  @Mixin private BaselineArguments baselines = new BaselineArguments();

  @Mixin private KafkaArguments kafka = new KafkaArguments();

  @Mixin private ConfigurationArguments configuration = new ConfigurationArguments();

  @Mixin private JsonArgument json = new JsonArgument();

  BacktestCommand(Engine<T> engine, Surroundings surroundings) {
    this.engine = engine;
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    if (parallelism != null) {
      Parallelism.require(parallelism);
    }
    baselines.check();
    requireOneInput();
    ResolvedConfiguration<T> resolved = configuration.resolve(engine.configuration());
    if (topic != null) {
      return replayTopic(resolved);
    }
    BarFileOptions files = marketData.files();
    marketData.requireOutside(out);
    try (OutputDirectory output = OutputDirectory.open(out)) {
      new Replaying<>(engine, json.told(surroundings), resolved)
          .with(baselines)
          .run("backtest", false, files, parallelism == null ? 0 : parallelism, output, List.of());
    }
    json.told(surroundings).out().println("\nreport in " + out);
    return json.answer(surroundings, ExitCode.DONE, ReportFolder.answer(out, "summary.json"));
  }

  private void requireOneInput() {
    if (marketData.hasBars() == (topic != null)) {
      throw new MisuseException(
          "--bars, --topic: give one of them, "
              + (topic == null ? "had none" : "had both")
              + "; --bars reads files, --topic a log in Kafka");
    }
    if (topic == null) {
      kafka.requireUnused();
    } else if (baselines.wanted() || marketData.hasMore()) {
      throw new MisuseException(
          "--topic "
              + topic
              + ": goes with none of --baselines, --funding, --mark; the log holds funding and mark"
              + " prices already, and baselines are compared on files");
    }
  }

  private int replayTopic(ResolvedConfiguration<T> resolved) throws Exception {
    marketData.requireOrder();
    try (OutputDirectory output = OutputDirectory.open(out);
        KafkaSession session = kafka.open()) {
      new TopicReplaying<>(engine, json.told(surroundings), resolved)
          .run(
              session.connection(),
              topic,
              marketData.from(),
              marketData.to(),
              parallelism == null ? 0 : parallelism,
              output);
    }
    json.told(surroundings).out().println("\nreport in " + out);
    return json.answer(surroundings, ExitCode.DONE, ReportFolder.answer(out, "summary.json"));
  }
}
