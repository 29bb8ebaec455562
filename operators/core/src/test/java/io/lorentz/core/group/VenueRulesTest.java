package io.lorentz.core.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lorentz.core.execution.ExecutionOptions;
import io.lorentz.core.orders.EntryOptions;
import io.lorentz.core.orders.EntryStyle;
import io.lorentz.core.orders.ExitOptions;
import io.lorentz.core.risk.RiskOptions;
import io.lorentz.core.risk.TierOptions;
import io.lorentz.schemas.OrderOutcome;
import io.lorentz.schemas.TradeClosed;
import io.lorentz.schemas.TradeOpened;
import io.lorentz.schemas.units.InstrumentSpec;
import io.lorentz.schemas.units.LeverageBracket;
import io.lorentz.schemas.units.Money;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The rules of limits, partial fills, latency, funding and margin, as tables of bars and what came
 * of them. Costs are 0 unless a test says otherwise; a 5m trade at 100 is 30 units.
 */
class VenueRulesTest {

  private static final EntryOptions AT_MARKET = EntryOptions.defaults();

  /** Only the stop and, if it is above 0, a target of so many R that rests at the venue. */
  private static ExitOptions restingTarget(String r) {
    return new ExitOptions(false, true, 0, new BigDecimal(r), true);
  }

  private static EntryOptions entries(EntryStyle style, String offsetBps) {
    return new EntryOptions(style, new BigDecimal(offsetBps), 3);
  }

  private static GroupOptions group(
      EntryOptions entries, ExitOptions exits, ExecutionOptions execution) {
    AccountOptions account =
        new AccountOptions(
            "main", new BigDecimal("10000"), false, RiskOptions.defaults(), exits, entries);
    return with(account, execution, Scenario.ONE_BRACKET);
  }

  private static GroupOptions with(
      AccountOptions account, ExecutionOptions execution, List<LeverageBracket> brackets) {
    BigDecimal tenth = new BigDecimal("0.1");
    return new GroupOptions(
        Scenario.MINUTE_MS,
        0,
        List.of(
            new InstrumentSpec("BTC", tenth, tenth, tenth, BigDecimal.ONE, brackets),
            new InstrumentSpec("ETH", tenth, tenth, tenth, BigDecimal.ONE, brackets)),
        List.of(account),
        execution);
  }

  private static GroupOptions limits(EntryStyle style) {
    return group(entries(style, "100"), restingTarget("0"), Scenario.execution(0, "1"));
  }

  private static GroupOptions target(String r) {
    return group(AT_MARKET, restingTarget(r), Scenario.execution(0, "1"));
  }

  /** At most a tenth of a bar's volume. */
  private static GroupOptions tenth(ExitOptions exits) {
    return group(AT_MARKET, exits, Scenario.execution(0, "0.1"));
  }

  private static Scenario expect(GroupOptions options, String table, String told) {
    Scenario scenario = new Scenario(options).play(table);
    assertThat(scenario.told()).isEqualTo(told);
    return scenario;
  }

  @Test
  void aLimitThatIsTouchedRestsAndOneThatIsTradedThroughFillsAtItsPrice() {
    expect(
        limits(EntryStyle.LIMIT),
        """
        1 BTC bar 99 101 99 100
        1 BTC long 5m 1
        2 BTC bar 100 101 99 100
        3 BTC bar 100 101 98.9 99.5
        """,
        """
        1 BTC ENTRY BUY 30.3 limit 99 stop 97 TIER
        1 BTC STOP SELL 30.3 stop 97
        3 BTC ENTRY filled 99 as maker
        3 BTC opened long 30.3 at 99
        """);
    expect(
        limits(EntryStyle.LIMIT),
        """
        1 BTC bar 99 101 99 100
        1 BTC short 5m 1
        2 BTC bar 100 101 99 100
        3 BTC bar 100 101.1 98.9 99.5
        """,
        """
        1 BTC ENTRY SELL 29.7 limit 101 stop 103 TIER
        1 BTC STOP BUY 29.7 stop 103
        3 BTC ENTRY filled 101 as maker
        3 BTC opened short 29.7 at 101
        """);
  }

