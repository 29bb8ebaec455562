package io.lorentz.trading;

import io.lorentz.core.confirmation.ConfirmationOptions;
import io.lorentz.core.group.AccountOptions;
import io.lorentz.core.group.GroupOptions;
import io.lorentz.core.inference.EnsembleOptions;
import io.lorentz.schemas.units.InstrumentSpec;
import java.util.List;

/** The defaults with one thing changed. */
final class TestingOptions {

  private TestingOptions() {}

  /** Trades a lot: predictions are confident above 0.4. The accounts are main and unlimited. */
  static TradingOptions talkative() {
    return withConfidence(0.4);
  }

  static TradingOptions withConfidence(double minConfidence) {
    TradingOptions defaults = TradingOptions.defaults();
    ConfirmationOptions c = defaults.confirmation();
    ConfirmationOptions confirmation =
        new ConfirmationOptions(
            c.fastTimeframeMs(),
            c.slowTimeframeMs(),
            c.tierTimeframesMs(),
            minConfidence,
            c.maxApartMs(),
            c.boundMs());
    return new TradingOptions(
        defaults.bars(),
        defaults.features(),
        defaults.inference(),
        defaults.batch(),
        confirmation,
        defaults.group());
  }

  static TradingOptions with(TradingOptions options, EnsembleOptions inference) {
    return new TradingOptions(
        options.bars(),
        options.features(),
        inference,
        options.batch(),
        options.confirmation(),
        options.group());
  }

  static TradingOptions withAccounts(TradingOptions options, List<AccountOptions> accounts) {
    return with(options, options.group().instruments(), accounts);
  }

  static TradingOptions withInstruments(TradingOptions options, List<InstrumentSpec> instruments) {
    return with(options, instruments, options.group().accounts());
  }

  private static TradingOptions with(
      TradingOptions options, List<InstrumentSpec> instruments, List<AccountOptions> accounts) {
    GroupOptions group = options.group();
    return new TradingOptions(
        options.bars(),
        options.features(),
        options.inference(),
        options.batch(),
        options.confirmation(),
        new GroupOptions(
            group.shortestTimeframeMs(), group.epoch(), instruments, accounts, group.execution()));
  }

  /** One of the default accounts. */
  static AccountOptions account(String name) {
    return GroupOptions.defaults().accounts().stream()
        .filter(account -> account.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
