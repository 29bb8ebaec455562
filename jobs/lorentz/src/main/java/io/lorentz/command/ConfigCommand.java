package io.lorentz.command;

import io.lorentz.trading.configuration.ResolvedConfiguration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lorentz config}: its verbs are {@link Show} and {@link Check}. */
@Command(
    name = "config",
    description = "Shows or checks the configuration.",
    footer = {"", "Example:", "  lorentz config show --set bars.max-bridged-bars=3"})
final class ConfigCommand {

  /** {@code lorentz config show}. */
  @Command(
      name = "show",
      description =
          "Prints the resolved configuration: every key, defaults included. It holds no secret.",
      footer = {"", "Example:", "  lorentz config show --config my.yaml > all.yaml"})
  static final class Show<T extends Record> implements Callable<Integer> {

    private final Engine<T> engine;
    private final Surroundings surroundings;

    @Mixin private ConfigurationArguments configuration = new ConfigurationArguments();

    Show(Engine<T> engine, Surroundings surroundings) {
      this.engine = engine;
      this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
      String job = configuration.resolve(engine.configuration()).yaml();
      surroundings.out().print(job);
      surroundings.out().print(configuration.liveSection().yaml());
      return ExitCode.DONE;
    }
  }

  /** {@code lorentz config check}. */
  @Command(
      name = "check",
      description = "Checks the configuration and prints its hash.",
      footer = {"", "Example:", "  lorentz config check --config my.yaml"})
  static final class Check<T extends Record> implements Callable<Integer> {

    private final Engine<T> engine;
    private final Surroundings surroundings;

    @Mixin private ConfigurationArguments configuration = new ConfigurationArguments();

    Check(Engine<T> engine, Surroundings surroundings) {
      this.engine = engine;
      this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
      ResolvedConfiguration<T> resolved = configuration.resolve(engine.configuration());
      configuration.live();
      surroundings.out().println("configuration " + resolved.sha256() + " is valid");
      return ExitCode.DONE;
    }
  }
}
