package io.lorentz.core.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.core.execution.ExecutionOptions;
import io.lorentz.core.orders.ExitOptions;
import io.lorentz.core.risk.RiskOptions;
import io.lorentz.core.risk.TierOptions;
import io.lorentz.schemas.EquityPoint;
import io.lorentz.schemas.OrderOutcome;
import io.lorentz.schemas.TradeClosed;
import io.lorentz.schemas.units.Money;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules of the simulated venue and of one account, as tables of bars and what came of them. */
class SimulatedTradingTest {

  private static final BigDecimal NONE = BigDecimal.ZERO;

  private static void expect(String table, String told) {
    expect(Scenario.costless(), table, told);
  }

  private static void expect(GroupOptions options, String table, String told) {
    assertThat(new Scenario(options).play(table).told()).isEqualTo(told);
  }

  private static AccountOptions account(RiskOptions risk) {
    return new AccountOptions("main", new BigDecimal("10000"), true, risk, ExitOptions.defaults());
  }

  private static GroupOptions exits(ExitOptions exits) {
    return Scenario.with(
        new AccountOptions("main", new BigDecimal("10000"), true, RiskOptions.defaults(), exits));
  }

  /** Day loss and drawdown as given, 50 % of the equity at risk per trade, tier 5m 10x on 50 %. */
  private static RiskOptions daring(String dayLoss, String drawdown, boolean flatten) {
    return new RiskOptions(
        new BigDecimal(dayLoss),
        new BigDecimal(drawdown),
        flatten,
        new BigDecimal("0.5"),
        new BigDecimal("2"),
        BigDecimal.ONE,
        3,
        30,
        0,
        3_600_000L,
        BigDecimal.ZERO,
        List.of(new TierOptions(300_000L, 10, new BigDecimal("0.1"))));
  }

  private static RiskOptions paced(int positions, int ordersPerMinute, long cooldown, long pause) {
    RiskOptions d = RiskOptions.defaults();
    return new RiskOptions(
        d.dayLossFraction(),
        d.drawdownFraction(),
        true,
        d.riskFraction(),
        d.stopAtrMultiple(),
        d.positionMarginFraction(),
        positions,
        ordersPerMinute,
        cooldown,
        pause,
        BigDecimal.ZERO,
        d.tiers());
  }

  @Test
  void anEntryFillsAtTheNextOpenAndNotAtTheSignalsClose() {
    expect(
        """
        1 BTC bar 99 101 99 100
        1 BTC long 5m 1
        2 BTC bar 100.5 102 99 101
        """,
        """
        1 BTC ENTRY BUY 30 stop 98 TIER
        1 BTC STOP SELL 30 stop 98
        1 BTC ENTRY filled 100.5
        1 BTC opened long 30 at 100.5
        """);
  }

  @Test
  void theStopCanFillInTheBarOfTheEntry() {
    expect(
        """
        1 BTC bar 99 101 99 100
        1 BTC long 5m 1
        2 BTC bar 100 100.5 97 99
        """,
        """
        1 BTC ENTRY BUY 30 stop 98 TIER
        1 BTC STOP SELL 30 stop 98
        1 BTC ENTRY filled 100
        1 BTC opened long 30 at 100
        2 BTC STOP filled 98 trigger=98 stop=98 moves=0
        2 BTC closed by STOP at 98 for -60
        """);
  }

  @Test
  void theStopOfAShortLiesAboveAndFillsOnTheHigh() {
    expect(
        """
        1 BTC bar 99 101 99 100
        1 BTC short 5m 1
        2 BTC bar 100 101.9 97 99
        3 BTC bar 99 102 97 99
        """,
        """
        1 BTC ENTRY SELL 30 stop 102 TIER
        1 BTC STOP BUY 30 stop 102
        1 BTC ENTRY filled 100
        1 BTC opened short 30 at 100
        3 BTC STOP filled 102 trigger=102 stop=102 moves=0
        3 BTC closed by STOP at 102 for -60
        """);
  }

  @Test
  void aGapThroughTheStopFillsAtTheOpenAndAtTheBarsStart() {
    expect(
        """
        1 BTC bar 99 101 99 100
        1 BTC long 5m 1
        2 BTC bar 100 101 99 100
        3 BTC bar 95 96 94 95
        """,
        """
        1 BTC ENTRY BUY 30 stop 98 TIER
        1 BTC STOP SELL 30 stop 98
        1 BTC ENTRY filled 100
        1 BTC opened long 30 at 100
        2 BTC STOP filled 95 trigger=95 stop=98 moves=0
        2 BTC closed by STOP at 95 for -150
        """);
  }

