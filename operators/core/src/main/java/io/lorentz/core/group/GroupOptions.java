package io.lorentz.core.group;

import io.lorentz.core.execution.ExecutionOptions;
import io.lorentz.core.orders.EntryStyle;
import io.lorentz.schemas.units.InstrumentSpec;
import io.lorentz.schemas.units.OptionRange;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * An account group: the accounts that ride on one pass.
 *
 * @param shortestTimeframeMs length of the bars that drive the venue, ms, greater than 0; default
 *     60,000
 * @param epoch raised by an operator to tell a run from one restored to an older savepoint; part of
 *     every order id; 0 or more, default 0
 * @param instruments what is traded; names differ; default BTCUSDT, ETHUSDT, SOLUSDT. Kept by name
 * @param accounts accounts; names differ, at least one; default {@code main} (limits on) and {@code
 *     unlimited} (day loss and drawdown limit off). Kept by name
 * @param execution assumptions of the simulated venue
 */
public record GroupOptions(
    long shortestTimeframeMs,
    int epoch,
    List<InstrumentSpec> instruments,
    List<AccountOptions> accounts,
    ExecutionOptions execution)
    implements Serializable {

  /** Checks the ranges and sorts by name. */
  public GroupOptions {
    OptionRange.within("shortestTimeframeMs", shortestTimeframeMs, 1, Long.MAX_VALUE);
    OptionRange.within("epoch", epoch, 0, Integer.MAX_VALUE);
    instruments = instruments.stream().sorted(Comparator.comparing(InstrumentSpec::name)).toList();
    accounts = accounts.stream().sorted(Comparator.comparing(AccountOptions::name)).toList();
    if (accounts.isEmpty()) {
      throw new IllegalArgumentException("accounts: must have one or more, was []; add an account");
    }
    refuseTwice("instruments", instruments.stream().map(InstrumentSpec::name).toList());
    refuseTwice("accounts", accounts.stream().map(AccountOptions::name).toList());
    refuseTooLate(
        execution,
        shortestTimeframeMs,
        "execution.orderValidityBars",
        execution.orderValidityBars());
    for (AccountOptions account : accounts) {
      if (account.entries().style() != EntryStyle.MARKET) {
        String key = "accounts." + account.name() + ".entries.validityBars";
        refuseTooLate(execution, shortestTimeframeMs, key, account.entries().validityBars());
      }
    }
  }

  /** An order that arrives when it has expired already would never fill. */
  private static void refuseTooLate(
      ExecutionOptions options, long barMs, String validity, int bars) {
    long latest = (bars - 1) * barMs;
    if (options.latencyMs() > latest) {
      throw new IllegalArgumentException(
          "execution.latencyMs: must leave a bar within "
              + validity
              + " ("
              + bars
              + "), so be at most "
              + latest
              + ", was "
              + options.latencyMs()
              + "; lower it or raise the validity");
    }
  }

  /** Whether the account gives a point of equity at each close of the shortest timeframe. */
  boolean givesAPointPerClose(AccountOptions account) {
    return account.equityEveryMs() <= shortestTimeframeMs;
  }

  /** This with other accounts. */
  public GroupOptions withAccounts(List<AccountOptions> others) {
    return new GroupOptions(shortestTimeframeMs, epoch, instruments, others, execution);
  }

  /** Sources of which an account takes the signals, by name. */
  public SortedSet<String> sources() {
    return accounts.stream()
        .map(AccountOptions::signals)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Sources whose signals are rows: {@code main}, and those that a listed account takes. The rest
   * would be hundreds of rows a bar that nobody looks at.
   */
  public Set<String> listedSources() {
    Set<String> listed = new HashSet<>();
    listed.add(AccountOptions.MAIN);
    for (AccountOptions account : accounts) {
      if (account.listed()) {
        listed.add(account.signals());
      }
    }
    return listed;
  }

  private static void refuseTwice(String option, List<String> sorted) {
    for (int i = 1; i < sorted.size(); i++) {
      if (sorted.get(i).equals(sorted.get(i - 1))) {
        throw new IllegalArgumentException(
            option + ": two have one name, was " + sorted.get(i) + "; rename one");
      }
    }
  }

  /** The defaults named at each component. */
  public static GroupOptions defaults() {
    AccountOptions main = AccountOptions.defaults();
    AccountOptions unlimited =
        new AccountOptions("unlimited", main.capital(), false, main.risk(), main.exits());
    return new GroupOptions(
        60_000L,
        0,
        new ArrayList<>(InstrumentSpec.defaults()),
        List.of(main, unlimited),
        ExecutionOptions.defaults());
  }
}
