package io.lorentz.flink.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.core.group.AccountGroup;
import io.lorentz.core.group.GroupInputs;
import io.lorentz.core.group.GroupOptions;
import io.lorentz.flink.metrics.RecordedMetrics;
import io.lorentz.flink.metrics.SetClock;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.OperatorAction;
import io.lorentz.schemas.OperatorCommand;
import org.junit.jupiter.api.Test;

/** The accounts are main, with limits, and unlimited, without. */
class GroupMetersTest {

  private static final GroupOptions OPTIONS = GroupOptions.defaults();

  private final SetClock clock = new SetClock();
  private final RecordedMetrics recorded = new RecordedMetrics();
  private final GroupMeters meters = new GroupMeters(recorded, OPTIONS, clock);
  private final AccountGroup group = new AccountGroup(OPTIONS);

  @Test
  void anAccountIsUnknownBeforeTheFirstRecordAndHasItsCapitalAfterIt() {
    assertThat(account("main", "equity_usdt")).isNaN();
    assertThat(account("main", "trading")).isNaN();

    meters.after(group);

    assertThat(account("main", "equity_usdt")).isEqualTo(10_000);
    assertThat(account("main", "balance_usdt")).isEqualTo(10_000);
    assertThat(account("main", "exposure_usdt")).isZero();
    assertThat(account("main", "trading")).isEqualTo(1);
  }

  @Test
  void aHaltedAccountDoesNotTradeAndTheOtherDoes() {
    LogRecord halt =
        new LogRecord(1L, 0, new OperatorCommand(1L, "main", OperatorAction.HALT, "a test"));
    group.on(GroupInputs.venueSide(halt).orElseThrow(), row -> {});
    meters.publish(group);

    assertThat(account("main", "trading")).isZero();
    assertThat(account("unlimited", "trading")).isEqualTo(1);
  }

  @Test
  void anAccountWithoutLimitsHasNoneToShow() {
    assertThat(account("main", "drawdown_limit_ratio")).isEqualTo(0.03);
    assertThat(account("unlimited", "drawdown_limit_ratio")).isNaN();
  }

  @Test
  void aCheckpointIsAsOldAsItsCompletionAndBeforeTheFirstAsTheTask() {
    clock.set(5_000);
    assertThat(recorded.value("checkpoint.age_seconds")).isEqualTo(5);

    meters.checkpointCompleted();
    clock.set(7_500);

    assertThat(recorded.value("checkpoint.age_seconds")).isEqualTo(2.5);
  }

  private double account(String account, String name) {
    return recorded.value("account.account." + account + "." + name);
  }
}