  @Test
  void aLimitThatIsNeverTradedThroughExpiresWithItsStop() {
    expect(
        limits(EntryStyle.LIMIT),
        """
        1 BTC bar 99 101 99 100
        1 BTC long 5m 1
        2 BTC bar 100 101 99 100
        3 BTC bar 100 101 99 100
        4 BTC bar 100 101 99 100
        """,
        """
        1 BTC ENTRY BUY 30.3 limit 99 stop 97 TIER
        1 BTC STOP SELL 30.3 stop 97
        4 BTC ENTRY expired
        4 BTC STOP cancelled cause=ENTRY_EXPIRED stop=97 moves=0
        """);
  }

  @Test
  void aLimitThatCrossesAtItsFirstOpenTakesThereAndAPostOnlyOneExpires() {
    String table =
        """
        1 BTC bar 99 101 99 100
        1 BTC long 5m 1
        2 BTC bar 98.5 101 98 100
        3 BTC bar 98.5 101 98 100
        """;
    expect(
        limits(EntryStyle.LIMIT),
        table,
        """
        1 BTC ENTRY BUY 30.3 limit 99 stop 97 TIER
        1 BTC STOP SELL 30.3 stop 97
        1 BTC ENTRY filled 98.5 as taker
        1 BTC opened long 30.3 at 98.5
        """);
    expect(
        limits(EntryStyle.POST_ONLY),
        table,
        """
        1 BTC ENTRY BUY 30.3 limit 99 stop 97 TIER
        1 BTC STOP SELL 30.3 stop 97
        1 BTC ENTRY expired cause=POST_ONLY open=98.5
        1 BTC STOP cancelled cause=ENTRY_EXPIRED stop=97 moves=0
        """);
  }

  @Test
  void aPostOnlyLimitThatRestsMakes() {
    expect(
        limits(EntryStyle.POST_ONLY),
        """
        1 BTC bar 99 101 99 100
        1 BTC long 5m 1
        2 BTC bar 100 101 98.9 100
        """,
        """
        1 BTC ENTRY BUY 30.3 limit 99 stop 97 TIER
        1 BTC STOP SELL 30.3 stop 97
        2 BTC ENTRY filled 99 as maker
        2 BTC opened long 30.3 at 99
        """);
  }

  @Test
  void aGapBeyondARestingLimitFillsAtItsPriceAndNotBetterAndMayHitTheStopAtOnce() {
    expect(
        limits(EntryStyle.LIMIT),
        """
        1 BTC bar 99 101 99 100
        1 BTC long 5m 1
        2 BTC bar 100 101 99.5 100
        3 BTC bar 95 96 94 95
        """,
        """
        1 BTC ENTRY BUY 30.3 limit 99 stop 97 TIER
        1 BTC STOP SELL 30.3 stop 97
        2 BTC ENTRY filled 99 as maker
        2 BTC opened long 30.3 at 99
        2 BTC STOP filled 95 trigger=95 stop=97 moves=0
        2 BTC closed by STOP at 95 for -121.2
        """);
  }

  @Test
  void aLimitThatFillsInsideABarMayMeetItsStopInThatBar() {
    expect(
        limits(EntryStyle.LIMIT),
        """
        1 BTC bar 99 101 99 100
        1 BTC long 5m 1
        2 BTC bar 100 101 96 97.5
        """,
        """
        1 BTC ENTRY BUY 30.3 limit 99 stop 97 TIER
        1 BTC STOP SELL 30.3 stop 97
        2 BTC ENTRY filled 99 as maker
        2 BTC opened long 30.3 at 99
        2 BTC STOP filled 97 trigger=97 stop=97 moves=0
        2 BTC closed by STOP at 97 for -60.6
        """);
  }

  @Test
  void aTargetRestsFromTheEntrysFillAndHasToBeTradedThrough() {
    expect(
        target("1.5"),
        """
        1 BTC bar 99 101 99 100
        1 BTC long 5m 1
        2 BTC bar 100 103 99 102
        3 BTC bar 102 103.1 99 102
        """,
        """
        1 BTC ENTRY BUY 30 stop 98 TIER
        1 BTC STOP SELL 30 stop 98
        1 BTC ENTRY filled 100
        1 BTC opened long 30 at 100
        1 BTC EXIT_TARGET SELL 30 limit 103
        3 BTC EXIT_TARGET filled 103 as maker
        3 BTC closed by EXIT_TARGET at 103 for 90
        3 BTC STOP cancelled cause=EXIT_TARGET stop=98 moves=0
        """);
  }

