package io.lorentz.bitget.desk;

import static io.lorentz.bitget.desk.DeskBench.amount;
import static io.lorentz.bitget.desk.DeskBench.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.bitget.Answer;
import io.lorentz.schemas.AccountBill;
import io.lorentz.schemas.AccountSnapshot;
import io.lorentz.schemas.BillKind;
import io.lorentz.schemas.FindingKind;
import io.lorentz.schemas.OperatorAction;
import io.lorentz.schemas.OperatorCommand;
import io.lorentz.schemas.OrderAction;
import io.lorentz.schemas.OrderCommand;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.OrderSide;
import io.lorentz.schemas.OrderType;
import io.lorentz.schemas.VenueEvent;
import io.lorentz.schemas.VenueEventKind;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExecutionDeskTest {

  private static final BigDecimal TWO = new BigDecimal("2");

  private final DeskBench bench = new DeskBench();

  private static Optional<Outcome> unclear(Ask ask) {
    return ask instanceof Ask.Place
        ? Optional.of(new Outcome.Unclear("timed out"))
        : Optional.empty();
  }

  @Test
  void anEntryFillsUnderItsStop() {
    bench.enter();
    bench.forMs(5_000);

    assertThat(bench.kinds("e")).containsExactly(VenueEventKind.ACCEPTED, VenueEventKind.FILLED);
    assertThat(bench.kinds("s")).containsExactly(VenueEventKind.ACCEPTED);
    assertThat(bench.restingStops()).isEqualTo(1);
    assertThat(bench.venue.leverage).isEqualByComparingTo("5");
    assertThat(bench.venue.placed.get(0).stopPrice()).hasValue(new BigDecimal("95"));
    assertThat(bench.desk.position(DeskBench.BTC)).isEqualByComparingTo(TWO);
    assertThat(bench.desk.balance()).isEqualByComparingTo(bench.venue.balance);
    assertThat(bench.desk.agrees()).isTrue();
  }

  @Test
  void anOrderWhoseAnswerIsLostIsLookedUpAndNotSentAgain() {
    bench.instead =
        ask -> {
          if (ask instanceof Ask.Place place) {
            bench.venue.answer(place);
            return Optional.of(new Outcome.Unclear("timed out"));
          }
          return Optional.empty();
        };
    bench.enter();
    bench.forMs(60_000);

    assertThat(bench.venue.placed).hasSize(1);
    assertThat(bench.kinds("e")).containsExactly(VenueEventKind.ACCEPTED, VenueEventKind.FILLED);
    assertThat(bench.isOpen(FindingKind.OUTCOME_UNKNOWN)).isFalse();
  }

  @Test
  void anOrderThatNeverArrivedIsSentAgainUnderItsIdWhenItCannotComeAnyMore() {
    bench.instead = ExecutionDeskTest::unclear;
    bench.enter();
    bench.forMs(34_000);
    bench.instead = ask -> Optional.empty();

    assertThat(bench.venue.placed).isEmpty();
    assertThat(bench.isOpen(FindingKind.OUTCOME_UNKNOWN)).isTrue();

    bench.forMs(20_000);

    assertThat(bench.venue.placed).extracting(Ask.Place::venueId).containsExactly(id("e") + "00");
    assertThat(bench.kinds("e")).containsExactly(VenueEventKind.ACCEPTED, VenueEventKind.FILLED);
    assertThat(bench.isOpen(FindingKind.OUTCOME_UNKNOWN)).isFalse();
  }

  @Test
  void anOrderThatNeverArrivedAndIsTooOldExpires() {
    bench.instead = ExecutionDeskTest::unclear;
    bench.enter(
        bench
            .command(OrderAction.SUBMIT, "e", OrderIntent.ENTRY)
            .setValidUntilMs(bench.nowMs + 20_000)
            .build());
    bench.forMs(60_000);

    assertThat(bench.kinds("e")).containsExactly(VenueEventKind.EXPIRED);
    assertThat(bench.kinds("s")).containsExactly(VenueEventKind.CANCELLED);
  }

  @Test
  void anExpiredOrderIsRefusedAndRecorded() {
    bench.enter(
        bench
            .command(OrderAction.SUBMIT, "e", OrderIntent.ENTRY)
            .setValidUntilMs(bench.nowMs)
            .build());

    assertThat(bench.kinds("e")).containsExactly(VenueEventKind.EXPIRED);
    assertThat(bench.kinds("s")).containsExactly(VenueEventKind.CANCELLED);
    assertThat(bench.venue.placed).isEmpty();
  }

  @Test
  void aRefusalIsBelievedOnlyWhenTheOrderIsNotFound() {
    bench.instead =
        ask -> {
          if (ask instanceof Ask.Place place) {
            bench.venue.answer(place);
            return Optional.of(new Outcome.Refused(Answer.FUNDS, "40762", "exceeds balance"));
          }
          return Optional.empty();
        };
    bench.enter();
    bench.forMs(10_000);

    assertThat(bench.kinds("e")).containsExactly(VenueEventKind.ACCEPTED, VenueEventKind.FILLED);
  }

  @Test
  void aRefusedEntryIsRejectedAndTakesItsStopWithIt() {
    bench.instead =
        ask ->
            ask instanceof Ask.Place
                ? Optional.of(new Outcome.Refused(Answer.FUNDS, "40762", "exceeds the balance"))
                : Optional.empty();
    bench.enter();
    bench.forMs(10_000);

    assertThat(bench.kinds("e")).containsExactly(VenueEventKind.REJECTED);
    assertThat(bench.events("e").get(0).getDetail()).contains("cause=FUNDS code=40762");
    assertThat(bench.kinds("s")).containsExactly(VenueEventKind.CANCELLED);
    assertThat(bench.venue.placed).isEmpty();
  }

  @Test
  void aCrashAfterSendingSendsNothingTwice() {
    bench.instead =
        ask -> {
          if (ask instanceof Ask.Place place) {
            bench.venue.answer(place);
            return Optional.of(new Outcome.Unclear("lost"));
          }
          return Optional.empty();
        };
    bench.enter();
    bench.start();
    bench.forMs(60_000);

    assertThat(bench.venue.placed).hasSize(1);
    assertThat(bench.kinds("e")).containsExactly(VenueEventKind.ACCEPTED, VenueEventKind.FILLED);
    assertThat(bench.kinds("s")).containsExactly(VenueEventKind.ACCEPTED);
    assertThat(bench.desk.balance()).isEqualByComparingTo(bench.venue.balance);
  }

  @Test
  void aCrashBeforeSendingSendsOnceItCannotHaveBeenSent() {
    OrderCommand entry = bench.command(OrderAction.SUBMIT, "e", OrderIntent.ENTRY).build();
    bench.commands.add(entry);
    bench.commands.add(bench.stop(entry));
    bench.start();
    bench.forMs(30_000);
    assertThat(bench.venue.placed).isEmpty();

    bench.forMs(20_000);

    assertThat(bench.venue.placed).hasSize(1);
    assertThat(bench.kinds("e")).containsExactly(VenueEventKind.ACCEPTED, VenueEventKind.FILLED);
  }

  @Test
  void aFillThatComesBeforeItsAnswerAndTwiceIsToldOnce() {
    bench.enter(bench.limitEntry());
    String orderId = bench.venue.orders.keySet().iterator().next();
    Seen.Fill fill = bench.venue.fill(orderId, BigDecimal.ONE);
    bench.push(new Push.Fills(List.of(fill, fill)));
    bench.push(new Push.Fills(List.of(fill)));
    bench.forMs(40_000);

    assertThat(bench.kinds("e"))
        .containsExactly(VenueEventKind.ACCEPTED, VenueEventKind.PARTIALLY_FILLED);
    assertThat(bench.desk.position(DeskBench.BTC)).isEqualByComparingTo("1");
  }

  @Test
  void aCancelThatLosesAgainstTheFillTellsTheFill() {
    bench.enter(bench.limitEntry());
    String orderId = bench.venue.orders.keySet().iterator().next();
    bench.venue.fill(orderId, TWO);
    bench.give(bench.cancel("e", OrderIntent.ENTRY, "LIMIT"));
    bench.forMs(10_000);

    assertThat(bench.kinds("e")).containsExactly(VenueEventKind.ACCEPTED, VenueEventKind.FILLED);
  }

  @Test
  void aCancelledOrderTellsItsFillsFirst() {
    bench.enter(bench.limitEntry());
    String orderId = bench.venue.orders.keySet().iterator().next();
    bench.venue.fill(orderId, BigDecimal.ONE);
    bench.give(bench.cancel("e", OrderIntent.ENTRY, "LIMIT"));
    bench.forMs(10_000);

    assertThat(bench.kinds("e"))
        .containsExactly(
            VenueEventKind.ACCEPTED, VenueEventKind.PARTIALLY_FILLED, VenueEventKind.CANCELLED);
    assertThat(bench.events("e").get(2).getDetail()).isEqualTo("cause=LIMIT");
    assertThat(bench.restingStops()).isEqualTo(1);
  }

  @Test
  void aLimitThatIsOverItsTimeIsTakenBackAndExpires() {
    bench.enter(bench.limitEntry());
    bench.forMs(130_000);

    assertThat(bench.kinds("e")).containsExactly(VenueEventKind.ACCEPTED, VenueEventKind.EXPIRED);
    assertThat(bench.kinds("s")).containsExactly(VenueEventKind.CANCELLED);
  }

  @Test
  void theStopIsMovedAndTold() {
    bench.enter();
    bench.forMs(3_000);
    bench.give(
        bench
            .command(OrderAction.MOVE_STOP, "s", OrderIntent.STOP)
            .setType(OrderType.STOP_MARKET)
            .setStopPrice(amount("97"))
            .build());
    bench.forMs(3_000);

    assertThat(bench.kinds("s"))
        .containsExactly(VenueEventKind.ACCEPTED, VenueEventKind.STOP_MOVED);
    assertThat(bench.restingStops()).isEqualTo(1);
  }

  @Test
  void aStopThatFiresIsTheStopsFill() {
    bench.enter();
    bench.forMs(3_000);
    bench.venue.price = new BigDecimal("95");
    bench.venue.fireStop();
    bench.forMs(40_000);

    assertThat(bench.kinds("s")).containsExactly(VenueEventKind.ACCEPTED, VenueEventKind.FILLED);
    assertThat(bench.desk.balance()).isEqualByComparingTo(bench.venue.balance);
    assertThat(bench.desk.agrees()).isTrue();
  }

  @Test
  void anExitClosesAndTheStopEnds() {
    bench.enter();
    bench.forMs(3_000);
    bench.give(bench.command(OrderAction.SUBMIT, "x", OrderIntent.EXIT_TIME).build());
    bench.forMs(2_000);
    bench.give(bench.cancel("s", OrderIntent.STOP, "EXIT_TIME"));
    bench.forMs(5_000);

    assertThat(bench.kinds("x")).containsExactly(VenueEventKind.ACCEPTED, VenueEventKind.FILLED);
    assertThat(bench.kinds("s")).containsExactly(VenueEventKind.ACCEPTED, VenueEventKind.CANCELLED);
    assertThat(bench.restingStops()).isZero();
  }

  @Test
  void aStopOfTheVenuesOwnMakingGivesWayToOneOfThePositionOnTheMarkPrice() {
    bench.instead =
        ask -> {
          if (ask instanceof Ask.Place place && place.stopPrice().isPresent()) {
            Ask.Place bare =
                new Ask.Place(
                    place.instrument(),
                    place.venueId(),
                    place.side(),
                    place.quantity(),
                    place.price(),
                    place.postOnly(),
                    place.reduceOnly(),
                    Optional.empty());
            Outcome done = bench.venue.answer(bare);
            bench.venue.attachStop("loss_plan", false, place.stopPrice().get());
            return Optional.of(done);
          }
          return Optional.empty();
        };
    bench.enter();
    bench.forMs(20_000);

    assertThat(bench.restingStops()).isEqualTo(1);
    Seen.Stop left =
        bench.venue.stops.values().stream()
            .filter(stop -> stop.state() == Seen.StopState.LIVE)
            .findFirst()
            .orElseThrow();
    assertThat(left.planType()).isEqualTo("pos_loss");
    assertThat(left.onMarkPrice()).isTrue();
    assertThat(left.venueId()).startsWith(id("s"));
  }

  @Test
  void haltTakesEntriesBackAndStopsStay() {
    bench.enter(bench.limitEntry());
    String orderId = bench.venue.orders.keySet().iterator().next();
    bench.venue.fill(orderId, BigDecimal.ONE);
    bench.forMs(1_000);
    bench.operator(new OperatorCommand(bench.nowMs, "", OperatorAction.HALT, "test"));
    assertThat(bench.venue.orders.get(orderId).state()).isEqualTo(Seen.OrderState.CANCELLED);
    bench.forMs(5_000);

    assertThat(bench.kinds("e").get(bench.kinds("e").size() - 1))
        .isEqualTo(VenueEventKind.CANCELLED);
    assertThat(bench.restingStops()).isEqualTo(1);
    assertThat(bench.desk.halted()).isTrue();
  }

  @Test
  void flattenClosesWithinASecondWithoutTheJob() {
    bench.enter();
    bench.forMs(3_000);
    bench.silence();
    bench.operator(new OperatorCommand(bench.nowMs, "", OperatorAction.FLATTEN, "test"));
    bench.forMs(900);

    assertThat(bench.venue.position).isEqualByComparingTo("0");

    bench.forMs(10_000);
    assertThat(bench.events("").stream().map(VenueEvent::getKind))
        .containsExactly(VenueEventKind.REDUCED);
    assertThat(bench.events("").get(0).getDetail()).isEqualTo("cause=FLATTEN");
    assertThat(bench.desk.balance()).isEqualByComparingTo(bench.venue.balance);
  }

  @Test
  void aHaltSurvivesARestart() {
    bench.operator(new OperatorCommand(bench.nowMs, "", OperatorAction.HALT, "test"));
    bench.start();
    bench.enter();
    bench.forMs(5_000);

    assertThat(bench.kinds("e")).containsExactly(VenueEventKind.REJECTED);
    assertThat(bench.events("e").get(0).getDetail()).isEqualTo("cause=HALTED");
    assertThat(bench.venue.placed).isEmpty();
  }

  @Test
  void aRestartBehindASnapshotGoesOnWithPositionAndStop() {
    bench.enter();
    bench.forMs(120_000);
    bench.start();
    bench.forMs(5_000);
    bench.give(
        bench
            .command(OrderAction.MOVE_STOP, "s", OrderIntent.STOP)
            .setType(OrderType.STOP_MARKET)
            .setStopPrice(amount("97"))
            .build());
    bench.forMs(3_000);
    bench.venue.price = new BigDecimal("97");
    bench.venue.fireStop();
    bench.forMs(40_000);

    assertThat(bench.kinds("s"))
        .containsExactly(VenueEventKind.ACCEPTED, VenueEventKind.STOP_MOVED, VenueEventKind.FILLED);
    assertThat(bench.desk.balance()).isEqualByComparingTo(bench.venue.balance);
  }

  @Test
  void aFillOfAnOrderThatTheVenueHasForgottenIsOursWhereTheLogKnowsTheOrder() {
    bench.enter(bench.limitEntry());
    String orderId = bench.venue.orders.keySet().iterator().next();
    bench.push(new Push.Fills(List.of(bench.venue.fill(orderId, BigDecimal.ONE))));
    bench.venue.fill(orderId, BigDecimal.ONE);
    bench.venue.orders.clear();
    bench.start();
    bench.forMs(120_000);

    assertThat(bench.kinds("e"))
        .containsExactly(
            VenueEventKind.ACCEPTED, VenueEventKind.PARTIALLY_FILLED, VenueEventKind.FILLED);
    assertThat(bench.desk.position(DeskBench.BTC)).isEqualByComparingTo("2");
    assertThat(bench.desk.findings()).isEmpty();
    assertThat(bench.desk.balance()).isEqualByComparingTo(bench.venue.balance);
  }

  @Test
  void aTransferThatNoComparisonHasSeenBeforeASnapshotIsBookedAfterARestart() {
    DeskOptions usual = DeskBench.takerOnly();
    DeskBench seldom =
        new DeskBench(
            new DeskOptions(
                usual.entries(),
                usual.caps(),
                usual.unprotectedBoundMs(),
                1_800_000,
                usual.jobSilentAfterMs(),
                usual.maxDriftUsdt()));
    seldom.forMs(60_000);
    seldom.venue.bills.add(
        new Seen.Bill("b1", "", "trans_from_exchange", new BigDecimal("500"), seldom.nowMs));
    seldom.venue.balance = seldom.venue.balance.add(new BigDecimal("500"));
    seldom.forMs(1_500_000);
    seldom.enter(
        seldom.command(OrderAction.SUBMIT, "e", OrderIntent.ENTRY).setLeverage(26).build());
    seldom.forMs(20_000);
    assertThat(seldom.log.get(seldom.log.size() - 1)).isInstanceOf(AccountSnapshot.class);

    seldom.start();
    seldom.forMs(60_000);

    assertThat(seldom.log)
        .filteredOn(AccountBill.class::isInstance)
        .extracting(bill -> ((AccountBill) bill).getKind())
        .contains(BillKind.TRANSFER);
    assertThat(seldom.desk.findings()).isEmpty();
    assertThat(seldom.desk.balance()).isEqualByComparingTo(seldom.venue.balance);
  }

  @Test
  void aFillOfAnOrderThatTheVenueHasForgottenIsOursWhereOneOfOursMayHaveBeenThere() {
    OrderCommand entry = bench.limitEntry();
    bench.enter(entry);
    String orderId = bench.venue.orders.keySet().iterator().next();
    // The edge is lost before it has written anything of the order.
    bench.log.removeIf(VenueEvent.class::isInstance);
    bench.venue.fill(orderId, BigDecimal.ONE);
    bench.venue.orders.clear();
    bench.start();
    bench.forMs(20_000);

    assertThat(bench.kinds("e"))
        .containsExactly(VenueEventKind.ACCEPTED, VenueEventKind.PARTIALLY_FILLED);
    assertThat(bench.desk.position(DeskBench.BTC)).isEqualByComparingTo("1");
    assertThat(bench.restingStops()).isEqualTo(1);
  }

  @Test
  void aFillOfAnOrderThatTheVenueKnowsAsAnothersIsNotOursWhateverIsUnknown() {
    bench.instead =
        ask ->
            ask instanceof Ask.Place ? Optional.of(new Outcome.Unclear("lost")) : Optional.empty();
    bench.enter(bench.limitEntry());
    bench.venue.answer(
        new Ask.Place(
            DeskBench.BTC,
            "by-hand",
            OrderSide.BUY,
            BigDecimal.ONE,
            Optional.empty(),
            false,
            false,
            Optional.empty()));
    bench.forMs(20_000);

    assertThat(bench.kinds("e")).isEmpty();
    assertThat(bench.desk.position(DeskBench.BTC)).isEqualByComparingTo("0");
  }

  @Test
  void anEntryWhoseSettingsAreKnownWaitsForItsStopAndCarriesIt() {
    bench.enter();
    bench.forMs(5_000);
    bench.give(bench.command(OrderAction.SUBMIT, "x", OrderIntent.EXIT_TIME).build());
    bench.forMs(60_000);
    int before = bench.venue.placed.size();
    OrderCommand entry = bench.command(OrderAction.SUBMIT, "second", OrderIntent.ENTRY).build();
    bench.give(entry);
    assertThat(bench.venue.placed).hasSize(before);

    bench.give(OrderCommand.newBuilder(bench.stop(entry)).setClientId(DeskBench.id("t")).build());
    bench.forMs(1_000);

    assertThat(bench.venue.placed).hasSize(before + 1);
    assertThat(bench.venue.placed.get(before).stopPrice()).isPresent();
  }

  @Test
  void whatOthersOpenedAndClosedBeforeASnapshotClosesNothingOfOursAfterARestart() {
    bench.enter();
    bench.forMs(40_000);
    bench.venue.trade("by-hand", OrderSide.BUY, BigDecimal.ONE);
    bench.forMs(60_000);
    bench.venue.trade("by-hand-2", OrderSide.SELL, BigDecimal.ONE);
    bench.forMs(120_000);
    assertThat(bench.log).anyMatch(AccountSnapshot.class::isInstance);
    bench.start();
    bench.forMs(60_000);

    assertThat(bench.desk.position(DeskBench.BTC)).isEqualByComparingTo("2");
    assertThat(bench.events("")).isEmpty();
    assertThat(bench.desk.agrees()).isTrue();
  }

  @Test
  void anOrderThatTheVenueTookBackIsNotSentAgainByTheEdgeThatStartsNext() {
    bench.enter(
        OrderCommand.newBuilder(bench.limitEntry())
            .setValidUntilMs(bench.nowMs + 3_600_000)
            .build());
    bench.forMs(5_000);
    bench.venue.cancelled(id("e") + "00");
    bench.start();
    bench.forMs(100_000);

    assertThat(bench.kinds("e")).containsExactly(VenueEventKind.ACCEPTED, VenueEventKind.CANCELLED);
    assertThat(bench.venue.placed).hasSize(1);
  }

  @Test
  void aQuestionAboutAFillThatIsLostWaitsBeforeItIsAskedAgain() {
    Seen.Fill fill = bench.venue.trade("by-hand", OrderSide.BUY, BigDecimal.ONE);
    bench.instead = ask -> Optional.of(new Outcome.NotSent("no connection"));
    bench.push(new Push.Fills(List.of(fill)));
    bench.asked.clear();
    bench.forMs(30_000);

    assertThat(bench.asked).filteredOn(Ask.EndedStops.class::isInstance).hasSizeBetween(20, 31);
  }
}
