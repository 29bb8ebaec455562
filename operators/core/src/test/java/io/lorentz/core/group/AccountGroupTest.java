package io.lorentz.core.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lorentz.core.execution.ExecutionOptions;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.EquityPoint;
import io.lorentz.schemas.GroupInput;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.OrderDecision;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.Signal;
import io.lorentz.schemas.Stage;
import io.lorentz.schemas.TradingStart;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccountGroupTest {

  private static final long T0 = Scenario.START_MS;

  private final List<RunOutput> rows = new ArrayList<>();

  private void send(AccountGroup group, Object payload) {
    group.on(new GroupInput(T0, 0, Stage.MARKET, 0L, "", 0, payload), rows::add);
  }

  private static Bar bar(String instrument, long lengthMs, long closeMs) {
    return new Bar(
        instrument,
        lengthMs,
        closeMs,
        100.0,
        100.0,
        100.0,
        100.0,
        1.0,
        BarQuality.COMPLETE,
        false,
        0);
  }

  private static Signal signal(long timeMs) {
    return new Signal(
        T0,
        0,
        "BTC",
        timeMs,
        timeMs,
        1,
        0.8,
        0.9,
        300_000L,
        1.0,
        100.0,
        BarQuality.COMPLETE,
        "main");
  }

  @Test
  void beforeTradingStartsAccountsSeeNoSignalAndGiveNoPoints() {
    AccountGroup group = new AccountGroup(Scenario.costless());
    send(group, bar("BTC", 60_000L, T0));
    send(group, signal(T0));
    send(group, new Heartbeat(T0));
    assertThat(rows).isEmpty();
    send(group, new TradingStart(T0 + 60_000L));
    send(group, signal(T0));
    send(group, new Heartbeat(T0));
    assertThat(rows).isEmpty();
    send(group, bar("BTC", 60_000L, T0 + 60_000L));
    send(group, signal(T0 + 60_000L));
    send(group, new Heartbeat(T0 + 60_000L));
    assertThat(rows).hasSize(3);
    EquityPoint point = (EquityPoint) rows.get(2).getPayload();
    assertThat(point.getBars()).isEqualTo(2);
    assertThat(point.getSignals()).isEqualTo(1);
  }

  @Test
  void anAccountSeesAndCountsTheSignalsOfItsSourceOnlyAlsoBehindARestore() {
    AccountOptions main = AccountOptions.defaults();
    AccountOptions other =
        new AccountOptions(
            "other",
            main.capital(),
            true,
            main.risk(),
            main.exits(),
            main.entries(),
            "slow",
            0,
            true);
    GroupOptions options = Scenario.costless().withAccounts(List.of(main, other));
    AccountGroup group = new AccountGroup(options);
    send(group, bar("BTC", 60_000L, T0));
    send(group, new TradingStart(T0));
    send(group, signal(T0));
    send(group, Signal.newBuilder(signal(T0 + 1)).setSource("slow").build());
    send(group, Signal.newBuilder(signal(T0 + 2)).setSource("slow").build());
    send(group, Signal.newBuilder(signal(T0 + 3)).setSource("nobody").build());
    assertThat(rows.stream().map(RunOutput::getPayload))
        .filteredOn(OrderDecision.class::isInstance)
        .extracting(row -> ((OrderDecision) row).getAccount())
        .startsWith("main", "main", "other")
        .filteredOn("main"::equals)
        .hasSize(2);

    rows.clear();
    AccountGroup restored = AccountGroup.restore(options, group.image());
    assertThat(restored.image()).isEqualTo(group.image());
    send(restored, new Heartbeat(T0 + 60_000L));
    assertThat(rows.stream().map(RunOutput::getPayload))
        .filteredOn(EquityPoint.class::isInstance)
        .extracting(row -> ((EquityPoint) row).getSignals())
        .containsExactly(1L, 2L);
  }

  @Test
  void rarePointsComeAtTheFirstCloseThenAtEachDistanceAndAtTheEnd() {
    AccountOptions main = AccountOptions.defaults();
    AccountOptions rare =
        new AccountOptions(
            "rare",
            main.capital(),
            true,
            main.risk(),
            main.exits(),
            main.entries(),
            "main",
            3_600_000L,
            true);
    AccountGroup group = new AccountGroup(Scenario.costless().withAccounts(List.of(rare)));
    send(group, new TradingStart(T0));
    for (long t = T0; t <= T0 + 7_260_000L; t += 60_000L) {
      send(group, new Heartbeat(t));
    }
    group.end(rows::add);
    group.end(rows::add);
    assertThat(rows.stream().map(r -> ((EquityPoint) r.getPayload()).getTimeMs()))
        .containsExactly(T0, T0 + 3_600_000L, T0 + 7_200_000L, T0 + 7_260_000L);
  }

  @Test
  void frequentHeartbeatsGiveOnePointAMinute() {
    AccountGroup group = new AccountGroup(Scenario.costless());
    send(group, new TradingStart(T0));
    for (long t = T0; t <= T0 + 150_000L; t += 250L) {
      send(group, new Heartbeat(t));
    }
    assertThat(rows.stream().map(r -> ((EquityPoint) r.getPayload()).getTimeMs()))
        .containsExactly(T0, T0 + 60_000L, T0 + 120_000L);
  }

  @Test
  void whatIsNotConfiguredIsRefusedWithAMend() {
    AccountGroup group = new AccountGroup(Scenario.costless());
    assertThatThrownBy(() -> send(group, bar("XRP", 60_000L, T0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("was XRP; add its specification");
    assertThatThrownBy(() -> send(group, bar("BTC", 300_000L, T0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("was a bar of 300000");
    send(group, bar("BTC", 60_000L, T0));
    assertThatThrownBy(() -> send(group, bar("BTC", 60_000L, T0)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anImageOfAccountsThatAreNotConfiguredIsRefused() {
    AccountGroup group = new AccountGroup(GroupOptions.defaults());
    GroupOptions one =
        new GroupOptions(
            60_000L,
            0,
            GroupOptions.defaults().instruments(),
            List.of(AccountOptions.defaults()),
            ExecutionOptions.defaults());
    assertThatThrownBy(() -> AccountGroup.restore(one, group.image()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[unlimited]");
    AccountGroup more =
        AccountGroup.restore(GroupOptions.defaults(), new AccountGroup(one).image());
    assertThat(more.image().getAccounts()).hasSize(2);
  }

  @Test
  void optionsAreCheckedAndSortedByName() {
    AccountOptions main = AccountOptions.defaults();
    assertThatThrownBy(
            () -> new AccountOptions("a b", BigDecimal.ONE, true, main.risk(), main.exits()))
        .hasMessage(
            "accounts.name: must be 1 to 64 letters, digits, '-' or '_', was a b; rename the"
                + " account");
    GroupOptions defaults = GroupOptions.defaults();
    assertThatThrownBy(
            () ->
                new GroupOptions(
                    60_000L, 0, defaults.instruments(), List.of(main, main), defaults.execution()))
        .hasMessage("accounts: two have one name, was main; rename one");
    assertThat(defaults.accounts().stream().map(AccountOptions::name))
        .containsExactly("main", "unlimited");
    assertThat(defaults.accounts().stream().map(AccountOptions::limits))
        .containsExactly(true, false);
    assertThat(main.capital()).isEqualByComparingTo("10000");
    assertThat(defaults.shortestTimeframeMs()).isEqualTo(60_000L);
  }
}
