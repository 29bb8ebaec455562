package io.lorentz.trading;

import io.lorentz.core.baselines.BaselineOptions;
import io.lorentz.core.baselines.Baselines;
import io.lorentz.core.group.AccountOptions;
import io.lorentz.core.orders.EntryOptions;
import io.lorentz.core.orders.ExitOptions;
import io.lorentz.core.risk.RiskOptions;
import io.lorentz.core.risk.TierOptions;
import io.lorentz.trading.configuration.BadConfigurationException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The accounts that a strategy has to beat. They have the capital of {@code main}, no account
 * limits, are not listed, and give a point of equity a day; each is named as its source.
 *
 * <ul>
 *   <li>{@code random-NNN}, {@code momentum-4}, {@code filters}: sizes, stops, targets and exits of
 *       {@code main};
 *   <li>{@code trend}: see {@link TrendAccount};
 *   <li>{@code buy-and-hold}: one long per instrument, 99 % of equity in equal parts, leverage 1,
 *       no exit, and a stop at 1 % of the price, because no position may be without one.
 * </ul>
 */
public final class BaselineAccounts {

  /** The account that the baselines are made for. */
  public static final String COMPARED = "main";

  private static final long DAY_MS = 86_400_000L;
  private static final BigDecimal INVESTED = new BigDecimal("0.99");
  private static final int FRACTION_DIGITS = 6;

  private BaselineAccounts() {}

  /**
   * The options for a first pass, which tells how often {@code main} enters: it alone, without
   * account limits.
   */
  public static TradingOptions firstPass(TradingOptions options) {
    AccountOptions main = compared(options);
    return options.with(options.group().withAccounts(List.of(unlimited(main))));
  }

  private static AccountOptions unlimited(AccountOptions account) {
    return new AccountOptions(
        account.name(),
        account.capital(),
        false,
        account.risk(),
        account.exits(),
        account.entries(),
        account.signals(),
        account.equityEveryMs(),
        account.listed());
  }

  /**
   * Adds the baselines.
   *
   * @param rates how often the random ones ask for an entry; without any there are no random ones
   * @param seeds number of random ones
   * @param instruments number of instruments that are traded
   * @throws BadConfigurationException if there is no account {@code main}, or one has the name of a
   *     baseline
   */
  public static TradingOptions addTo(
      TradingOptions options, List<BaselineOptions.RandomRate> rates, int seeds, int instruments) {
    AccountOptions main = compared(options);
    List<AccountOptions> accounts = new ArrayList<>(options.group().accounts());
    long timeframeMs = options.confirmation().slowTimeframeMs();
    accounts.add(hold(main, timeframeMs, instruments));
    accounts.add(like(main, Baselines.MOMENTUM));
    accounts.add(like(main, Baselines.FILTERS));
    accounts.add(quiet(TrendAccount.of(sizedByDefault(main), instruments)));
    for (int seed = 0; seed < seeds && !rates.isEmpty(); seed++) {
      accounts.add(like(main, Baselines.random(seed)));
    }
    requireFreeNames(options, accounts);
    return options.with(
        options.group().withAccounts(accounts), new BaselineOptions(timeframeMs, rates));
  }

  private static AccountOptions compared(TradingOptions options) {
    return options.group().accounts().stream()
        .filter(account -> account.name().equals(COMPARED))
        .findFirst()
        .orElseThrow(
            () ->
                new BadConfigurationException(
                    "--baselines: must have an account main to be compared with, was "
                        + options.group().accounts().stream().map(AccountOptions::name).toList()
                        + "; name one so"));
  }

  /**
   * Name of the account whose figures stand against those of the baselines: one like {@code main}
   * without account limits, as they are, or where there is none {@code main} itself.
   */
  public static String comparedWith(TradingOptions options) {
    AccountOptions main = compared(options);
    return options.group().accounts().stream()
        .filter(account -> !account.limits() && account.listed())
        .filter(account -> account.signals().equals(main.signals()))
        .filter(account -> account.risk().equals(main.risk()))
        .filter(account -> account.exits().equals(main.exits()))
        .filter(account -> account.capital().compareTo(main.capital()) == 0)
        .map(AccountOptions::name)
        .findFirst()
        .orElse(main.name());
  }

  private static void requireFreeNames(TradingOptions options, List<AccountOptions> accounts) {
    List<String> added =
        accounts.stream()
            .skip(options.group().accounts().size())
            .map(AccountOptions::name)
            .toList();
    Optional<String> taken =
        options.group().accounts().stream()
            .map(AccountOptions::name)
            .filter(added::contains)
            .findFirst();
    if (taken.isPresent()) {
      throw new BadConfigurationException(
          "group.accounts."
              + taken.get()
              + ": has the name of a baseline, which --baselines adds; rename it");
    }
  }

  private static AccountOptions like(AccountOptions main, String source) {
    return new AccountOptions(
        source,
        main.capital(),
        false,
        main.risk(),
        main.exits(),
        main.entries(),
        source,
        DAY_MS,
        false);
  }

  /** Its own sizes would be those of a strategy on bars of minutes. */
  private static AccountOptions sizedByDefault(AccountOptions main) {
    return new AccountOptions(
        Baselines.TREND, main.capital(), false, RiskOptions.defaults(), ExitOptions.defaults());
  }

  private static AccountOptions quiet(AccountOptions account) {
    return new AccountOptions(
        account.name(),
        account.capital(),
        account.limits(),
        account.risk(),
        account.exits(),
        account.entries(),
        account.signals(),
        DAY_MS,
        false);
  }

  private static AccountOptions hold(AccountOptions main, long timeframeMs, int instruments) {
    BigDecimal part =
        INVESTED.divide(BigDecimal.valueOf(instruments), FRACTION_DIGITS, RoundingMode.DOWN);
    RiskOptions risk =
        RiskOptions.defaults()
            .withSizing(
                BigDecimal.ONE,
                INVESTED,
                BigDecimal.ONE,
                instruments,
                List.of(new TierOptions(timeframeMs, 1, part)));
    return new AccountOptions(
        Baselines.BUY_AND_HOLD,
        main.capital(),
        false,
        risk,
        new ExitOptions(false, false, 0, BigDecimal.ZERO),
        EntryOptions.defaults(),
        Baselines.BUY_AND_HOLD,
        DAY_MS,
        false);
  }

  /** Names of the baselines that are no random ones, as accounts. */
  public static List<String> rules() {
    return Stream.of(Baselines.BUY_AND_HOLD, Baselines.FILTERS, Baselines.MOMENTUM, Baselines.TREND)
        .toList();
  }
}
