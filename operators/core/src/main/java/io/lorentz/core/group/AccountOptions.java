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
 */
public record AccountOptions(
    String name,
    BigDecimal capital,
    boolean limits,
    RiskOptions risk,
    ExitOptions exits,
    EntryOptions entries)
    implements Serializable {

  /** Checks the ranges. */
  public AccountOptions {
    if (name == null || !name.matches("[A-Za-z0-9_-]{1,64}")) {
      throw new IllegalArgumentException(
          "accounts.name: must be 1 to 64 letters, digits, '-' or '_', was "
              + name
              + "; rename the account");
    }
    OptionRange.positive("accounts." + name + ".capital", capital);
  }

  /** An account that enters at market. */
  public AccountOptions(
      String name, BigDecimal capital, boolean limits, RiskOptions risk, ExitOptions exits) {
    this(name, capital, limits, risk, exits, EntryOptions.defaults());
  }

  /** The account {@code main}: 10,000 USDT, limits on. */
  public static AccountOptions defaults() {
    return new AccountOptions(
        "main", new BigDecimal("10000"), true, RiskOptions.defaults(), ExitOptions.defaults());
  }
}
