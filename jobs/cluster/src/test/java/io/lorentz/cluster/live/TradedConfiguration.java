package io.lorentz.cluster.live;

import io.lorentz.trading.TradingOptions;
import io.lorentz.trading.configuration.ConfigurationBinder;
import io.lorentz.trading.configuration.ResolvedConfiguration;
import java.util.List;
import java.util.Optional;

/** What the processes decide by: the default rules, at a confidence that gives many signals. */
final class TradedConfiguration {

  static final String ACCOUNT = "main";
  static final List<String> INSTRUMENTS = List.of("BTCUSDT", "ETHUSDT");

  /** Without loss limits: the first bad hour would end the trading. */
  static final List<String> SETTINGS =
      List.of("confirmation.min-confidence=0.02", "group.accounts.main.limits=false");

  private TradedConfiguration() {}

  static ResolvedConfiguration<TradingOptions> resolved() {
    return new ConfigurationBinder<>(TradingOptions.class, TradingOptions.defaults())
        .resolve(Optional.empty(), SETTINGS);
  }
}