  @Test
  void aBarThatTouchesStopAndTargetTakesTheStopWhateverItsOpen() {
    for (String bar : List.of("100 104 97 102", "104 104 97 102")) {
      expect(
          target("1.5"),
          """
          1 BTC bar 99 101 99 100
          1 BTC long 5m 1
          2 BTC bar 100 101 99 100
          3 BTC bar %s
          """
              .formatted(bar),
          """
          1 BTC ENTRY BUY 30 stop 98 TIER
          1 BTC STOP SELL 30 stop 98
          1 BTC ENTRY filled 100
          1 BTC opened long 30 at 100
          1 BTC EXIT_TARGET SELL 30 limit 103
          3 BTC STOP filled 98 trigger=98 stop=98 moves=0
          3 BTC EXIT_TARGET cancelled cause=STOP
          3 BTC closed by STOP at 98 for -60
          """);
    }
  }

  @Test
  void aGapBeyondARestingTargetFillsAtTheTargetAndNotBetter() {
    expect(
        target("1.5"),
        """
        1 BTC bar 99 101 99 100
        1 BTC long 5m 1
        2 BTC bar 100 101 99 100
        3 BTC bar 110 111 109 110
        """,
        """
        1 BTC ENTRY BUY 30 stop 98 TIER
        1 BTC STOP SELL 30 stop 98
        1 BTC ENTRY filled 100
        1 BTC opened long 30 at 100
        1 BTC EXIT_TARGET SELL 30 limit 103
        2 BTC EXIT_TARGET filled 103 as maker
        2 BTC closed by EXIT_TARGET at 103 for 90
        2 BTC STOP cancelled cause=EXIT_TARGET stop=98 moves=0
        """);
  }

  @Test
  void anotherExitTakesTheRestingTargetBackFirst() {
    expect(
        target("1.5"),
        """
        1 BTC bar 99 101 99 100
        1 BTC long 5m 1
        2 BTC bar 100 101 99 100
        2 BTC short 5m 1
        3 BTC bar 101 104 99 100
        """,
        """
        1 BTC ENTRY BUY 30 stop 98 TIER
        1 BTC STOP SELL 30 stop 98
        1 BTC ENTRY filled 100
        1 BTC opened long 30 at 100
        1 BTC EXIT_TARGET SELL 30 limit 103
        2 BTC EXIT_TARGET cancelled cause=EXIT_SIGNAL
        2 BTC EXIT_SIGNAL SELL 30
        2 BTC EXIT_SIGNAL filled 101
        2 BTC closed by EXIT_SIGNAL at 101 for 30
        2 BTC STOP cancelled cause=EXIT_SIGNAL stop=98 moves=0
        """);
  }

  @Test
  void aPartialFillIsKeptWhenTheRestIsCancelledAndTheStopCoversWhatIsOpen() {
    expect(
        tenth(restingTarget("0")),
        """
        1 BTC bar 99 101 99 100
        1 BTC long 5m 1
        2 BTC bar 100 101 99 100 120
        2 * halt
        3 BTC bar 100 101 97 98
        """,
        """
        1 BTC ENTRY BUY 30 stop 98 TIER
        1 BTC STOP SELL 30 stop 98
        2 BTC ENTRY cancelled after 12 at 100 cause=HALT
        1 BTC opened long 12 at 100
        3 BTC STOP filled 98 trigger=98 stop=98 moves=0
        3 BTC closed by STOP at 98 for -24
        """);
  }

  @Test
  void aPartialFillIsKeptWhenTheRestExpiresAndEntersAtTheAverage() {
    // 10 at 100 and 5 at 101 cost 1,505: 100.333… each, rounded only in what is told.
    Scenario played =
        expect(
            tenth(restingTarget("1.5")),
            """
            1 BTC bar 99 101 99 100
            1 BTC long 5m 1
            2 BTC bar 100 101 99 100 100
            3 BTC bar 101 101 99 100 50
            4 BTC bar 100 101 99 100
            5 BTC bar 100 104 99 100
            """,
            """
            1 BTC ENTRY BUY 30 stop 98 TIER
            1 BTC STOP SELL 30 stop 98
            3 BTC ENTRY expired after 15 at 100.333333333333333333
            1 BTC opened long 15 at 100.333333333333333333
            3 BTC EXIT_TARGET SELL 15 limit 103.4
            5 BTC EXIT_TARGET filled 103.4 as maker
            5 BTC closed by EXIT_TARGET at 103.4 for 46
            5 BTC STOP cancelled cause=EXIT_TARGET stop=98 moves=0
            """);
    assertThat(played.equity()).endsWith("5 10046 10046");
  }