  @Test
  void anEntryThatOpensBeyondItsStopIsStoppedAtThatOpen() {
    expect(
        """
        1 BTC bar 99 101 99 100
        1 BTC long 5m 1
        2 BTC bar 97 99 96 98
        """,
        """
        1 BTC ENTRY BUY 30 stop 98 TIER
        1 BTC STOP SELL 30 stop 98
        1 BTC ENTRY filled 97
        1 BTC opened long 30 at 97
        1 BTC STOP filled 97 trigger=97 stop=98 moves=0
        1 BTC closed by STOP at 97 for 0
        """);
  }

  @Test
  void anOppositeSignalClosesAndDoesNotReverse() {
    expect(
        """
        1 BTC bar 99 101 99 100
        1 BTC long 5m 1
        2 BTC bar 100 101 99 100
        2 BTC short 5m 1
        3 BTC bar 101 101 99 100
        3 BTC short 5m 1
        4 BTC bar 100 101 99 100
        """,
        """
        1 BTC ENTRY BUY 30 stop 98 TIER
        1 BTC STOP SELL 30 stop 98
        1 BTC ENTRY filled 100
        1 BTC opened long 30 at 100
        2 BTC EXIT_SIGNAL SELL 30
        2 BTC EXIT_SIGNAL filled 101
        2 BTC closed by EXIT_SIGNAL at 101 for 30
        2 BTC STOP cancelled cause=EXIT_SIGNAL stop=98 moves=0
        3 BTC ENTRY SELL 30 stop 102 TIER
        3 BTC STOP BUY 30 stop 102
        3 BTC ENTRY filled 100
        3 BTC opened short 30 at 100
        """);
  }

  @Test
  void whereAnExitAndTheStopMeetInOneBarTheExitAtTheOpenComesFirst() {
    expect(
        """
        1 BTC bar 99 101 99 100
        1 BTC long 5m 1
        2 BTC bar 100 101 99 99
        2 BTC short 5m 1
        3 BTC bar 99 99 90 91
        """,
        """
        1 BTC ENTRY BUY 30 stop 98 TIER
        1 BTC STOP SELL 30 stop 98
        1 BTC ENTRY filled 100
        1 BTC opened long 30 at 100
        2 BTC EXIT_SIGNAL SELL 30
        2 BTC EXIT_SIGNAL filled 99
        2 BTC closed by EXIT_SIGNAL at 99 for -30
        2 BTC STOP cancelled cause=EXIT_SIGNAL stop=98 moves=0
        """);
  }

  @Test
  void aStopTakesBackAnExitThatHadNotFilledYet() {
    // The second limit of the group falls due on BTC's bar; ETH's bar of the same minute is still
    // to come, so its exit cannot fill in it, but its stop can.
    expect(
        Scenario.with(account(daring("0.02", "0.5", true))),
        """
        1 BTC bar 99 101 99 100
        1 ETH bar 99 101 99 100
        1 BTC long 5m 4
        1 ETH long 5m 4
        2 BTC bar 100 101 99 100
        2 ETH bar 100 101 99 100
        3 BTC bar 100 100 97 97
        3 ETH bar 100 100 91 91
        """,
        """
        1 BTC ENTRY BUY 100 stop 92 TIER
        1 BTC STOP SELL 100 stop 92
        1 ETH ENTRY BUY 100 stop 92 TIER
        1 ETH STOP SELL 100 stop 92
        1 BTC ENTRY filled 100
        1 BTC opened long 100 at 100
        1 ETH ENTRY filled 100
        1 ETH opened long 100 at 100
        3 BTC EXIT_LIMIT SELL 100
        3 ETH EXIT_LIMIT SELL 100
        3 ETH STOP filled 92 trigger=92 stop=92 moves=0
        3 ETH closed by STOP at 92 for -800
        3 ETH EXIT_LIMIT cancelled cause=STOP
        """);
  }

