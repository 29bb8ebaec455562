package io.lorentz.core.group;

import io.lorentz.core.orders.EntryOptions;
import io.lorentz.core.orders.ExitOptions;
import io.lorentz.core.risk.RiskOptions;
import io.lorentz.schemas.units.OptionRange;
import java.io.Serializable;
import java.math.BigDecimal;

/**
 * One account.
 *
 * @param name name; letters, digits, '-' and '_' only, 1 to 64 of them; one per group
 * @param capital first deposit, quote currency (USDT), greater than 0; default 10,000
 * @param limits whether the day loss and the drawdown limit are on. Sizes, the number of positions,
 *     order rate, pauses and an operator's halt hold in any case
 * @param risk limits and sizes
 * @param exits how trades are closed
 * @param entries how trades are opened
 * @param signals name of the signal source that it trades; default {@code main}, the confirmation
 *     rule. Others are the named confirmation rules and the baselines
 * @param equityEveryMs distance of its points of equity, ms of market time, 0 or more; 0 is a point
 *     at each close of the shortest timeframe; default 0. With fewer points, a point also says what
 *     the closes between add up to, and there is one at the end of the data
 * @param listed whether its orders, its trades and the signals of its source are rows of the
 *     report's files; if not, they are only counted in its figures; default true
 */
public record AccountOptions(
    String name,
    BigDecimal capital,
    boolean limits,
    RiskOptions risk,
    ExitOptions exits,
    EntryOptions entries,
    String signals,
    long equityEveryMs,
    boolean listed)
    implements Serializable {

  /** Name of the source that is always there: the confirmation rule. */
  public static final String MAIN = "main";

  /** Checks the ranges. */
  public AccountOptions {
    if (name == null || !name.matches("[A-Za-z0-9_-]{1,64}")) {
      throw new IllegalArgumentException(
          "accounts.name: must be 1 to 64 letters, digits, '-' or '_', was "
              + name
              + "; rename the account");
    }
    OptionRange.positive("accounts." + name + ".capital", capital);
    if (signals == null || !signals.matches("[A-Za-z0-9_-]{1,64}")) {
      throw new IllegalArgumentException(
          "accounts."
              + name
              + ".signals: must be the name of a signal source, 1 to 64 letters, digits, '-' or"
              + " '_', was "
              + signals
              + "; main is the confirmation rule");
    }
    OptionRange.within("accounts." + name + ".equityEveryMs", equityEveryMs, 0, 366L * 86_400_000L);
  }

  /**
   * A listed account on the source {@code main} that enters at market, with a point of equity at
   * each close.
   */
  public AccountOptions(
      String name, BigDecimal capital, boolean limits, RiskOptions risk, ExitOptions exits) {
    this(name, capital, limits, risk, exits, EntryOptions.defaults());
  }

  /** A listed account on the source {@code main}, with a point of equity at each close. */
  public AccountOptions(
      String name,
      BigDecimal capital,
      boolean limits,
      RiskOptions risk,
      ExitOptions exits,
      EntryOptions entries) {
    this(name, capital, limits, risk, exits, entries, MAIN, 0, true);
  }

  /** The account {@code main}: 10,000 USDT, limits on. */
  public static AccountOptions defaults() {
    return new AccountOptions(
        "main", new BigDecimal("10000"), true, RiskOptions.defaults(), ExitOptions.defaults());
  }
}
