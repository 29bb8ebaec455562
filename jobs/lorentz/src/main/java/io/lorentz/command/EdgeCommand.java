package io.lorentz.command;

import io.lorentz.command.edge.EdgeRun;
import io.lorentz.command.edge.Standby;
import io.lorentz.command.fault.MisuseException;
import io.lorentz.command.report.Cells;
import io.lorentz.trading.configuration.ResolvedConfiguration;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lorentz edge}. */
@Command(
    name = "edge",
    description = {
      "Feeds venues into a log until it is stopped: bars, mark prices, fundings, specifications,",
      "with progress and a clock. It is the log's one appender; started again it goes on where the",
      "log ends and fetches what was missed meanwhile."
    },
    footer = {
      "",
      "Example:",
      "  lorentz edge --feeds bitget,binance,bybit --symbols BTC,ETH,SOL --topic market"
    })
final class EdgeCommand<T extends Record> implements Callable<Integer> {

  private final Engine<T> engine;
  private final Surroundings surroundings;

  @Option(names = "--topic", required = true, paramLabel = "T", description = "The log.")
  private String topic;

  @Option(
      names = "--standby",
      description = "Wait until nothing comes into the log any more, then take over.")
  private boolean standby;

  @Option(
      names = "--standby-after",
      paramLabel = "SECONDS",
      defaultValue = "3",
      description = "Silence after which a standby takes over. Default: ${DEFAULT-VALUE}.")
  private int standbyAfterSeconds;

  @Option(
      names = "--signals-only",
      description = "Never start trading: a job on the log gives signals and no order.")
  private boolean signalsOnly;

  @Mixin private FeedArguments feeds = new FeedArguments();
  @Mixin private ConfigurationArguments configuration = new ConfigurationArguments();
  @Mixin private KafkaArguments kafka = new KafkaArguments();

  EdgeCommand(Engine<T> engine, Surroundings surroundings) {
    this.engine = engine;
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    if (standbyAfterSeconds < 1 || standbyAfterSeconds > 3_600) {
      throw new MisuseException(
          "--standby-after " + standbyAfterSeconds + ": must be 1 to 3600 seconds");
    }
    ResolvedConfiguration<T> resolved = configuration.resolve(engine.configuration());
    StopSignal stop = StopSignal.register();
    try (FeedArguments.Feeding feeding = feeds.open(engine.instruments(resolved.options()));
        KafkaSession session = kafka.open()) {
      say("Kafka at " + session.connection().bootstrap() + "; Ctrl-C stops it");
      if (standby) {
        say("standing by");
        Duration silence = Duration.ofSeconds(standbyAfterSeconds);
        if (!Standby.awaitSilence(session.connection(), topic, silence, stop::goesOn)) {
          return ExitCode.DONE;
        }
        say("the log is silent: taking over");
      }
      EdgeRun run =
          new EdgeRun(feeding.settings(session.connection(), topic, !signalsOnly, resolved));
      run.run(
          () -> stop.goesOn() && feeding.isBeforeEnd(),
          progressMs -> say("progress " + Cells.utc(progressMs)));
      return ExitCode.DONE;
    } finally {
      stop.done();
    }
  }

  private void say(String text) {
    surroundings.out().println(text);
    surroundings.out().flush();
  }
}