  @Test
  void anExitThatAGapMadePointlessDoesNotEndBeforeItWasDecided() {
    expect(
        Scenario.with(account(daring("0.02", "0.5", true))),
        """
        1 ETH bar 99 101 99 100
        1 ETH long 5m 4
        2 BTC bar 99 101 99 100
        2 ETH bar 100 101 99 100
        2 BTC long 5m 4
        3 BTC bar 100 100 97 97
        3 ETH bar 91 91 91 91
        """,
        """
        1 ETH ENTRY BUY 100 stop 92 TIER
        1 ETH STOP SELL 100 stop 92
        1 ETH ENTRY filled 100
        1 ETH opened long 100 at 100
        2 BTC ENTRY BUY 100 stop 92 TIER
        2 BTC STOP SELL 100 stop 92
        2 BTC ENTRY filled 100
        2 BTC opened long 100 at 100
        3 BTC EXIT_LIMIT SELL 100
        3 ETH EXIT_LIMIT SELL 100
        2 ETH STOP filled 91 trigger=91 stop=92 moves=0
        2 ETH closed by STOP at 91 for -900
        3 ETH EXIT_LIMIT cancelled cause=STOP
        """);
  }

  @Test
  void theTrailingStopOnlyTightensByTheTiersLevelsAndHoldsFromTheNextBar() {
    expect(
        """
        1 BTC bar 99 101 99 100
        1 BTC long 5m 1
        2 BTC bar 100 101 98.6 101
        2 BTC levels 5m 98.55 104
        2 BTC levels 1m 100 104
        3 BTC bar 101 101 99 101
        3 BTC levels 5m 97 104
        4 BTC bar 101 101 99 101
        4 BTC levels 5m NaN NaN
        5 BTC bar 101 101 99 100
        5 BTC levels 5m 100 104
        6 BTC bar 100 101 98 99
        """,
        """
        1 BTC ENTRY BUY 30 stop 98 TIER
        1 BTC STOP SELL 30 stop 98
        1 BTC ENTRY filled 100
        1 BTC opened long 30 at 100
        6 BTC STOP filled 98.6 trigger=98.6 stop=98.6 moves=1
        6 BTC closed by STOP at 98.6 for -42
        """);
  }

  @Test
  void aPositionIsClosedAfterFourBarsOfItsTier() {
    expect(
        """
        1 BTC bar 99 101 99 100
        1 BTC long 1m 1
        2 BTC bar 100 101 99 100
        3 BTC bar 100 101 99 100
        4 BTC bar 100 101 99 100
        5 BTC bar 100 101 99 100
        6 BTC bar 101 101 99 100
        """,
        """
        1 BTC ENTRY BUY 10 stop 98 TIER
        1 BTC STOP SELL 10 stop 98
        1 BTC ENTRY filled 100
        1 BTC opened long 10 at 100
        5 BTC EXIT_TIME SELL 10
        5 BTC EXIT_TIME filled 101
        5 BTC closed by EXIT_TIME at 101 for 10
        5 BTC STOP cancelled cause=EXIT_TIME stop=98 moves=0
        """);
  }

  @Test
  void aTargetIsTakenAtTheOpenAfterTheCloseThatReachedIt() {
    expect(
        exits(new ExitOptions(true, true, 4, new BigDecimal("1.5"))),
        """
        1 BTC bar 99 101 99 100
        1 BTC long 5m 1
        2 BTC bar 100 104 99 102.9
        3 BTC bar 102.9 104 99 103
        4 BTC bar 102.5 104 99 102
        """,
        """
        1 BTC ENTRY BUY 30 stop 98 TIER
        1 BTC STOP SELL 30 stop 98
        1 BTC ENTRY filled 100
        1 BTC opened long 30 at 100
        3 BTC EXIT_TARGET SELL 30
        3 BTC EXIT_TARGET filled 102.5
        3 BTC closed by EXIT_TARGET at 102.5 for 75
        3 BTC STOP cancelled cause=EXIT_TARGET stop=98 moves=0
        """);
  }

  @Test
  void exitsCanBeSwitchedOff() {
    expect(
        exits(new ExitOptions(false, false, 0, NONE)),
        """
        1 BTC bar 99 101 99 100
        1 BTC long 1m 1
        2 BTC bar 100 101 99 100
        2 BTC levels 1m 99.5 103
        2 BTC short 1m 1
        8 BTC bar 100 101 99 100
        9 BTC bar 100 101 99 100
        """,
        """
        1 BTC ENTRY BUY 10 stop 98 TIER
        1 BTC STOP SELL 10 stop 98
        1 BTC ENTRY filled 100
        1 BTC opened long 10 at 100
        2 BTC ENTRY SELL 0
        2 BTC ENTRY denied POSITION_OPEN
        """);
  }

