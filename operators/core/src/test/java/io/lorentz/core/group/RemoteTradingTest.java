package io.lorentz.core.group;

import static io.lorentz.core.group.RemoteScenario.MINUTE_MS;
import static io.lorentz.core.group.RemoteScenario.REMOTE;
import static io.lorentz.core.group.RemoteScenario.n;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lorentz.core.orders.EntryOptions;
import io.lorentz.core.orders.EntryStyle;
import io.lorentz.core.orders.ExitOptions;
import io.lorentz.core.risk.RiskOptions;
import io.lorentz.schemas.AccountState;
import io.lorentz.schemas.BillKind;
import io.lorentz.schemas.DenialReason;
import io.lorentz.schemas.Funding;
import io.lorentz.schemas.GroupState;
import io.lorentz.schemas.OperatorAction;
import io.lorentz.schemas.OrderAction;
import io.lorentz.schemas.OrderCommand;
import io.lorentz.schemas.OrderDecision;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.OrderOutcome;
import io.lorentz.schemas.TradeClosed;
import io.lorentz.schemas.TradeOpened;
import io.lorentz.schemas.VenueEvent;
import io.lorentz.schemas.VenueEventKind;
import io.lorentz.schemas.units.Money;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** An account whose venue answers late. A 5m trade at 100 with an ATR of 1 is 30 units. */
class RemoteTradingTest {

  private static final ExitOptions NO_TARGET = new ExitOptions(true, true, 0, BigDecimal.ZERO);
  private static final ExitOptions TARGET_OF_2R =
      new ExitOptions(true, true, 0, new BigDecimal("2"), true);

  private final RemoteScenario at = new RemoteScenario(options(NO_TARGET));

  private static GroupOptions options(ExitOptions exits) {
    return options(exits, EntryOptions.defaults());
  }

  private static GroupOptions options(ExitOptions exits, EntryOptions entries) {
    return Scenario.with(
        new AccountOptions(
            "main", new BigDecimal("10000"), true, RiskOptions.defaults(), exits, entries));
  }

  private String entry() {
    return at.id(OrderIntent.ENTRY);
  }

  private String stop() {
    return at.id(OrderIntent.STOP);
  }

  private RemoteScenario entered() {
    at.signal(1);
    return at.accepts(entry(), stop());
  }

  /** 20 of 30 are open and the entry works on. */
  private RemoteScenario partlyOpen() {
    entered();
    return at.fills(VenueEventKind.PARTIALLY_FILLED, entry(), "20", "100");
  }

  // Commands

  @Test
  void commandsAreNumberedWithoutGapsAndCarryTheEpoch() {
    at.longOpen().levels(99.0).operator(OperatorAction.FLATTEN);
    assertThat(at.commands()).extracting(OrderCommand::getNumber).containsExactly(1L, 2L, 3L, 4L);
    assertThat(at.commands())
        .extracting(c -> c.getAction() + " " + c.getIntent())
        .containsExactly("SUBMIT ENTRY", "SUBMIT STOP", "MOVE_STOP STOP", "SUBMIT EXIT_OPERATOR");
    assertThat(at.commands()).extracting(OrderCommand::getEpoch).containsOnly(0);
  }

  @Test
  void inAnotherEpochTheNumbersBeginAnew() {
    at.longOpen();
    GroupOptions later =
        new GroupOptions(
            MINUTE_MS,
            7,
            options(NO_TARGET).instruments(),
            options(NO_TARGET).accounts(),
            options(NO_TARGET).execution());
    AccountState again =
        AccountGroup.restore(later, REMOTE, at.group().image()).image().getAccounts().get(0);
    assertThat(again.getCommandNumber()).isZero();
    assertThat(again.getCommandEpoch()).isEqualTo(7);
  }

