package io.lorentz.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorentz.command.live.LiveSection;
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

    @Mixin private JsonArgument json = new JsonArgument();

    Show(Engine<T> engine, Surroundings surroundings) {
      this.engine = engine;
      this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
      ResolvedConfiguration<T> job = configuration.resolve(engine.configuration());
      ResolvedConfiguration<LiveSection> live = configuration.liveSection();
      json.told(surroundings).out().print(job.yaml());
      json.told(surroundings).out().print(live.yaml());
      ObjectNode result = JsonArgument.object();
      result.put("configuration_sha256", job.sha256());
      result.set("configuration", job.tree());
      result.set("live", live.tree().path("live"));
      return json.answer(surroundings, ExitCode.DONE, result);
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

    @Mixin private JsonArgument json = new JsonArgument();

    Check(Engine<T> engine, Surroundings surroundings) {
      this.engine = engine;
      this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
      ResolvedConfiguration<T> resolved = configuration.resolve(engine.configuration());
      configuration.live();
      json.told(surroundings).out().println("configuration " + resolved.sha256() + " is valid");
      ObjectNode result =
          JsonArgument.object().put("configuration_sha256", resolved.sha256()).put("valid", true);
      return json.answer(surroundings, ExitCode.DONE, result);
    }
  }
}