  @Test
  void anOrderWaitsOverASyntheticBarForTheNextRealOne() {
    expect(
        """
        1 BTC bar 99 101 99 100
        1 BTC long 5m 1
        2 BTC synthetic 100
        3 BTC bar 101 101 99 100
        """,
        """
        1 BTC ENTRY BUY 30 stop 98 TIER
        1 BTC STOP SELL 30 stop 98
        2 BTC ENTRY filled 101
        2 BTC opened long 30 at 101
        """);
  }

  @Test
  void anOrderExpiresWhenNoRealBarStartsBeforeItsEnd() {
    expect(
        """
        1 BTC bar 99 101 99 100
        1 BTC long 5m 1
        2 BTC synthetic 100
        3 BTC synthetic 100
        4 BTC bar 101 101 99 100
        """,
        """
        1 BTC ENTRY BUY 30 stop 98 TIER
        1 BTC STOP SELL 30 stop 98
        3 BTC ENTRY expired
        3 BTC STOP cancelled cause=ENTRY_EXPIRED stop=98 moves=0
        """);
  }

  @Test
  void syntheticBarsTriggerNoStopAndAnExitIsRepeatedAfterThem() {
    expect(
        """
        1 BTC bar 99 101 99 100
        1 BTC long 5m 1
        2 BTC bar 100 101 99 100
        2 BTC short 5m 1
        3 BTC synthetic 100
        4 BTC synthetic 90
        5 BTC synthetic 100
        6 BTC bar 100 101 99 100
        7 BTC bar 102 103 99 100
        """,
        """
        1 BTC ENTRY BUY 30 stop 98 TIER
        1 BTC STOP SELL 30 stop 98
        1 BTC ENTRY filled 100
        1 BTC opened long 30 at 100
        2 BTC EXIT_SIGNAL SELL 30
        4 BTC EXIT_SIGNAL expired
        6 BTC EXIT_SIGNAL#1 SELL 30
        6 BTC EXIT_SIGNAL filled 102
        6 BTC closed by EXIT_SIGNAL at 102 for 60
        6 BTC STOP cancelled cause=EXIT_SIGNAL stop=98 moves=0
        """);
  }

  @Test
  void theDayLossLimitCancelsFlattensAndDeniesUntilTheDayRolls() {
    expect(
        Scenario.with(account(daring("0.02", "0.5", true))),
        """
        1 BTC bar 99 101 99 100
        1 BTC long 5m 4
        2 BTC bar 100 101 98 98.1
        2 ETH bar 100 101 99 100
        2 ETH long 5m 4
        3 BTC bar 98 101 97 98
        3 BTC long 5m 4
        3 ETH bar 100 101 99 100
        4 BTC bar 97.5 99 97 98
        4 BTC long 5m 4
        4 * day
        5 BTC bar 98 99 97 98
        5 BTC long 5m 4
        """,
        """
        1 BTC ENTRY BUY 100 stop 92 TIER
        1 BTC STOP SELL 100 stop 92
        1 BTC ENTRY filled 100
        1 BTC opened long 100 at 100
        2 ETH ENTRY BUY 98.1 stop 92 TIER
        2 ETH STOP SELL 98.1 stop 92
        3 ETH ENTRY cancelled cause=LIMIT
        3 ETH STOP cancelled cause=ENTRY_CANCELLED stop=92 moves=0
        3 BTC EXIT_LIMIT SELL 100
        3 BTC ENTRY BUY 0
        3 BTC ENTRY denied DAY_LOSS_LIMIT
        3 BTC EXIT_LIMIT filled 97.5
        3 BTC closed by EXIT_LIMIT at 97.5 for -250
        3 BTC STOP cancelled cause=EXIT_LIMIT stop=92 moves=0
        4 BTC ENTRY BUY 0
        4 BTC ENTRY denied DAY_LOSS_LIMIT
        5 BTC ENTRY BUY 99.4 stop 90 TIER
        5 BTC STOP SELL 99.4 stop 90
        """);
  }

