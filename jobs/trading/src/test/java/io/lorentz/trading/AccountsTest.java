package io.lorentz.trading;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.archive.BarFileOptions;
import io.lorentz.core.group.AccountOptions;
import io.lorentz.core.orders.ExitOptions;
import io.lorentz.core.risk.RiskOptions;
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

  private static List<RunOutput> run(List<AccountOptions> accounts, BarFileOptions files) {
    return BareRun.rows(TestingOptions.withAccounts(TestingOptions.talkative(), accounts), files);
  }
}
