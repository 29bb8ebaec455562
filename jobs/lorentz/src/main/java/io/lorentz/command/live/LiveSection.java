package io.lorentz.command.live;

import io.lorentz.trading.configuration.ConfigurationBinder;

/**
 * The part of a configuration file that the edge reads.
 *
 * @param live what the edge needs to trade with money; the job reads none of it
 */
public record LiveSection(LiveOptions live) {

  /** Binds it, and passes over what is the job's. */
  public static ConfigurationBinder<LiveSection> binder() {
    return new ConfigurationBinder<>(LiveSection.class, new LiveSection(LiveOptions.defaults()))
        .onlyIts();
  }
}