  @Test
  void aRepeatedTradingStartForgetsNoLimit() {
    expect(
        Scenario.with(account(daring("0.02", "0.02", true))),
        """
        1 BTC bar 99 101 99 100
        1 BTC long 5m 4
        2 BTC bar 100 101 98 98.1
        2 * start
        3 BTC bar 98 101 97 98
        3 * start
        4 BTC bar 97.5 99 97 98
        4 BTC long 5m 4
        """,
        """
        1 BTC ENTRY BUY 100 stop 92 TIER
        1 BTC STOP SELL 100 stop 92
        1 BTC ENTRY filled 100
        1 BTC opened long 100 at 100
        3 BTC EXIT_LIMIT SELL 100
        3 BTC EXIT_LIMIT filled 97.5
        3 BTC closed by EXIT_LIMIT at 97.5 for -250
        3 BTC STOP cancelled cause=EXIT_LIMIT stop=92 moves=0
        4 BTC ENTRY BUY 0
        4 BTC ENTRY denied DRAWDOWN_LIMIT
        """);
  }

  @Test
  void theDrawdownLimitNeedsAResumeWhichRestartsThePeak() {
    expect(
        Scenario.with(account(daring("0.5", "0.03", true))),
        """
        1 BTC bar 99 101 99 100
        1 BTC long 5m 4
        2 BTC bar 100 101 98 101
        3 BTC bar 100 101 97 97.9
        4 BTC bar 98 99 97 98
        4 * day
        4 BTC long 5m 4
        5 BTC bar 98 99 97 98
        5 * resume
        5 BTC long 5m 4
        6 BTC bar 98 99 95 96
        """,
        """
        1 BTC ENTRY BUY 100 stop 92 TIER
        1 BTC STOP SELL 100 stop 92
        1 BTC ENTRY filled 100
        1 BTC opened long 100 at 100
        3 BTC EXIT_LIMIT SELL 100
        3 BTC EXIT_LIMIT filled 98
        3 BTC closed by EXIT_LIMIT at 98 for -200
        3 BTC STOP cancelled cause=EXIT_LIMIT stop=92 moves=0
        4 BTC ENTRY BUY 0
        4 BTC ENTRY denied DRAWDOWN_LIMIT
        5 BTC ENTRY BUY 100 stop 90 TIER
        5 BTC STOP SELL 100 stop 90
        5 BTC ENTRY filled 98
        5 BTC opened long 100 at 98
        """);
  }

  @Test
  void withFlattenOffALimitDeniesButKeepsThePosition() {
    expect(
        Scenario.with(account(daring("0.02", "0.5", false))),
        """
        1 BTC bar 99 101 99 100
        1 BTC long 5m 4
        2 BTC bar 100 101 97 97
        2 ETH bar 100 101 97 97
        2 ETH long 5m 4
        3 BTC bar 100 101 97 97
        """,
        """
        1 BTC ENTRY BUY 100 stop 92 TIER
        1 BTC STOP SELL 100 stop 92
        1 BTC ENTRY filled 100
        1 BTC opened long 100 at 100
        2 ETH ENTRY BUY 0
        2 ETH ENTRY denied DAY_LOSS_LIMIT
        """);
  }

  @Test
  void withLimitsOffNeitherLossNorDrawdownStopsAnAccount() {
    AccountOptions off =
        new AccountOptions(
            "main",
            new BigDecimal("10000"),
            false,
            daring("0.02", "0.03", true),
            ExitOptions.defaults());
    expect(
        Scenario.with(off),
        """
        1 BTC bar 99 101 99 100
        1 BTC long 5m 4
        2 BTC bar 100 101 93 93
        2 ETH bar 99 101 99 100
        2 ETH long 5m 4
        """,
        """
        1 BTC ENTRY BUY 100 stop 92 TIER
        1 BTC STOP SELL 100 stop 92
        1 BTC ENTRY filled 100
        1 BTC opened long 100 at 100
        2 ETH ENTRY BUY 93 stop 92 TIER
        2 ETH STOP SELL 93 stop 92
        """);
  }

  @Test
  void aHaltTakesBackWorkingEntriesAndDeniesUntilAResume() {
    expect(
        """
        1 BTC bar 99 101 99 100
        1 BTC long 5m 1
        1 * halt
        2 BTC bar 99 101 99 100
        2 BTC long 5m 1
        2 * resume
        3 BTC bar 99 101 99 100
        3 BTC long 5m 1
        """,
        """
        1 BTC ENTRY BUY 30 stop 98 TIER
        1 BTC STOP SELL 30 stop 98
        1 BTC ENTRY cancelled cause=HALT
        1 BTC STOP cancelled cause=ENTRY_CANCELLED stop=98 moves=0
        2 BTC ENTRY BUY 0
        2 BTC ENTRY denied HALTED
        3 BTC ENTRY BUY 30 stop 98 TIER
        3 BTC STOP SELL 30 stop 98
        """);
  }

