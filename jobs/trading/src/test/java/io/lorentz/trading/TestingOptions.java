package io.lorentz.trading;

import io.lorentz.core.baselines.BaselineOptions;
import io.lorentz.core.confirmation.ConfirmationOptions;
import io.lorentz.core.group.AccountOptions;
import io.lorentz.core.group.GroupOptions;
import io.lorentz.core.inference.EnsembleOptions;
import io.lorentz.schemas.units.InstrumentSpec;
import java.util.ArrayList;
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
        options.market(),
        options.bars(),
        options.features(),
        inference,
        options.batch(),
        options.confirmation(),
        options.group(),
        options.confirmations(),
        options.baselines(),
        options.strategy());
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
    return options.with(
        new GroupOptions(
            group.shortestTimeframeMs(), group.epoch(), instruments, accounts, group.execution()));
  }

  /**
   * With a second confirmation rule, which is confident above 0.3 and which the account {@code
   * eager} trades, and with all baselines, five of them random.
   */
  static TradingOptions withSources(TradingOptions options) {
    NamedConfirmation loose = new NamedConfirmation("loose", withConfidence(0.3).confirmation());
    AccountOptions main = account("main");
    AccountOptions eager =
        new AccountOptions(
            "eager",
            main.capital(),
            false,
            main.risk(),
            main.exits(),
            main.entries(),
            "loose",
            0,
            true);
    List<AccountOptions> accounts = new ArrayList<>(options.group().accounts());
    accounts.add(eager);
    TradingOptions named = options.with(options.group().withAccounts(accounts), List.of(loose));
    return BaselineAccounts.addTo(named, RATES, 5, 3);
  }

  private static final List<BaselineOptions.RandomRate> RATES =
      List.of(
          new BaselineOptions.RandomRate(300_000L, 0.02),
          new BaselineOptions.RandomRate(900_000L, 0.02));

  /** One of the default accounts. */
  static AccountOptions account(String name) {
    return GroupOptions.defaults().accounts().stream()
        .filter(account -> account.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
