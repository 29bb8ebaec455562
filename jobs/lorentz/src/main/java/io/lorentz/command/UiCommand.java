package io.lorentz.command;

import io.lorentz.command.fault.MisuseException;
import io.lorentz.kafka.TopicAdmin;
import io.lorentz.trading.configuration.ResolvedConfiguration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lorentz ui}. */
@Command(
    name = "ui",
    description = {
      "Shows a run in a browser of this machine until it is stopped.",
      "Accounts against their limits, positions, orders with what led to them, signals, feeds. It",
      "only reads the run's topics. The configuration should be the run's: limits and recomputed",
      "predictions come from it. 'paper' and 'live' show the same page by themselves."
    },
    footer = {"", "Example:", "  lorentz ui --topic market --bootstrap localhost:9092"})
final class UiCommand<T extends Record> implements Callable<Integer> {

  private static final long LOOK_EVERY_MS = 200;

  private final Engine<T> engine;
  private final Surroundings surroundings;

  @Option(names = "--topic", required = true, paramLabel = "T", description = "The log of the run.")
  private String topic;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "0",
      description = "Port of the page on localhost, 0 for any. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Mixin private KafkaArguments kafka = new KafkaArguments();
  @Mixin private ConfigurationArguments configuration = new ConfigurationArguments();

  UiCommand(Engine<T> engine, Surroundings surroundings) {
    this.engine = engine;
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    if (port < 0 || port > 65_535) {
      throw new MisuseException("--port " + port + ": must be 0 to 65535");
    }
    ResolvedConfiguration<T> resolved = configuration.resolve(engine.configuration());
    StopSignal stop = StopSignal.register();
    try (KafkaSession session = kafka.open()) {
      requireRun(session);
      try (LivePage page = LivePage.open(engine, resolved, session.connection(), topic, port)) {
        surroundings.out().println("live page: " + page.address() + " ; Ctrl-C stops it");
        surroundings.out().flush();
        while (stop.goesOn() && !Thread.currentThread().isInterrupted()) {
          TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
        }
      }
      return ExitCode.DONE;
    } catch (InterruptedException e) {
      // Whoever runs this in a thread stops it so.
      Thread.currentThread().interrupt();
      return ExitCode.DONE;
    } finally {
      stop.done();
    }
  }

  private void requireRun(KafkaSession session) {
    try (TopicAdmin admin = new TopicAdmin(session.connection())) {
      if (!admin.exists(topic)) {
        throw new MisuseException("--topic " + topic + ": there is none; name the log of a run");
      }
    }
  }
}