  @Test
  void aFlattenClosesEverythingAndHalts() {
    expect(
        """
        1 BTC bar 99 101 99 100
        1 BTC long 5m 1
        2 BTC bar 100 101 99 100
        2 ETH bar 100 101 99 100
        2 ETH short 5m 1
        2 * flatten
        3 BTC bar 101 101 99 100
        3 BTC long 5m 1
        """,
        """
        1 BTC ENTRY BUY 30 stop 98 TIER
        1 BTC STOP SELL 30 stop 98
        1 BTC ENTRY filled 100
        1 BTC opened long 30 at 100
        2 ETH ENTRY SELL 30 stop 102 TIER
        2 ETH STOP BUY 30 stop 102
        2 ETH ENTRY cancelled cause=FLATTEN
        2 ETH STOP cancelled cause=ENTRY_CANCELLED stop=102 moves=0
        2 BTC EXIT_OPERATOR SELL 30
        2 BTC EXIT_OPERATOR filled 101
        2 BTC closed by EXIT_OPERATOR at 101 for 30
        2 BTC STOP cancelled cause=EXIT_OPERATOR stop=98 moves=0
        3 BTC ENTRY BUY 0
        3 BTC ENTRY denied HALTED
        """);
  }

  @Test
  void anInstrumentPausesAfterAGapThatWasNotBridged() {
    expect(
        Scenario.with(account(paced(3, 30, 0, 120_000L))),
        """
        1 BTC bar 99 101 99 100
        9 BTC aftergap 7 99 101 99 100
        9 BTC long 5m 1
        10 BTC bar 99 101 99 100
        10 BTC long 5m 1
        11 BTC bar 99 101 99 100
        11 BTC long 5m 1
        """,
        """
        9 BTC ENTRY BUY 0
        9 BTC ENTRY denied GAP_PAUSE
        10 BTC ENTRY BUY 0
        10 BTC ENTRY denied GAP_PAUSE
        11 BTC ENTRY BUY 30 stop 98 TIER
        11 BTC STOP SELL 30 stop 98
        """);
  }

  @Test
  void anInstrumentCoolsDownAfterAStop() {
    expect(
        Scenario.with(account(paced(3, 30, 120_000L, 0))),
        """
        1 BTC bar 99 101 99 100
        1 BTC long 5m 1
        2 BTC bar 100 100.5 97 99
        3 BTC bar 100 100.5 97 100
        3 BTC long 5m 1
        4 BTC bar 100 100.5 97 100
        4 BTC long 5m 1
        """,
        """
        1 BTC ENTRY BUY 30 stop 98 TIER
        1 BTC STOP SELL 30 stop 98
        1 BTC ENTRY filled 100
        1 BTC opened long 30 at 100
        2 BTC STOP filled 98 trigger=98 stop=98 moves=0
        2 BTC closed by STOP at 98 for -60
        3 BTC ENTRY BUY 0
        3 BTC ENTRY denied STOP_COOLDOWN
        4 BTC ENTRY BUY 29.8 stop 98 TIER
        4 BTC STOP SELL 29.8 stop 98
        """);
  }

  @Test
  void theOrderRateIsCountedOverTheLastMinuteAndRefusesEntriesOnly() {
    expect(
        Scenario.with(account(paced(3, 1, 0, 0))),
        """
        1 BTC bar 99 101 99 100
        1 ETH bar 99 101 99 100
        1 BTC long 5m 1
        1 ETH long 5m 1
        2 BTC bar 100 101 99 100
        2 ETH bar 99 101 99 100
        2 BTC short 5m 1
        2 ETH long 5m 1
        3 BTC bar 100 101 99 100
        3 ETH bar 99 101 99 100
        3 ETH long 5m 1
        """,
        """
        1 BTC ENTRY BUY 30 stop 98 TIER
        1 BTC STOP SELL 30 stop 98
        1 ETH ENTRY BUY 0
        1 ETH ENTRY denied ORDER_RATE
        1 BTC ENTRY filled 100
        1 BTC opened long 30 at 100
        2 BTC EXIT_SIGNAL SELL 30
        2 ETH ENTRY BUY 0
        2 ETH ENTRY denied ORDER_RATE
        2 BTC EXIT_SIGNAL filled 100
        2 BTC closed by EXIT_SIGNAL at 100 for 0
        2 BTC STOP cancelled cause=EXIT_SIGNAL stop=98 moves=0
        3 ETH ENTRY BUY 30 stop 98 TIER
        3 ETH STOP SELL 30 stop 98
        """);
  }

