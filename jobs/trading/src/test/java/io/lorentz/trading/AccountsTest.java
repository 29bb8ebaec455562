package io.lorentz.trading;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.archive.BarFileOptions;
import io.lorentz.core.group.AccountOptions;
import io.lorentz.core.orders.ExitOptions;
import io.lorentz.core.risk.RiskOptions;
import io.lorentz.schemas.EquityPoint;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.TradeClosed;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Accounts of a group share the market and nothing else. */
final class AccountsTest {

  /** Its name lies between the others', its capital is small and its exits are others. */
  private static final AccountOptions PATIENT =
      new AccountOptions(
          "patient",
          new BigDecimal("2500"),
          true,
          RiskOptions.defaults(),
          new ExitOptions(false, true, 12, BigDecimal.ONE));

  @Test
  void anAccountBesideOthersEqualsTheSameAccountAlone() {
    BarFileOptions week =
        BarFileOptions.of(SharedData.perpetuals())
            .withToMs(Instant.parse("2025-05-12T00:00:00Z").toEpochMilli());
    List<AccountOptions> accounts =
        List.of(TestingOptions.account("main"), PATIENT, TestingOptions.account("unlimited"));
    List<RunOutput> together = run(accounts, week);
    for (AccountOptions account : accounts) {
      List<RunOutput> alone = run(List.of(account), week);
      assertThat(RunRow.of(TradeClosed.class, alone).count())
          .as("trades of %s", account.name())
          .isGreaterThan(10);
      List<RunOutput> beside =
          together.stream()
              .filter(row -> List.of("", account.name()).contains(RunRow.account(row)))
              .toList();
      assertThat(beside.size()).isEqualTo(alone.size());
      for (int i = 0; i < alone.size(); i++) {
        assertThat(beside.get(i)).isEqualTo(alone.get(i));
      }
    }
  }

  /** On sources of their own, with rare points of equity, among twelve others. */
  @Test
  void anAccountOfAnySourceBesideOthersEqualsTheSameAccountAlone() {
    BarFileOptions days =
        BarFileOptions.of(SharedData.perpetuals())
            .withToMs(Instant.parse("2025-05-07T09:30:00Z").toEpochMilli());
    TradingOptions options = TestingOptions.withSources(TestingOptions.talkative());
    List<RunOutput> together = BareRun.rows(options, days);
    for (AccountOptions account : options.group().accounts()) {
      List<RunOutput> alone =
          BareRun.rows(TestingOptions.withAccounts(options, List.of(account)), days);
      assertThat(of(account, together)).as(account.name()).isEqualTo(of(account, alone));
      assertThat(RunRow.of(EquityPoint.class, of(account, alone)).reduce((first, last) -> last))
          .as("last point of %s", account.name())
          .hasValueSatisfying(
              point ->
                  assertThat(point.getTimeMs())
                      .isEqualTo(Instant.parse("2025-05-07T09:30:00Z").toEpochMilli()));
      boolean trades = !account.name().equals("trend") && !account.name().equals("buy-and-hold");
      assertThat(RunRow.of(TradeClosed.class, of(account, alone)).count() > 5)
          .as("trades of %s", account.name())
          .isEqualTo(trades);
    }
  }

  private static List<RunOutput> of(AccountOptions account, List<RunOutput> rows) {
    return rows.stream().filter(row -> RunRow.account(row).equals(account.name())).toList();
  }

  @Test
  void rarePointsOfEquityAddUpToWhatAPointPerMinuteShows() {
    BarFileOptions days =
        BarFileOptions.of(SharedData.perpetuals())
            .withToMs(Instant.parse("2025-05-09T09:30:00Z").toEpochMilli());
    AccountOptions often = TestingOptions.account("unlimited");
    AccountOptions rarely =
        new AccountOptions(
            "rarely",
            often.capital(),
            often.limits(),
            often.risk(),
            often.exits(),
            often.entries(),
            "main",
            86_400_000L,
            true);
    List<RunOutput> rows = run(List.of(often, rarely), days);
    List<EquityPoint> minutes = RunRow.of(EquityPoint.class, of(often, rows)).toList();
    List<EquityPoint> rare = RunRow.of(EquityPoint.class, of(rarely, rows)).toList();

    assertThat(rare).hasSize(1 + 5 + 1);
    EquityPoint last = rare.get(rare.size() - 1);
    double peak = 0;
    double maxDrawdown = 0;
    double leverage = 0;
    long exposed = 0;
    for (EquityPoint minute : minutes) {
      double equity = minute.getEquity().doubleValue();
      peak = Math.max(peak, equity);
      maxDrawdown = Math.max(maxDrawdown, (peak - equity) / peak);
      leverage += minute.getExposure().doubleValue() / equity;
      exposed += minute.getOpenPositions() > 0 ? 1 : 0;
    }
    assertThat(last.getEquity()).isEqualTo(minutes.get(minutes.size() - 1).getEquity());
    assertThat(last.getCloses()).isEqualTo(minutes.size());
    assertThat(last.getExposedCloses()).isEqualTo(exposed).isPositive();
    assertThat(last.getLeverageSum()).isEqualTo(leverage);
    assertThat(last.getMaxDrawdown()).isEqualTo(maxDrawdown).isPositive();
    for (EquityPoint point : rare) {
      assertThat(minutes)
          .filteredOn(minute -> minute.getTimeMs() == point.getTimeMs())
          .extracting(EquityPoint::getEquity)
          .containsExactly(point.getEquity());
    }
  }

  private static List<RunOutput> run(List<AccountOptions> accounts, BarFileOptions files) {
    return BareRun.rows(TestingOptions.withAccounts(TestingOptions.talkative(), accounts), files);
  }
}