  @Test
  void aStopThatFiresTakesBackWhatOfTheEntryStillWorks() {
    // The entry has used up the volume of its bar, so the stop fills at the open of the next.
    expect(
        tenth(restingTarget("0")),
        """
        1 BTC bar 99 101 99 100
        1 BTC long 5m 1
        2 BTC bar 100 101 97 99 240
        3 BTC bar 97.5 101 97 99
        """,
        """
        1 BTC ENTRY BUY 30 stop 98 TIER
        1 BTC STOP SELL 30 stop 98
        2 BTC ENTRY cancelled after 24 at 100 cause=STOP
        1 BTC opened long 24 at 100
        2 BTC STOP filled 97.5 open=97.5 stop=98 moves=0
        2 BTC closed by STOP at 97.5 for -60
        """);
  }

  @Test
  void anExitThatExpiresInPartIsSentAgainForWhatIsOpenAndTheTradeClosesOnce() {
    Scenario played =
        expect(
            tenth(new ExitOptions(false, true, 0, BigDecimal.ZERO)),
            """
            1 BTC bar 99 101 99 100
            1 BTC long 5m 1
            2 BTC bar 100 101 99 100 300
            2 BTC short 5m 1
            3 BTC bar 100 101 99 100 100
            4 BTC bar 101 101 99 100 50
            5 BTC bar 102 103 99 100 7
            6 BTC bar 102 103 99 100 1000
            """,
            """
            1 BTC ENTRY BUY 30 stop 98 TIER
            1 BTC STOP SELL 30 stop 98
            1 BTC ENTRY filled 100
            1 BTC opened long 30 at 100
            2 BTC EXIT_SIGNAL SELL 30
            4 BTC EXIT_SIGNAL expired after 15 at 100.333333333333333333
            5 BTC EXIT_SIGNAL#1 SELL 15
            5 BTC EXIT_SIGNAL filled 102
            5 BTC closed by EXIT_SIGNAL at 101.166666666666666667 for 35
            5 BTC STOP cancelled cause=EXIT_SIGNAL stop=98 moves=0
            """);
    assertThat(played.of(TradeClosed.class)).hasSize(1);
  }

  @Test
  void aStopThatItsBarCannotFillWorksOnAlone() {
    // 30 at 98: 20 there, then 4 at 97 and 6 at 96.
    expect(
        tenth(restingTarget("3")),
        """
        1 BTC bar 99 101 99 100
        1 BTC long 5m 1
        2 BTC bar 100 101 99 100 300
        3 BTC bar 100 101 97 97 200
        3 BTC short 5m 1
        4 BTC bar 97 110 96 96 40
        5 BTC bar 96 110 95 96 1000
        """,
        """
        1 BTC ENTRY BUY 30 stop 98 TIER
        1 BTC STOP SELL 30 stop 98
        1 BTC ENTRY filled 100
        1 BTC opened long 30 at 100
        1 BTC EXIT_TARGET SELL 30 limit 106
        3 BTC EXIT_TARGET cancelled cause=STOP
        3 BTC ENTRY SELL 0
        3 BTC ENTRY denied POSITION_OPEN
        4 BTC STOP filled 97.466666666666666667 open=96 stop=98 moves=0
        4 BTC closed by STOP at 97.466666666666666667 for -76
        """);
  }

  @Test
  void aTargetThatFillsInPartLeavesTheRestToTheStop() {
    expect(
        tenth(restingTarget("1.5")),
        """
        1 BTC bar 99 101 99 100
        1 BTC long 5m 1
        2 BTC bar 100 101 99 100 300
        3 BTC bar 100 104 99 100 100
        4 BTC bar 100 101 97 98
        """,
        """
        1 BTC ENTRY BUY 30 stop 98 TIER
        1 BTC STOP SELL 30 stop 98
        1 BTC ENTRY filled 100
        1 BTC opened long 30 at 100
        1 BTC EXIT_TARGET SELL 30 limit 103
        4 BTC STOP filled 98 trigger=98 stop=98 moves=0
        4 BTC EXIT_TARGET cancelled after 10 at 103 cause=STOP
        4 BTC closed by STOP at 99.666666666666666667 for -10
        """);
  }

