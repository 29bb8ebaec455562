package io.lorentz.trading;

import io.lorentz.core.confirmation.ConfirmationOptions;
import io.lorentz.core.confirmation.ConfirmationPolicy;
import io.lorentz.core.group.AccountOptions;
import java.util.ArrayList;
import java.util.List;

/**
 * An account like {@code main}, without account limits, that trades the expected move instead of
 * the direction: two timeframes expect a move of one sign, each greater than what a round trip
 * costs.
 */
public final class ExpectedMoveAccount {

  /** Name of the account and of the rule that it trades. */
  public static final String NAME = "expected-move";

  private ExpectedMoveAccount() {}

  /** Adds it, unless there is an account or a rule of its name. */
  public static TradingOptions addTo(TradingOptions options) {
    boolean taken =
        options.group().accounts().stream().anyMatch(account -> account.name().equals(NAME))
            || options.confirmations().stream().anyMatch(rule -> rule.name().equals(NAME));
    AccountOptions like =
        options.group().accounts().stream()
            .filter(account -> account.name().equals(BaselineAccounts.COMPARED))
            .findFirst()
            .orElse(options.group().accounts().get(0));
    if (taken) {
      return options;
    }
    List<AccountOptions> accounts = new ArrayList<>(options.group().accounts());
    accounts.add(
        new AccountOptions(
            NAME,
            like.capital(),
            false,
            like.risk(),
            like.exits(),
            like.entries(),
            NAME,
            like.equityEveryMs(),
            true));
    List<NamedConfirmation> rules = new ArrayList<>(options.confirmations());
    ConfirmationOptions main = options.confirmation();
    double costBps = TradingOptions.roundTripCostBps(like, options.group());
    rules.add(
        new NamedConfirmation(
            NAME,
            main.with(ConfirmationPolicy.EXPECTED_MOVE, Math.max(costBps, main.minMoveBps()))));
    return options.with(options.group().withAccounts(accounts), rules);
  }
}
