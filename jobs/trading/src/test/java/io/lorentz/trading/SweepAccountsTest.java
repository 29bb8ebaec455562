package io.lorentz.trading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lorentz.archive.BarFileOptions;
import io.lorentz.core.group.AccountOptions;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.TradeClosed;
import io.lorentz.trading.configuration.BadConfigurationException;
import io.lorentz.trading.configuration.ConfigurationBinder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The cells of a sweep ride on one pass and know nothing of each other. */
final class SweepAccountsTest {

  private static TradingOptions resolve(String... settings) {
    return new ConfigurationBinder<>(TradingOptions.class, TradingOptions.defaults())
        .resolve(Optional.empty(), List.of(settings))
        .options();
  }

  private static List<TradingOptions> grid() {
    List<TradingOptions> cells = new ArrayList<>();
    for (String confidence : List.of("0.7", "0.4", "0.3")) {
      for (String stop : List.of("1", "4")) {
        for (String bars : List.of("4", "12")) {
          cells.add(
              resolve(
                  "confirmation.min-confidence=" + confidence,
                  "group.accounts.main.risk.stop-atr-multiple=" + stop,
                  "group.accounts.main.exits.max-holding-bars=" + bars));
        }
      }
    }
    return cells;
  }

  @Test
  void anAccountOfASweepEqualsTheSameAccountAlone() {
    BarFileOptions days =
        BarFileOptions.of(SharedData.perpetuals())
            .withToMs(Instant.parse("2025-05-07T09:30:00Z").toEpochMilli());
    List<TradingOptions> cells = grid();
    List<RunOutput> together = BareRun.rows(SweepAccounts.together(resolve(), cells, false), days);
    long trades = 0;
    for (int i = 0; i < cells.size(); i++) {
      String name = SweepAccounts.name(i);
      List<RunOutput> alone = of(name, BareRun.rows(alone(name, cells.get(i)), days));
      assertThat(of(name, together)).as(name).isEqualTo(alone).isNotEmpty();
      trades += RunRow.of(TradeClosed.class, alone).count();
    }
    assertThat(trades).isGreaterThan(500);
  }

  /** The configuration of the cell itself: its rule is that of main, and one account trades it. */
  private static TradingOptions alone(String name, TradingOptions cell) {
    AccountOptions main =
        cell.group().accounts().stream()
            .filter(account -> account.name().equals("main"))
            .findFirst()
            .orElseThrow();
    return cell.with(
        cell.group()
            .withAccounts(
                List.of(
                    new AccountOptions(
                        name,
                        main.capital(),
                        false,
                        main.risk(),
                        main.exits(),
                        main.entries(),
                        "main",
                        86_400_000L,
                        false))));
  }

  private static List<RunOutput> of(String account, List<RunOutput> rows) {
    return rows.stream().filter(row -> RunRow.account(row).equals(account)).toList();
  }

  @Test
  void cellsOfOneConfirmationShareItAndThatOfTheBaseIsMain() {
    TradingOptions together = SweepAccounts.together(resolve(), grid(), false);
    assertThat(together.rules().keySet()).containsExactly("main", "rule-000", "rule-001");
    assertThat(together.group().accounts())
        .extracting(AccountOptions::signals)
        .containsExactly(
            "main",
            "main",
            "main",
            "main",
            "rule-000",
            "rule-000",
            "rule-000",
            "rule-000",
            "rule-001",
            "rule-001",
            "rule-001",
            "rule-001");
    assertThat(together.group().accounts()).noneMatch(AccountOptions::limits);
    assertThat(SweepAccounts.together(resolve(), grid(), true).group().accounts())
        .allMatch(AccountOptions::limits);
  }

  @Test
  void aConfirmationThatMainDoesNotTradeIsNotVaried() {
    List<TradingOptions> cells =
        List.of(
            resolve("strategy=trend", "confirmation.min-confidence=0.4"),
            resolve("strategy=trend", "confirmation.min-confidence=0.5"));
    assertThatThrownBy(() -> SweepAccounts.together(resolve("strategy=trend"), cells, false))
        .isInstanceOf(BadConfigurationException.class)
        .hasMessage(
            "confirmation: is varied, but the account main trades trend; vary risk or exits, or let"
                + " it trade main");
  }

  @Test
  void theStrategyTrendIsWhatMainTradesAndWhatAPersonSetsStays() {
    TradingOptions trend = resolve("strategy=trend", "group.accounts.main.risk.risk-fraction=0.02");
    for (AccountOptions account : trend.group().accounts()) {
      assertThat(account.signals()).isEqualTo("trend");
      assertThat(account.exits().maxHoldingBars()).isZero();
      assertThat(account.risk().stopAtrMultiple()).isEqualByComparingTo("10");
      assertThat(account.risk().riskFraction())
          .isEqualByComparingTo(account.name().equals("main") ? "0.02" : "0.011367");
    }
    assertThat(trend.builtBars().timeframesMs()).endsWith(14_400_000L);
    assertThat(TradingOptions.defaults().builtBars()).isEqualTo(TradingOptions.defaults().bars());
    assertThat(trend.tiers()).contains(14_400_000L);
  }

  /** What {@code config show} prints is a configuration file. */
  @Test
  void theStrategyTrendResolvesToItself() {
    TradingOptions trend = resolve("strategy=trend");
    assertThat(
            new ConfigurationBinder<>(TradingOptions.class, trend)
                .resolve(Optional.empty(), List.of())
                .options())
        .isEqualTo(trend);
  }
}