  @Test
  void anOrderFillsOnTheFirstBarThatStartsAfterItsLatency() {
    expect(
        group(AT_MARKET, restingTarget("0"), Scenario.execution(250, "1")),
        """
        1 BTC bar 99 101 99 100
        1 BTC long 5m 1
        2 BTC bar 100 101 97 100
        3 BTC bar 101 102 99 100
        3 BTC short 5m 1
        4 BTC bar 102 103 99 100
        5 BTC bar 103 103 99 100
        """,
        """
        1 BTC ENTRY BUY 30 stop 98 TIER
        1 BTC STOP SELL 30 stop 98
        2 BTC ENTRY filled 101
        2 BTC opened long 30 at 101
        3 BTC EXIT_SIGNAL SELL 30
        4 BTC EXIT_SIGNAL filled 103
        4 BTC closed by EXIT_SIGNAL at 103 for 60
        4 BTC STOP cancelled cause=EXIT_SIGNAL stop=98 moves=0
        """);
  }

  @Test
  void aLatencyThatLeavesNoBarIsRefused() {
    assertThatThrownBy(() -> group(AT_MARKET, restingTarget("0"), Scenario.execution(60_001, "1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "execution.latencyMs: must leave a bar within execution.orderValidityBars (2), so be at"
                + " most 60000, was 60001; lower it or raise the validity");
    EntryOptions oneBar = new EntryOptions(EntryStyle.LIMIT, BigDecimal.ZERO, 1);
    assertThatThrownBy(() -> group(oneBar, restingTarget("0"), Scenario.execution(1, "1")))
        .hasMessageStartingWith(
            "execution.latencyMs: must leave a bar within accounts.main.entries.validityBars (1)");
  }

  /**
   * Minute 480 is 08:00, 960 is 16:00, 1440 is midnight. BTC is long 30 over all three; ETH enters
   * by a decision of 08:00 and leaves by one of 16:00.
   */
  @Test
  void fundingIsPaidAtItsTimesByWhoHasAPositionOpenThen() {
    Scenario played =
        new Scenario(target("0"))
            .play(
                """
                10 BTC bar 99 101 99 100
                10 BTC long 5m 1
                11 BTC bar 100 101 99 100
                480 BTC bar 100 101 99 101
                480 ETH bar 99 101 99 100
                480 BTC funding 0.0001
                480 ETH funding 0.0001
                480 ETH long 5m 1
                481 ETH bar 100 101 99 100
                960 BTC bar 101 102 99 102
                960 ETH bar 100 101 99 100
                960 BTC funding -0.0002
                960 ETH funding 0.0005
                960 ETH short 5m 1
                961 ETH bar 100 101 99 100
                1440 BTC bar 102 102 99 100
                1440 ETH bar 100 101 99 100
                1440 BTC funding 0.0003
                1440 ETH funding 0.0005
                1441 BTC bar 100 102 97 98
                """);
    // BTC: -30 x 101 x 0.0001 = -0.303; +30 x 102 x 0.0002 = 0.612; -30 x 100 x 0.0003 = -0.9.
    // ETH pays at 16:00 alone, for 30 units: -30 x 100 x 0.0005 = -1.5.
    assertThat(played.of(TradeClosed.class))
        .extracting(t -> Money.text(t.getFunding()))
        .containsExactly("-1.5", "-0.591");
    assertThat(played.equity())
        .contains(
            "479 10000 10000",
            "480 9999.697 10029.697",
            "960 9998.809 10058.809",
            "1440 9997.909 9997.909");
  }

  @Test
  void fundingIsReckonedAtTheMarkPriceOfItsMinuteAndElseAtTheLastPrice() {
    Scenario played =
        new Scenario(target("0"))
            .play(
                """
                1 BTC bar 99 101 99 100
                1 BTC long 5m 1
                2 BTC bar 100 101 99 100
                2 BTC mark 100.37
                2 BTC funding 0.0001
                3 BTC bar 100 101 99 101
                3 BTC funding 0.0001
                """);
    // 30 x 100.37 x 0.0001 = 0.30111, then 30 x 101 x 0.0001 = 0.303.
    assertThat(played.equity()).contains("2 9999.69889 9999.69889", "3 9999.39589 10029.39589");
  }

  /** 10x on a tenth of the equity, and half of the equity at risk, so that margin binds. */
  private static GroupOptions bracketed(String capital, ExecutionOptions execution) {
    RiskOptions risk =
        new RiskOptions(
            BigDecimal.ONE,
            BigDecimal.ONE,
            false,
            new BigDecimal("0.5"),
            new BigDecimal("2"),
            BigDecimal.ONE,
            3,
            30,
            0,
            0,
            BigDecimal.ZERO,
            List.of(new TierOptions(300_000L, 10, new BigDecimal("0.1"))));
    AccountOptions account =
        new AccountOptions(
            "main", new BigDecimal(capital), false, risk, restingTarget("0"), AT_MARKET);
    return with(
        account,
        execution,
        List.of(
            new LeverageBracket(new BigDecimal("5000"), 20, new BigDecimal("0.01")),
            new LeverageBracket(new BigDecimal("8000"), 10, new BigDecimal("0.05")),
            new LeverageBracket(new BigDecimal("90000"), 5, new BigDecimal("0.1"))));
  }

  /** The liquidation fee is 1.25 %. */
  private static GroupOptions bracketed(String capital) {
    return bracketed(
        capital,
        new ExecutionOptions(
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            2,
            0,
            BigDecimal.ONE,
            new BigDecimal("0.0125")));
  }

  /**
   * Short 49 at 100 with 10x: margin 490. Its notional rises from the first bracket (1 %, up to
   * 5,000) into the second (5 % of what lies above):
   *
   * <pre>
   *   price   margin balance             notional   maintenance                  kept?
   *   108.6   490 - 49 x 8.6 = 68.6      5,321.4    50 + 5 % x 321.4 = 66.07     yes
   *   108.7   490 - 49 x 8.7 = 63.7      5,326.3    50 + 5 % x 326.3 = 66.315    no
   *           (the first bracket alone would ask 53.263, and keep it)
   * </pre>
   *
   * <p>The balance is 0 at 110: there the venue takes it over, and a fee of 49 x 110 x 1.25 %.
   */
  @Test
  void aShortIsLiquidatedWhereItsRisingNotionalReachesTheSecondBracket() {
    Scenario played =
        expect(
            bracketed("4900"),
            """
            1 BTC bar 99 101 99 100
            1 BTC short 5m 10
            2 BTC bar 100 108.6 99 108
            3 BTC bar 108 108.7 99 100
            4 BTC bar 100 101 99 100
            """,
            """
            1 BTC ENTRY SELL 49 stop 120 TIER
            1 BTC STOP BUY 49 stop 120
            1 BTC ENTRY filled 100
            1 BTC opened short 49 at 100
            3 BTC LIQUIDATION BUY 49
            3 BTC LIQUIDATION filled 110
            3 BTC closed by LIQUIDATION at 110 for -490
            3 BTC STOP cancelled cause=LIQUIDATION stop=120 moves=0
            """);
    assertThat(played.equity()).contains("2 4900 4508", "3 4342.625 4342.625");
    assertThat(Money.text(played.of(TradeClosed.class).get(0).getFee())).isEqualTo("67.375");
  }

  /**
   * Long 60 at 100 with 10x: margin 600, notional falling through the second bracket.
   *
   * <pre>
   *   91.3    600 - 60 x 8.7 = 78        5,478      50 + 5 % x 478 = 73.9        yes
   *   91.2    600 - 60 x 8.8 = 72        5,472      50 + 5 % x 472 = 73.6        no
   * </pre>
   */
  @Test
  void aLongOfTheSecondBracketIsLiquidatedBeforeItFallsBackIntoTheFirst() {
    expect(
        bracketed("6000"),
        """
        1 BTC bar 99 101 99 100
        1 BTC long 5m 10
        2 BTC bar 100 101 91.3 92
        3 BTC bar 92 93 91.2 93
        """,
        """
        1 BTC ENTRY BUY 60 stop 80 TIER
        1 BTC STOP SELL 60 stop 80
        1 BTC ENTRY filled 100
        1 BTC opened long 60 at 100
        3 BTC LIQUIDATION SELL 60
        3 BTC LIQUIDATION filled 90
        3 BTC closed by LIQUIDATION at 90 for -600
        3 BTC STOP cancelled cause=LIQUIDATION stop=80 moves=0
        """);
  }

  @Test
  void aStopThatLiesBeforeTheLiquidationComesFirstAndAGapThroughBothIsTheStops() {
    for (String bar : List.of("99 100 85 86 -480 92 2", "86 87 85 86 -840 86 1")) {
      String[] w = bar.split(" ");
      expect(
          bracketed("6000"),
          """
          1 BTC bar 99 101 99 100
          1 BTC long 5m 4
          2 BTC bar %s %s %s %s
          """
              .formatted(w[0], w[1], w[2], w[3])
              .replace("2 BTC bar 99", "2 BTC bar 100 101 99 100\n3 BTC bar 99")
              .replace("2 BTC bar 86", "2 BTC bar 100 101 99 100\n3 BTC bar 86"),
          """
          1 BTC ENTRY BUY 60 stop 92 TIER
          1 BTC STOP SELL 60 stop 92
          1 BTC ENTRY filled 100
          1 BTC opened long 60 at 100
          %2$d BTC STOP filled %1$s trigger=%1$s stop=92 moves=0
          %2$d BTC closed by STOP at %1$s for %3$s
          """
              .formatted(w[5], Integer.parseInt(w[6]) + 1, w[4]));
    }
  }

  @Test
  void aGapBeyondTheBankruptcyPriceLosesTheMarginAndTheFeeAndNoMore() {
    Scenario played =
        expect(
            bracketed("6000"),
            """
            1 BTC bar 99 101 99 100
            1 BTC long 5m 10
            2 BTC bar 100 101 99 100
            3 BTC bar 85 86 84 85
            """,
            """
            1 BTC ENTRY BUY 60 stop 80 TIER
            1 BTC STOP SELL 60 stop 80
            1 BTC ENTRY filled 100
            1 BTC opened long 60 at 100
            2 BTC LIQUIDATION SELL 60
            2 BTC LIQUIDATION filled 90
            2 BTC closed by LIQUIDATION at 90 for -600
            2 BTC STOP cancelled cause=LIQUIDATION stop=80 moves=0
            """);
    assertThat(played.equity()).endsWith("3 5332.5 5332.5");
  }

  @Test
  void whereTheLogHasMarkPricesTheMarginIsHeldAgainstThemAndNotAgainstTheBar() {
    expect(
        bracketed("6000"),
        """
        1 BTC bar 99 101 99 100
        1 BTC mark 100
        1 BTC long 5m 10
        2 BTC bar 100 101 99 100
        2 BTC mark 100
        3 BTC bar 100 101 90.5 100
        3 BTC mark 99
        4 BTC bar 100 101 99 100
        4 BTC mark 91.2
        """,
        """
        1 BTC ENTRY BUY 60 stop 80 TIER
        1 BTC STOP SELL 60 stop 80
        1 BTC ENTRY filled 100
        1 BTC opened long 60 at 100
        4 BTC LIQUIDATION SELL 60
        4 BTC LIQUIDATION filled 90
        4 BTC closed by LIQUIDATION at 90 for -600
        4 BTC STOP cancelled cause=LIQUIDATION stop=80 moves=0
        """);
  }

  @Test
  void aMarkPriceThatComesBeforeItsBarWaitsForTheBarsStop() {
    expect(
        bracketed("6000"),
        """
        1 BTC bar 99 101 99 100
        1 BTC long 5m 4
        2 BTC mark 100
        2 BTC bar 100 101 99 100
        3 BTC mark 85
        3 BTC bar 99 100 85 86
        """,
        """
        1 BTC ENTRY BUY 60 stop 92 TIER
        1 BTC STOP SELL 60 stop 92
        1 BTC ENTRY filled 100
        1 BTC opened long 60 at 100
        3 BTC STOP filled 92 trigger=92 stop=92 moves=0
        3 BTC closed by STOP at 92 for -480
        """);
  }

  @Test
  void theVenuesBracketsBoundTheSizeAndTheLeverage() {
    // A tenth of 9,000 at 10x would be 9,000; the venue gives 10x up to 8,000 only.
    expect(
        bracketed("9000"),
        """
        1 BTC bar 99 101 99 100
        1 BTC long 5m 10
        """,
        """
        1 BTC ENTRY BUY 80 stop 80 BRACKET
        1 BTC STOP SELL 80 stop 80
        """);
    GroupOptions noLeverage =
        with(
            AccountOptions.defaults(),
            Scenario.execution(0, "1"),
            List.of(new LeverageBracket(new BigDecimal("5000"), 9, new BigDecimal("0.01"))));
    Scenario denied =
        expect(
            noLeverage,
            """
            1 BTC bar 99 101 99 100
            1 BTC long 5m 1
            """,
            """
            1 BTC ENTRY BUY 0
            1 BTC ENTRY denied INSUFFICIENT_MARGIN
            """);
    assertThat(denied.of(OrderOutcome.class).get(0).getDetail())
        .isEqualTo("leverage=10 venueAllows=9");
  }

  @Test
  void anEntryWhoseCostsTakeTooMuchOfItsRiskIsRefused() {
    RiskOptions d = RiskOptions.defaults();
    RiskOptions guarded =
        new RiskOptions(
            d.dayLossFraction(),
            d.drawdownFraction(),
            true,
            d.riskFraction(),
            d.stopAtrMultiple(),
            d.positionMarginFraction(),
            3,
            30,
            0,
            0,
            new BigDecimal("0.1"),
            d.tiers());
    AccountOptions account =
        new AccountOptions(
            "main", new BigDecimal("10000"), true, guarded, ExitOptions.defaults(), AT_MARKET);
    // A round trip costs 14 bp, so 0.14 of 100: 0.07 R at a stop of 2, 0.14 R at a stop of 1.
    Scenario played =
        expect(
            with(account, ExecutionOptions.defaults(), Scenario.ONE_BRACKET),
            """
            1 BTC bar 99 101 99 100
            1 ETH bar 99 101 99 100
            1 BTC long 5m 1
            1 ETH long 5m 0.5
            """,
            """
            1 BTC ENTRY BUY 30 stop 98 TIER
            1 BTC STOP SELL 30 stop 98
            1 ETH ENTRY BUY 0
            1 ETH ENTRY denied COST_TOO_HIGH
            """);
    assertThat(played.of(OrderOutcome.class).get(0).getDetail())
        .isEqualTo("costR=0.13999999999999999 max=0.1 stopDistance=1");
  }

  /** Maker 2 bp, taker 6 bp, half spread 0.5 bp, slip 0.5 bp: entry made, exit taken. */
  @Test
  void makersAndTakersPayTheirFeesAndSlippageIsToldPerTrade() {
    Scenario played =
        new Scenario(
                group(
                    entries(EntryStyle.POST_ONLY, "100"),
                    restingTarget("0"),
                    ExecutionOptions.defaults()))
            .play(
                """
                1 BTC bar 999 1001 999 1000
                1 BTC long 5m 10
                2 BTC bar 1000 1001 989 1000
                3 BTC bar 1000 1001 960 961
                """);
    assertThat(played.told())
        .isEqualTo(
            """
            1 BTC ENTRY BUY 3 limit 990 stop 970 TIER
            1 BTC STOP SELL 3 stop 970
            2 BTC ENTRY filled 990 as maker
            2 BTC opened long 3 at 990
            3 BTC STOP filled 969.9 trigger=970 stop=970 moves=0
            3 BTC closed by STOP at 969.9 for -60.3
            """);
    // 3 x 990 x 0.0002 and 3 x 969.9 x 0.0006; the stop slips 0.1 on 3.
    TradeOpened opened = played.of(TradeOpened.class).get(0);
    TradeClosed closed = played.of(TradeClosed.class).get(0);
    assertThat(Money.text(opened.getFee())).isEqualTo("0.594");
    assertThat(Money.text(opened.getSlippage())).isEqualTo("0");
    assertThat(Money.text(closed.getFee())).isEqualTo("1.74582");
    assertThat(Money.text(closed.getSlippage())).isEqualTo("0.3");
    assertThat(played.of(OrderOutcome.class))
        .extracting(o -> Money.text(o.getReferencePrice()) + " " + o.getLiquidity())
        .containsExactly("990 MAKER", "970 TAKER");
    assertThat(played.equity()).endsWith("3 9937.36018 9937.36018");
  }
}
