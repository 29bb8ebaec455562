package io.lorentz.trading;

import io.lorentz.core.confirmation.ConfirmationOptions;
import io.lorentz.core.group.AccountOptions;
import io.lorentz.trading.configuration.BadConfigurationException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The accounts of a grid of settings, all on one pass: one per cell, as the account {@code main} of
 * the cell's own configuration. Cells with one confirmation rule share its signals. They are not
 * listed and give a point of equity a day.
 */
public final class SweepAccounts {

  private static final String MAIN = AccountOptions.MAIN;
  private static final String CONFIRMATION = "confirmation";
  private static final long DAY_MS = 86_400_000L;

  private SweepAccounts() {}

  /** Name of the account of a cell, from 0: {@code cell-007}. */
  public static String name(int cell) {
    return String.format(Locale.ROOT, "cell-%03d", cell);
  }

  /** Groups of keys that may differ from account to account of one pass. */
  public static List<String> groups() {
    List<String> groups = new ArrayList<>(List.of(CONFIRMATION));
    Arrays.stream(AccountOptions.class.getRecordComponents())
        .filter(component -> component.getType().isRecord())
        .map(RecordComponent::getName)
        .forEach(groups::add);
    return groups;
  }

  /**
   * The key of the configuration that a key of the grid stands for: {@code risk.…} is that of the
   * account {@code main}. Empty if it is of no group that may differ.
   */
  public static Optional<String> configurationKey(String key) {
    int dot = key.indexOf('.');
    String group = dot < 0 ? key : key.substring(0, dot);
    if (dot < 0 || !groups().contains(group)) {
      return Optional.empty();
    }
    return Optional.of(group.equals(CONFIRMATION) ? key : "group.accounts." + MAIN + "." + key);
  }

  /**
   * Puts the cells on one pass, in the place of the accounts that are configured.
   *
   * @param base the configuration without the settings of any cell
   * @param cells the configuration of each cell
   * @param limits whether the cells have the account limits that {@code main} has; else they have
   *     none
   * @throws BadConfigurationException if there is no account {@code main}, or cells differ in a
   *     confirmation that it does not trade
   */
  public static TradingOptions together(
      TradingOptions base, List<TradingOptions> cells, boolean limits) {
    // A cell has one in any case: setting a key of an account makes it.
    main(base);
    Map<ConfirmationOptions, String> sources = new LinkedHashMap<>();
    sources.put(base.confirmation(), MAIN);
    List<NamedConfirmation> rules = new ArrayList<>(base.confirmations());
    List<AccountOptions> accounts = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      AccountOptions main = main(cells.get(i));
      ConfirmationOptions rule = cells.get(i).confirmation();
      if (!sources.containsKey(rule)) {
        requireTraded(main);
        String source = freeName(rules);
        sources.put(rule, source);
        rules.add(new NamedConfirmation(source, rule));
      }
      String source = main.signals().equals(MAIN) ? sources.get(rule) : main.signals();
      accounts.add(
          new AccountOptions(
              name(i),
              main.capital(),
              limits && main.limits(),
              main.risk(),
              main.exits(),
              main.entries(),
              source,
              DAY_MS,
              false));
    }
    return base.with(base.group().withAccounts(accounts), rules);
  }

  private static AccountOptions main(TradingOptions options) {
    return options.group().accounts().stream()
        .filter(account -> account.name().equals(MAIN))
        .findFirst()
        .orElseThrow(
            () ->
                new BadConfigurationException(
                    "group.accounts: must have an account main, which a sweep varies; name one so"));
  }

  private static void requireTraded(AccountOptions main) {
    if (!main.signals().equals(MAIN)) {
      throw new BadConfigurationException(
          "confirmation: is varied, but the account main trades "
              + main.signals()
              + "; vary risk or exits, or let it trade main");
    }
  }

  private static String freeName(List<NamedConfirmation> rules) {
    for (int i = rules.size(); ; i++) {
      String name = String.format(Locale.ROOT, "rule-%03d", i);
      if (rules.stream().noneMatch(rule -> rule.name().equals(name))) {
        return name;
      }
    }
  }
}
