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

  /**
   * Without loss limits: the first bad hour would end the trading. Trades are short, or there would
   * be two of them in a test.
   */
  static final List<String> SETTINGS =
      List.of(
          "bars.timeframes-ms=[60000,120000]",
          "confirmation.slow-timeframe-ms=120000",
          "confirmation.min-confidence=0.02",
          "confirmation.tier-timeframes-ms=[]",
          "group.accounts.unlimited=null",
          "group.accounts.main.risk.tiers="
              + "[{timeframe-ms: 120000, leverage: 10, margin-fraction: 0.03}]",
          "group.accounts.main.limits=false",
          "group.accounts.main.exits.max-holding-bars=1",
          "group.accounts.main.exits.target-r=0.5",
          "group.accounts.main.exits.target-at-venue=true");

  private TradedConfiguration() {}

  static ResolvedConfiguration<TradingOptions> resolved() {
    return new ConfigurationBinder<>(TradingOptions.class, TradingOptions.defaults())
        .resolve(Optional.empty(), SETTINGS);
  }
}