  @Test
  void oneEntryPerInstrumentAndNoMorePositionsThanAllowed() {
    expect(
        Scenario.with(account(paced(1, 30, 0, 0))),
        """
        1 BTC bar 99 101 99 100
        1 ETH bar 99 101 99 100
        1 BTC long 5m 1
        1 BTC long 5m 1
        1 ETH long 5m 1
        2 BTC bar 100 101 99 100
        2 ETH bar 100 101 99 100
        2 BTC long 5m 1
        2 ETH long 5m 1
        """,
        """
        1 BTC ENTRY BUY 30 stop 98 TIER
        1 BTC STOP SELL 30 stop 98
        1 BTC ENTRY#1 BUY 0
        1 BTC ENTRY denied ORDER_PENDING
        1 ETH ENTRY BUY 0
        1 ETH ENTRY denied TOO_MANY_POSITIONS
        1 BTC ENTRY filled 100
        1 BTC opened long 30 at 100
        2 BTC ENTRY BUY 0
        2 BTC ENTRY denied POSITION_OPEN
        2 ETH ENTRY BUY 0
        2 ETH ENTRY denied TOO_MANY_POSITIONS
        """);
  }

  @Test
  void theSizeSaysWhichTermBoundIt() {
    // 1 % of 10,000 over a stop 10 away: 10. 15m: 25 x 5 % over 100: 125, as the position limit.
    expect(
        """
        1 BTC bar 99 101 99 100
        1 BTC long 15m 5
        1 ETH bar 99 101 99 100
        1 ETH long 15m 0.1
        """,
        """
        1 BTC ENTRY BUY 10 stop 90 RISK
        1 BTC STOP SELL 10 stop 90
        1 ETH ENTRY BUY 125 stop 99.8 TIER
        1 ETH STOP SELL 125 stop 99.8
        """);
    RiskOptions d = RiskOptions.defaults();
    RiskOptions narrow =
        new RiskOptions(
            d.dayLossFraction(),
            d.drawdownFraction(),
            true,
            d.riskFraction(),
            d.stopAtrMultiple(),
            new BigDecimal("0.01"),
            3,
            30,
            0,
            0,
            BigDecimal.ZERO,
            d.tiers());
    expect(
        Scenario.with(account(narrow)),
        """
        1 BTC bar 99 101 99 100
        1 BTC long 5m 1
        """,
        """
        1 BTC ENTRY BUY 10 stop 98 POSITION
        1 BTC STOP SELL 10 stop 98
        """);
  }

  @Test
  void entriesThatCannotBeSizedAreRefused() {
    AccountOptions poor =
        new AccountOptions(
            "main", new BigDecimal("10"), true, RiskOptions.defaults(), ExitOptions.defaults());
    expect(
        Scenario.with(poor),
        """
        1 BTC bar 99 101 99 100
        1 BTC long 5m 1
        2 BTC bar 99 101 99 100
        2 BTC long 5m NaN
        3 BTC bar 99 101 99 100
        3 BTC long 5m 0.01
        4 BTC bar 99 101 99 100
        4 BTC long 5m 51
        """,
        """
        1 BTC ENTRY BUY 0
        1 BTC ENTRY denied BELOW_MINIMUM
        2 BTC ENTRY BUY 0
        2 BTC ENTRY denied ATR_UNDEFINED
        3 BTC ENTRY BUY 0
        3 BTC ENTRY denied STOP_IMPOSSIBLE
        4 BTC ENTRY BUY 0
        4 BTC ENTRY denied STOP_IMPOSSIBLE
        """);
  }

