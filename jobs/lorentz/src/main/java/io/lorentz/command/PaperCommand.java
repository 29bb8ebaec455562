package io.lorentz.command;

import io.lorentz.kafka.KafkaConnection;
import io.lorentz.kafka.TopicAdmin;
import io.lorentz.kafka.TopicPlan;
import io.lorentz.trading.configuration.ResolvedConfiguration;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lorentz paper}. */
@Command(
    name = "paper",
    description = {
      "Trades on paper until it is stopped; no keys.",
      "Venues, log, job and simulated venue in one process, with Flink's web UI. Started again over",
      "the same folder it goes on. What it did stays in the log: 'check parity' replays it."
    },
    footer = {
      "",
      "Example:",
      "  lorentz paper --feeds bitget,binance,bybit --symbols BTC,ETH,SOL --data out/paper",
      "  lorentz check parity --topic market --data out/paper/broker"
    })
final class PaperCommand<T extends Record> implements Callable<Integer> {

  private final Engine<T> engine;
  private final Surroundings surroundings;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "out/paper",
      description = "Folder of log and checkpoints. Default: ${DEFAULT-VALUE}.")
  private Path data;

  @Option(
      names = "--signals-only",
      description = "Show signals; trade on no account, not even on paper.")
  private boolean signalsOnly;

  @Mixin private TradingProcess process = new TradingProcess();
  @Mixin private FeedArguments feeds = new FeedArguments();
  @Mixin private ConfigurationArguments configuration = new ConfigurationArguments();

  PaperCommand(Engine<T> engine, Surroundings surroundings) {
    this.engine = engine;
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    process.requireArguments();
    ResolvedConfiguration<T> resolved = configuration.resolve(engine.configuration());
    StopSignal stop = StopSignal.register();
    try (FeedArguments.Feeding feeding = feeds.open(engine.instruments(resolved.options()));
        KafkaSession session = KafkaSession.inside(data.resolve("broker"))) {
      KafkaConnection connection = session.connection();
      LiveStart.requireLogOf(connection, process.topic(), Optional.empty());
      try (TopicAdmin admin = new TopicAdmin(connection)) {
        admin.ensure(process.topic(), TopicPlan.LOG);
      }
      process.run(
          new TradingProcess.Setup<>(
              engine,
              resolved,
              feeding,
              feeding.settings(connection, process.topic(), !signalsOnly, resolved),
              Optional.empty(),
              Optional.empty(),
              data,
              configuration.given()),
          surroundings.out(),
          stop);
      return ExitCode.DONE;
    } finally {
      stop.done();
    }
  }
}
