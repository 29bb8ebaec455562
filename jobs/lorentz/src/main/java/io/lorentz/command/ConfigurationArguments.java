package io.lorentz.command;

import io.lorentz.command.live.LiveOptions;
import io.lorentz.command.live.LiveSection;
import io.lorentz.trading.configuration.ConfigurationBinder;
import io.lorentz.trading.configuration.ResolvedConfiguration;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The arguments of every verb that is configured. */
final class ConfigurationArguments {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "YAML laid over the defaults; see 'config show' for all keys.")
  private Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One key, laid over the file; repeatable, the last wins.")
  private List<String> settings = new ArrayList<>();

  /** Whether a person configured anything. */
  boolean isGiven() {
    return file != null || !settings.isEmpty();
  }

  /** The options as they were given, to be given again. */
  List<String> given() {
    List<String> given = new ArrayList<>();
    if (file != null) {
      given.addAll(List.of("--config", file.toString()));
    }
    settings.forEach(setting -> given.addAll(List.of("--set", setting)));
    return given;
  }

  /** The section of the edge. */
  LiveOptions live() {
    return liveSection().options().live();
  }

  ResolvedConfiguration<LiveSection> liveSection() {
    return resolve(LiveSection.binder());
  }

  <T extends Record> ResolvedConfiguration<T> resolve(ConfigurationBinder<T> binder) {
    return resolve(binder, List.of());
  }

  /** The same with settings of a verb's own, which a person's override. */
  <T extends Record> ResolvedConfiguration<T> resolve(
      ConfigurationBinder<T> binder, List<String> own) {
    List<String> all = new ArrayList<>(own);
    all.addAll(settings);
    return binder.resolve(Optional.ofNullable(file), all);
  }

  /** The same with more settings, laid over all others. */
  <T extends Record> ResolvedConfiguration<T> resolveOver(
      ConfigurationBinder<T> binder, List<String> more) {
    List<String> all = new ArrayList<>(settings);
    all.addAll(more);
    return binder.resolve(Optional.ofNullable(file), all);
  }
}