  @Test
  void noEntryRestsOnAnIncompleteBarOrOnASeriesThatHasEnded() {
    expect(
        """
        1 BTC partial 99 101 99 100
        1 BTC long 5m 1 poor
        2 BTC bar 99 101 99 100
        2 BTC ended
        2 BTC long 5m 1
        """,
        """
        1 BTC ENTRY BUY 0
        1 BTC ENTRY denied BAR_NOT_COMPLETE
        2 BTC ENTRY BUY 0
        2 BTC ENTRY denied SERIES_ENDED
        """);
  }

  @Test
  void anOrderOfASeriesThatEndsExpires() {
    expect(
        """
        1 BTC bar 99 101 99 100
        1 BTC long 5m 1
        1 BTC ended
        4 ETH bar 99 101 99 100
        """,
        """
        1 BTC ENTRY BUY 30 stop 98 TIER
        1 BTC STOP SELL 30 stop 98
        3 BTC ENTRY expired
        3 BTC STOP cancelled cause=ENTRY_EXPIRED stop=98 moves=0
        """);
  }

  @Test
  void pricesAreWorsenedAwayFromUsAndFeesAreExact() {
    GroupOptions costless = Scenario.costless();
    GroupOptions costly =
        new GroupOptions(
            costless.shortestTimeframeMs(),
            0,
            costless.instruments(),
            costless.accounts(),
            ExecutionOptions.defaults());
    Scenario played =
        new Scenario(costly)
            .play(
                """
                1 BTC bar 999 1001 999 1000
                1 BTC long 5m 10
                2 BTC bar 1000 1001 999 1000
                3 BTC bar 1000 1001 970 971
                """);
    // One bp of 1,000 is 0.1; the slip's growth with the share 3 / 1,000,000 tips it over the tick.
    assertThat(played.told())
        .isEqualTo(
            """
            1 BTC ENTRY BUY 3 stop 980 TIER
            1 BTC STOP SELL 3 stop 980
            1 BTC ENTRY filled 1000.2
            1 BTC opened long 3 at 1000.2
            3 BTC STOP filled 979.9 trigger=980 stop=980 moves=0
            3 BTC closed by STOP at 979.9 for -60.9
            """);
    assertThat(played.of(OrderOutcome.class).stream().map(o -> Money.text(o.getFee())))
        .containsExactly("1.80036", "1.76382");
    assertThat(played.equity())
        .containsExactly(
            "0 10000 10000", "1 10000 10000", "2 9998.19964 9997.59964", "3 9935.53582 9935.53582");
  }

  @Test
  void longsPayAPositiveFundingRateAtTheMark() {
    Scenario played =
        new Scenario(Scenario.costless())
            .play(
                """
                1 BTC bar 99 101 99 100
                1 BTC long 5m 1
                1 ETH bar 99 101 99 100
                1 ETH short 5m 1
                2 BTC bar 100 101 99 101
                2 ETH bar 100 101 99 100
                2 BTC funding 0.0001
                2 ETH funding 0.0002
                3 BTC bar 100 101 97 101
                """);
    assertThat(played.equity())
        .containsExactly(
            "0 10000 10000", "1 10000 10000", "2 10000.297 10030.297", "3 9940.297 9940.297");
    assertThat(Money.text(played.of(TradeClosed.class).get(0).getFunding())).isEqualTo("-0.303");
  }

  @Test
  void aCorrectionMovesTheMarkAndNothingElse() {
    Scenario played =
        new Scenario(Scenario.costless())
            .play(
                """
                1 BTC bar 99 101 99 100
                1 BTC long 5m 1
                2 BTC bar 100 101 99 100
                2 BTC corrected 103 104 90 101
                """);
    assertThat(played.told()).doesNotContain("closed").contains("1 BTC ENTRY filled 100\n");
    assertThat(played.equity()).endsWith("2 10000 10030");
  }

  @Test
  void gapsAndMissingBarsAreCountedFromTheStart() {
    Scenario played =
        new Scenario(Scenario.costless())
            .play(
                """
                1 BTC bar 99 101 99 100
                2 BTC synthetic 100
                3 BTC synthetic 100
                4 BTC bar 99 101 99 100
                5 BTC synthetic 100
                9 BTC aftergap 3 99 101 99 100
                """);
    List<EquityPoint> points = played.of(EquityPoint.class);
    EquityPoint last = points.get(points.size() - 1);
    assertThat(last.getBars()).isEqualTo(3);
    assertThat(last.getMissingBars()).isEqualTo(6);
    assertThat(last.getGaps()).isEqualTo(2);
  }
}