  @Test
  void anEntryCarriesItsLeverageAndThePriceDecidedAt() {
    at.signal(1);
    OrderCommand entry = at.sent(OrderIntent.ENTRY).get(0);
    assertThat(entry.getLeverage()).isEqualTo(10);
    assertThat(entry.getDecidedPrice()).isEqualByComparingTo("100");
    OrderCommand stop = at.sent(OrderIntent.STOP).get(0);
    assertThat(stop.getLeverage()).isZero();
    assertThat(stop.getDecidedPrice()).isNull();
  }

  @Test
  void aLimitEntryCarriesItsLimitAsThePriceDecidedAt() {
    RemoteScenario limits =
        new RemoteScenario(
            options(NO_TARGET, new EntryOptions(EntryStyle.LIMIT, BigDecimal.TEN, 3)));
    limits.signal(1);
    OrderCommand entry = limits.sent(OrderIntent.ENTRY).get(0);
    assertThat(entry.getLimitPrice()).isEqualByComparingTo("99.9");
    assertThat(entry.getDecidedPrice()).isEqualByComparingTo("99.9");
  }

  @Test
  void aBarFillsExpiresAndStopsNothing() {
    entered();
    at.bar(90.0).bar(110.0).bar(100.0);
    assertThat(at.of(OrderOutcome.class)).isEmpty();
    at.fills(entry(), "30", "100").bar(97.0);
    assertThat(at.open()).isEqualTo("30");
    assertThat(at.of(OrderOutcome.class)).hasSize(1);
  }

  @Test
  void anOrderIsUnknownUntilTheVenueSaysSomethingOfItAndAStopIsNot() {
    at.signal(1);
    assertThat(at.group().figures(0).openOrders()).isEqualTo(2);
    assertThat(at.group().figures(0).unknownOrders()).isEqualTo(1);
    at.accepts(entry());
    assertThat(at.group().figures(0).unknownOrders()).isZero();
    at.accepts(stop()).fills(entry(), "30", "100").operator(OperatorAction.FLATTEN);
    assertThat(at.group().figures(0).unknownOrders()).as("the exit").isEqualTo(1);
  }

  // Cancels

  @Test
  void aCancelIsAskedOnceAndTheOrderStaysUntilItsEndComes() {
    entered();
    at.operator(OperatorAction.HALT).operator(OperatorAction.HALT).bar(100.0);
    assertThat(at.cancels(entry())).isEqualTo(1);
    assertThat(at.account().getOrders()).hasSize(2);
    assertThat(at.account().getRisk().getHolds()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = VenueEventKind.class,
      names = {"CANCELLED", "EXPIRED"})
  void aCancelMayBeAnsweredByAnotherEndThanThat(VenueEventKind end) {
    entered();
    at.operator(OperatorAction.HALT).says(end, entry());
    assertThat(at.account().getRisk().getHolds()).isEmpty();
    assertThat(at.atRest()).as("its stop has not ended").isFalse();
    at.says(VenueEventKind.CANCELLED, stop());
    assertThat(at.atRest()).isTrue();
  }

  @Test
  void aCancelMayBeAnsweredByARejection() {
    at.signal(1).operator(OperatorAction.HALT).says(VenueEventKind.REJECTED, entry());
    at.says(VenueEventKind.CANCELLED, stop());
    assertThat(at.atRest()).isTrue();
  }

  @Test
  void aCancelThatLosesAgainstTheFillLeavesThePositionWithItsStop() {
    entered();
    at.operator(OperatorAction.HALT).fills(entry(), "30", "100").bar(100.0);
    assertThat(at.open()).isEqualTo("30");
    assertThat(at.cancels(stop())).isZero();
    assertThat(at.sent(OrderIntent.EXIT_OPERATOR)).isEmpty();
  }

  @Test
  void whatFillsOfAnEntryThatWasToBeFlattenedIsClosedAtOnce() {
    entered();
    at.operator(OperatorAction.FLATTEN);
    assertThat(at.cancels(entry())).isEqualTo(1);
    at.fills(entry(), "30", "100");
    assertThat(at.sent(OrderIntent.EXIT_OPERATOR)).hasSize(1);
    assertThat(at.sent(OrderIntent.EXIT_OPERATOR).get(0).getDecisionTimeMs()).isEqualTo(at.nowMs());
  }

  @Test
  void aStopMayBeMovedAgainWhileOneMoveIsUnanswered() {
    at.longOpen().levels(98.5).levels(99.0);
    assertThat(
            at.commands().stream()
                .filter(c -> c.getAction() == OrderAction.MOVE_STOP)
                .map(c -> Money.text(c.getStopPrice())))
        .containsExactly("98.5", "99");
  }

  // Exits

  @Test
  void aWantedExitWaitsUntilTheEntryHasEndedAndIsSentAtThatTime() {
    partlyOpen();
    at.operator(OperatorAction.FLATTEN).bar(100.0).bar(100.0);
    assertThat(at.cancels(entry())).isEqualTo(1);
    assertThat(at.sent(OrderIntent.EXIT_OPERATOR)).isEmpty();
    at.fills(VenueEventKind.PARTIALLY_FILLED, entry(), "5", "100");
    assertThat(at.sent(OrderIntent.EXIT_OPERATOR)).isEmpty();
    at.says(VenueEventKind.CANCELLED, entry());
    OrderCommand exit = at.sent(OrderIntent.EXIT_OPERATOR).get(0);
    assertThat(exit.getQuantity()).isEqualByComparingTo("25");
    assertThat(exit.getDecisionTimeMs()).isEqualTo(at.nowMs());
    assertThat(exit.getReduceOnly()).isTrue();
  }

  @Test
  void aWantedExitWaitsUntilTheTargetHasEnded() {
    RemoteScenario resting = new RemoteScenario(options(TARGET_OF_2R));
    resting.longOpen();
    String target = resting.id(OrderIntent.EXIT_TARGET);
    resting.accepts(target).signal(-1);
    assertThat(resting.cancels(target)).isEqualTo(1);
    assertThat(resting.sent(OrderIntent.EXIT_SIGNAL)).isEmpty();
    resting
        .fills(VenueEventKind.PARTIALLY_FILLED, target, "10", "104")
        .says(VenueEventKind.CANCELLED, target);
    assertThat(resting.sent(OrderIntent.EXIT_SIGNAL).get(0).getQuantity())
        .isEqualByComparingTo("20");
  }

  @Test
  void anExitThatTheVenueEndsIsRepeatedAtTheNextCloseAndNotBefore() {
    at.longOpen().signal(-1);
    String exit = at.id(OrderIntent.EXIT_SIGNAL);
    at.says(VenueEventKind.REJECTED, exit);
    assertThat(at.sent(OrderIntent.EXIT_SIGNAL)).hasSize(1);
    at.bar(100.0);
    assertThat(at.sent(OrderIntent.EXIT_SIGNAL)).hasSize(2);
    assertThat(at.id(OrderIntent.EXIT_SIGNAL)).isNotEqualTo(exit);
  }

  @Test
  void whatIsDecidedOnALateAnswerIsDecidedNotBeforeWhatHasBeenWorkedOff() {
    partlyOpen();
    VenueEvent answer = at.event(VenueEventKind.CANCELLED, entry()).build();
    at.operator(OperatorAction.FLATTEN).bar(100.0).bar(100.0);
    at.take(answer);
    assertThat(at.sent(OrderIntent.EXIT_OPERATOR).get(0).getDecisionTimeMs()).isEqualTo(at.nowMs());
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void stopAndExitMayFillInAnyOrderUpToWhatIsOpen(boolean stopFirst) {
    at.longOpen().signal(-1);
    String exit = at.id(OrderIntent.EXIT_SIGNAL);
    at.accepts(exit);
    if (stopFirst) {
      at.fills(VenueEventKind.PARTIALLY_FILLED, stop(), "10", "98");
      at.fills(VenueEventKind.PARTIALLY_FILLED, exit, "20", "97");
    } else {
      at.fills(VenueEventKind.PARTIALLY_FILLED, exit, "20", "97");
      at.fills(VenueEventKind.PARTIALLY_FILLED, stop(), "10", "98");
    }
    assertThat(at.open()).isEqualTo("0");
    assertThat(at.balance()).isEqualTo("9920");
    assertThat(at.atRest()).isFalse();
    at.says(VenueEventKind.CANCELLED, exit).says(VenueEventKind.CANCELLED, stop());
    assertThat(at.atRest()).isTrue();
    assertThat(at.of(TradeClosed.class)).hasSize(1);
  }

  @Test
  void aFillBeyondWhatIsOpenIsRefusedAndBooksNothing() {
    at.longOpen();
    GroupState before = at.group().image();
    assertThatThrownBy(() -> at.fills(stop(), "31", "98"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(stop())
        .hasMessageContaining("closes 31 of BTC, open are 30");
    assertThat(at.group().image()).isEqualTo(before);
  }

  @Test
  void aFillOfAnExitAfterThePositionIsFlatIsRefused() {
    at.longOpen().signal(-1).fills(at.id(OrderIntent.EXIT_SIGNAL), "30", "101");
    assertThatThrownBy(() -> at.fills(stop(), "1", "98"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("open are 0");
  }

  // A trade whose orders outlive it

  @Test
  void noEntryIsMadeWhileOrdersOfTheLastTradeHaveNotEnded() {
    at.longOpen().signal(-1).fills(at.id(OrderIntent.EXIT_SIGNAL), "30", "101");
    assertThat(at.open()).isEqualTo("0");
    assertThat(at.of(TradeClosed.class)).hasSize(1);
    at.bar(100.0).signal(1);
    assertThat(at.outcome().getDenial()).isEqualTo(DenialReason.ORDER_PENDING);
    assertThat(at.outcome().getDetail()).isEqualTo("pending=" + stop());
    at.says(VenueEventKind.CANCELLED, stop());
    assertThat(at.atRest()).isTrue();
    at.signal(1);
    assertThat(at.sent(OrderIntent.ENTRY)).hasSize(2);
  }

  @Test
  void aPositionThatItsStopClosedKeepsItsPlanUntilTheEntryHasEnded() {
    partlyOpen();
    at.fills(stop(), "20", "98");
    assertThat(at.open()).isEqualTo("0");
    assertThat(at.cancels(entry())).isEqualTo(1);
    assertThat(at.of(TradeClosed.class)).as("it may be opened again").isEmpty();
    at.bar(98.0).signal(1);
    assertThat(at.outcome().getDenial()).isEqualTo(DenialReason.ORDER_PENDING);
    at.says(VenueEventKind.CANCELLED, entry());
    assertThat(at.atRest()).isTrue();
    assertThat(at.of(TradeOpened.class).get(0).getQuantity()).isEqualByComparingTo("20");
    assertThat(at.of(TradeClosed.class).get(0).getRealised()).isEqualByComparingTo("-40");
    assertThat(at.of(TradeClosed.class).get(0).getExitIntent()).isEqualTo(OrderIntent.STOP);
  }

  @Test
  void aLateFillOpensThePositionAgainAndItIsClosedAtOnce() {
    partlyOpen();
    at.fills(stop(), "20", "98").fills(entry(), "10", "99");
    assertThat(at.open()).isEqualTo("10");
    OrderCommand exit = at.sent(OrderIntent.EXIT_TIME).get(0);
    assertThat(exit.getQuantity()).isEqualByComparingTo("10");
    assertThat(exit.getDecisionTimeMs()).isEqualTo(at.nowMs());
    at.fills(exit.getClientId(), "10", "98.5");
    assertThat(at.atRest()).isTrue();
    assertThat(at.of(TradeOpened.class)).hasSize(1);
    assertThat(at.of(TradeOpened.class).get(0).getQuantity()).isEqualByComparingTo("30");
    assertThat(at.of(TradeClosed.class)).hasSize(1);
    assertThat(at.of(TradeClosed.class).get(0).getRealised()).isEqualByComparingTo("-45");
    assertThat(at.balance()).isEqualTo("9955");
  }

  @Test
  void aLateFillIsClosedForTheLimitThatAsksForIt() {
    partlyOpen();
    at.fills(stop(), "20", "85").bar(85.0);
    assertThat(at.account().getRisk().getDayLossReached()).isTrue();
    at.fills(entry(), "10", "99");
    assertThat(at.sent(OrderIntent.EXIT_LIMIT)).hasSize(1);
  }

  @Test
  void aLateFillIsClosedForTheReasonThatClosedThePositionBefore() {
    partlyOpen();
    at.signal(-1);
    assertThat(at.cancels(entry())).isEqualTo(1);
    at.fills(stop(), "20", "98").fills(entry(), "10", "99");
    assertThat(at.sent(OrderIntent.EXIT_SIGNAL)).hasSize(1);
  }

  @Test
  void anExitThatHasBecomePointlessIsTakenBackOnceAndNotRepeated() {
    RemoteScenario resting = new RemoteScenario(options(NO_TARGET));
    resting.longOpen().signal(-1);
    String exit = resting.id(OrderIntent.EXIT_SIGNAL);
    resting.accepts(exit).take(reduced(resting, "30").build());
    assertThat(resting.open()).isEqualTo("0");
    assertThat(resting.cancels(exit)).isEqualTo(1);
    resting.bar(100.0);
    assertThat(resting.sent(OrderIntent.EXIT_SIGNAL)).hasSize(1);
    resting.says(VenueEventKind.CANCELLED, exit);
    resting.says(VenueEventKind.CANCELLED, resting.id(OrderIntent.STOP));
    assertThat(resting.atRest()).isTrue();
  }

  @Test
  void aStopIsNotMovedAnyMoreOnceItIsToBeTakenBack() {
    partlyOpen();
    at.take(reduced(at, "20").build());
    at.fills(entry(), "10", "99").levels(99.0);
    assertThat(at.cancels(stop())).isEqualTo(1);
    assertThat(at.commands()).noneMatch(c -> c.getAction() == OrderAction.MOVE_STOP);
  }

  // Stops

  @Test
  void aStopThatEndsUnderItsPositionIsLeftToTheEdge() {
    at.longOpen().says(VenueEventKind.CANCELLED, stop()).bar(100.0).levels(99.0);
    assertThat(at.open()).isEqualTo("30");
    assertThat(at.commands()).hasSize(2);
    at.signal(-1).fills(at.id(OrderIntent.EXIT_SIGNAL), "30", "100");
    assertThat(at.atRest()).isTrue();
  }

  @Test
  void aStopThatHadFiredAndEndsBeforeAllIsClosedIsFollowedByAnExit() {
    at.longOpen()
        .fills(VenueEventKind.PARTIALLY_FILLED, stop(), "10", "98")
        .says(VenueEventKind.CANCELLED, stop());
    assertThat(at.sent(OrderIntent.EXIT_TIME).get(0).getQuantity()).isEqualByComparingTo("20");
  }

  @Test
  void aStopThatFillsForLessThanIsOpenIsFollowedByAnExit() {
    at.longOpen().fills(stop(), "10", "98");
    assertThat(at.sent(OrderIntent.EXIT_TIME).get(0).getQuantity()).isEqualByComparingTo("20");
  }

  @Test
  void whatIsSaidOfAnOldTradeNeverTouchesANewOne() {
    at.longOpen();
    String oldStop = stop();
    at.signal(-1).fills(at.id(OrderIntent.EXIT_SIGNAL), "30", "101");
    at.says(VenueEventKind.CANCELLED, oldStop).bar(100.0).longOpen();
    assertThat(stop()).isNotEqualTo(oldStop);
    GroupState before = at.group().image();
    at.says(VenueEventKind.CANCELLED, oldStop).says(VenueEventKind.TRIGGERED, oldStop);
    assertThat(at.group().image()).isEqualTo(before);
  }

  @Test
  void aStopThatIsKeptChangesNothing() {
    at.longOpen().levels(99.0);
    GroupState before = at.group().image();
    at.says(VenueEventKind.STOP_KEPT, stop());
    assertThat(at.group().image()).isEqualTo(before);
  }

  @Test
  void aRejectedEntryReleasesItsHoldAndItsStopEndsByItself() {
    at.signal(1).says(VenueEventKind.REJECTED, entry());
    assertThat(at.account().getRisk().getHolds()).isEmpty();
    at.signal(1);
    assertThat(at.outcome().getDenial()).isEqualTo(DenialReason.ORDER_PENDING);
    at.says(VenueEventKind.CANCELLED, stop());
    assertThat(at.atRest()).isTrue();
  }

  // Closed by others

  private static VenueEvent.Builder reduced(RemoteScenario scenario, String quantity) {
    return scenario
        .event(VenueEventKind.REDUCED, "")
        .setQuantity(n(quantity))
        .setPrice(n("99"))
        .setFee(n("1"))
        .setDetail("cause=BY_HAND");
  }

  @Test
  void whatIsReducedByOthersIsWrittenDownAsAnOrderThatFilled() {
    at.longOpen().take(reduced(at, "10").build());
    assertThat(at.open()).isEqualTo("20");
    assertThat(at.balance()).isEqualTo("9989");
    assertThat(at.outcome().getDetail()).isEqualTo("cause=BY_HAND");
    assertThat(at.of(OrderDecision.class))
        .extracting(OrderDecision::getIntent)
        .containsExactly(OrderIntent.ENTRY, OrderIntent.STOP, OrderIntent.EXIT_OUTSIDE);
    assertThat(at.cancels(stop())).isZero();
    at.take(reduced(at, "20").build());
    assertThat(at.of(TradeClosed.class).get(0).getExitIntent()).isEqualTo(OrderIntent.EXIT_OUTSIDE);
    assertThat(at.cancels(stop())).isEqualTo(1);
    assertThat(at.of(OrderOutcome.class))
        .extracting(OrderOutcome::getClientId)
        .doesNotHaveDuplicates();
    assertThat(at.sent(OrderIntent.EXIT_OUTSIDE)).as("nobody is asked for it").isEmpty();
  }

  @Test
  void aPositionThatTheVenueTakesOverIsClosedByLiquidation() {
    at.longOpen()
        .take(
            VenueEvent.newBuilder(reduced(at, "30").build())
                .setKind(VenueEventKind.LIQUIDATED)
                .build());
    assertThat(at.of(TradeClosed.class).get(0).getExitIntent()).isEqualTo(OrderIntent.LIQUIDATION);
    at.says(VenueEventKind.CANCELLED, stop());
    assertThat(at.atRest()).isTrue();
  }

  @Test
  void nothingIsReducedWhereNothingIsOpen() {
    assertThatThrownBy(() -> at.take(reduced(at, "1").build()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("REDUCED of BTC, of which no trade is under way");
  }

  // What is not known

  @Test
  void whatIsSaidOfAnUnknownOrderIsDroppedUnlessItFilled() {
    at.longOpen();
    GroupState before = at.group().image();
    at.says(VenueEventKind.ACCEPTED, "nobody").says(VenueEventKind.CANCELLED, "nobody");
    assertThat(at.group().image()).isEqualTo(before);
    assertThatThrownBy(() -> at.fills("nobody", "1", "100"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("nobody")
        .hasMessageContaining("is not known");
  }

  @Test
  void whatIsSaidOfAnotherAccountIsNotForThisOne() {
    entered();
    GroupState before = at.group().image();
    at.take(
        VenueEvent.newBuilder(at.event(VenueEventKind.CANCELLED, entry()).build())
            .setAccount("other")
            .build());
    assertThat(at.group().image()).isEqualTo(before);
  }

  @Test
  void whatAVenueSaysConcernsNoSimulatedAccount() {
    AccountGroup simulated = new AccountGroup(options(NO_TARGET));
    GroupState before = simulated.image();
    RemoteScenario.payloadsOf("main")
        .forEach(
            payload ->
                simulated.on(
                    RemoteScenario.input(payload),
                    row -> {
                      throw new AssertionError(row);
                    }));
    assertThat(simulated.image()).isEqualTo(before);
  }

  // Findings

  @ParameterizedTest
  @CsvSource({"BTC, blocked=BTC", "'', blocked=all"})
  void entriesAreRefusedWhileSomethingIsNotExplained(String instrument, String detail) {
    at.finding(instrument, true).signal(1);
    assertThat(at.outcome().getDenial()).isEqualTo(DenialReason.UNRECONCILED);
    assertThat(at.outcome().getDetail()).isEqualTo(detail);
    at.finding(instrument, false).signal(1);
    assertThat(at.sent(OrderIntent.ENTRY)).hasSize(1);
  }

  @Test
  void aFindingOfOneInstrumentBlocksNoOther() {
    at.finding("ETH", true).signal(1);
    assertThat(at.sent(OrderIntent.ENTRY)).hasSize(1);
  }

  // Money

  @Test
  void depositsMoveTheDaysStartAndThePeakWithThem() {
    at.bill(BillKind.OPENING, "", "-9000").bill(BillKind.TRANSFER, "", "500").bar(100.0);
    assertThat(at.balance()).isEqualTo("1500");
    assertThat(at.account().getBook().getDayStartEquity()).isEqualByComparingTo("1500");
    assertThat(at.account().getBook().getPeakEquity()).isEqualByComparingTo("1500");
    assertThat(at.account().getBook().getDeposits()).isEqualByComparingTo("1500");
    assertThat(at.account().getRisk().getDrawdownReached()).isFalse();
  }

  @Test
  void aCorrectionOfTheBalanceIsALossOrAProfitOfTheDay() {
    at.bill(BillKind.CORRECTION, "", "-50");
    assertThat(at.balance()).isEqualTo("9950");
    assertThat(at.account().getBook().getDayStartEquity()).isEqualByComparingTo("10000");
  }

  @Test
  void fundingIsBookedByBillsAndNotByRates() {
    at.longOpen().take(new Funding("BTC", at.nowMs(), n("0.01")));
    assertThat(at.balance()).isEqualTo("10000");
    at.bill(BillKind.FUNDING, "BTC", "-3");
    assertThat(at.account().getBook().getFunding()).isEqualByComparingTo("-3");
    at.signal(-1).fills(at.id(OrderIntent.EXIT_SIGNAL), "30", "100");
    assertThat(at.of(TradeClosed.class).get(0).getFunding()).isEqualByComparingTo("-3");
    at.bill(BillKind.FUNDING, "BTC", "-2").bill(BillKind.FUNDING, "XRP", "1");
    assertThat(at.account().getBook().getFunding()).isEqualByComparingTo("-4");
    assertThat(at.balance()).isEqualTo("9996");
  }

  // Which account

  @Test
  void aRemoteAccountThatIsNotConfiguredIsRefused() {
    assertThatThrownBy(() -> new AccountGroup(options(NO_TARGET), Optional.of("other")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[main], was other");
  }

  @Test
  void anAccountGoesOnOnlyWhereItWasTrading() {
    GroupState remote = at.group().image();
    GroupState simulated = new AccountGroup(options(NO_TARGET)).image();
    assertThatThrownBy(() -> AccountGroup.restore(options(NO_TARGET), remote))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("holds main as remote, was to be simulated");
    assertThatThrownBy(() -> AccountGroup.restore(options(NO_TARGET), REMOTE, simulated))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("holds main as simulated, was to be remote");
  }

  @Test
  void idsOfAllOrdersDiffer() {
    at.longOpen().signal(-1).fills(at.id(OrderIntent.EXIT_SIGNAL), "30", "101");
    at.says(VenueEventKind.CANCELLED, stop()).bar(100.0).longOpen();
    List<String> ids =
        at.commands().stream()
            .filter(c -> c.getAction() == OrderAction.SUBMIT)
            .map(OrderCommand::getClientId)
            .toList();
    assertThat(ids).hasSize(5).doesNotHaveDuplicates();
  }
}
