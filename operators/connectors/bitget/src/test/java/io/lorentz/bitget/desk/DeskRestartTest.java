package io.lorentz.bitget.desk;

import static io.lorentz.bitget.desk.DeskBench.amount;
import static io.lorentz.bitget.desk.DeskBench.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.schemas.AccountSnapshot;
import io.lorentz.schemas.FindingKind;
import io.lorentz.schemas.OperatorAction;
import io.lorentz.schemas.OperatorCommand;
import io.lorentz.schemas.OrderAction;
import io.lorentz.schemas.OrderCommand;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.OrderSide;
import io.lorentz.schemas.VenueEventKind;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an edge makes of what one before it has left. */
class DeskRestartTest {

  private final DeskBench bench = new DeskBench();

  /** A command that no edge has read yet. */
  private void whileDown(OrderCommand command) {
    bench.commands.add(command);
  }

  @Test
  void anExitOfAnEdgeBeforeIsSentBesideAPositionOfOthers() {
    bench.enter();
    bench.forMs(40_000);
    bench.venue.trade("by-hand", OrderSide.BUY, BigDecimal.ONE);
    bench.forMs(120_000);
    assertThat(bench.isOpen(FindingKind.POSITION_DIFFERS)).isTrue();
    whileDown(
        bench
            .command(OrderAction.SUBMIT, "x", OrderIntent.EXIT_TIME)
            .setValidUntilMs(bench.nowMs + 3_600_000)
            .build());
    bench.start();
    bench.forMs(120_000);

    assertThat(bench.kinds("x")).contains(VenueEventKind.FILLED);
    assertThat(bench.desk.position(DeskBench.BTC)).isEqualByComparingTo("0");
    assertThat(bench.venue.position).isEqualByComparingTo("1");
  }

  @Test
  void anOrderThatRestsSinceAnEdgeBeforeHidesNoDifference() {
    bench.enter(
        OrderCommand.newBuilder(bench.limitEntry())
            .setValidUntilMs(bench.nowMs + 36_000_000)
            .build());
    bench.forMs(40_000);
    bench.start();
    bench.forMs(10_000);
    bench.venue.trade("by-hand", OrderSide.BUY, BigDecimal.ONE);
    bench.forMs(90_000);

    assertThat(bench.isOpen(FindingKind.POSITION_DIFFERS)).isTrue();
    assertThat(bench.desk.openOrders()).contains(id("e"));
  }

  /** The stream of an edge that starts is often there before the first price. */
  @Test
  void anEntryThatRestsIsTakenBackWhenItsTimeIsOverThoughNoPriceIsSeen() {
    DeskBench maker =
        new DeskBench(DeskBench.with(new EntryPolicy(true, 3, 10_000, false, 60_000)));
    maker.enter();
    maker.forMs(3_000);
    assertThat(maker.venue.orders.values())
        .anyMatch(order -> order.state() == Seen.OrderState.LIVE);
    maker.quoted = false;
    maker.start();
    maker.forMs(15_000);
    assertThat(maker.venue.orders.values())
        .allMatch(order -> order.state() == Seen.OrderState.CANCELLED);
    // Whether the edge before has sent another is known once it could not come any more.
    maker.forMs(60_000);
    assertThat(maker.kinds("e")).contains(VenueEventKind.EXPIRED);
  }

  @Test
  void aHaltThatWasResumedTakesNoLaterEntryBackForTheEdgeThatStartsNext() {
    bench.operator(new OperatorCommand(bench.nowMs, "", OperatorAction.HALT, "test"));
    bench.operator(new OperatorCommand(bench.nowMs, "", OperatorAction.RESUME, "test"));
    OrderCommand entry =
        OrderCommand.newBuilder(bench.limitEntry())
            .setValidUntilMs(bench.nowMs + 3_600_000)
            .build();
    bench.enter(entry);
    bench.forMs(5_000);
    bench.start();
    bench.forMs(20_000);

    assertThat(bench.kinds("e")).containsExactly(VenueEventKind.ACCEPTED);
  }

  @Test
  void aCommandThatIsMissingWhileNoEdgeRanIsMissed() {
    bench.enter();
    bench.forMs(40_000);
    bench.command(OrderAction.SUBMIT, "never-written", OrderIntent.EXIT_TIME).build();
    whileDown(bench.command(OrderAction.SUBMIT, "x", OrderIntent.EXIT_TIME).build());
    bench.start();
    bench.forMs(60_000);

    assertThat(bench.isOpen(FindingKind.COMMAND_MISSING)).isTrue();
    assertThat(bench.findings(FindingKind.COMMAND_MISSING))
        .extracting(finding -> finding.getDetail())
        .isNotEmpty()
        .containsOnly("number=0/4 expected=3");

    bench.operator(new OperatorCommand(bench.nowMs, "", OperatorAction.RESUME, "test"));
    bench.start();
    bench.forMs(60_000);
    assertThat(bench.isOpen(FindingKind.COMMAND_MISSING)).isFalse();
  }

  @Test
  void aCommandThatCameAgainAsAnotherIsToldOnceAndNotByEveryEdge() {
    bench.enter();
    bench.forMs(40_000);
    OrderCommand exit = bench.command(OrderAction.SUBMIT, "x", OrderIntent.EXIT_TIME).build();
    whileDown(exit);
    whileDown(OrderCommand.newBuilder(exit).setQuantity(amount("1")).build());
    bench.start();
    // Nothing was compared yet, so that no snapshot lies between this edge and the next.
    bench.instead = ask -> Optional.of(new Outcome.Unclear("gone"));
    bench.forMs(1_000);
    assertThat(bench.isOpen(FindingKind.COMMAND_DIFFERS)).isTrue();
    bench.operator(new OperatorCommand(bench.nowMs, "", OperatorAction.RESUME, "test"));
    bench.start();
    bench.forMs(1_000);
    bench.start();
    bench.forMs(1_000);

    assertThat(bench.findings(FindingKind.COMMAND_DIFFERS)).hasSize(2);
    assertThat(bench.isOpen(FindingKind.COMMAND_DIFFERS)).isFalse();
  }

  @Test
  void aCommandOfAnInstrumentThatIsNotConfiguredIsAnsweredOnceThoughItCameWhileNoEdgeRan() {
    whileDown(
        bench
            .command(OrderAction.SUBMIT, "doge", OrderIntent.ENTRY)
            .setInstrument("DOGEUSDT")
            .build());
    bench.start();
    bench.forMs(1_000);
    bench.start();
    bench.forMs(60_000);

    assertThat(bench.kinds("doge")).containsExactly(VenueEventKind.REJECTED);
    assertThat(bench.events("doge").get(0).getDetail())
        .isEqualTo("cause=INSTRUMENT_NOT_CONFIGURED");
  }

  @Test
  void aFillThatClosesWhatIsHiddenYetIsNotOfOthers() {
    bench.instead =
        ask ->
            ask instanceof Ask.Place place
                ? Optional.of(hidden(place))
                : ask instanceof Ask.FindOrder
                        || ask instanceof Ask.OpenOrders
                        || ask instanceof Ask.EndedOrders
                    ? Optional.of(new Outcome.Orders(List.of()))
                    : ask instanceof Ask.FillsSince
                        ? Optional.of(new Outcome.Fills(List.of()))
                        : Optional.empty();
    bench.enter();
    bench.forMs(2_000);
    Seen.Fill closed = bench.venue.trade("by-hand", OrderSide.SELL, new BigDecimal("2"));
    bench.push(new Push.Fills(List.of(closed)));
    bench.forMs(28_000);
    // Until here the venue has shown nothing of the entry.
    bench.instead = ask -> Optional.empty();
    bench.forMs(90_000);

    assertThat(bench.kinds("e")).contains(VenueEventKind.FILLED);
    assertThat(bench.desk.position(DeskBench.BTC)).isEqualByComparingTo("0");
    assertThat(bench.desk.findings()).isEmpty();
    assertThat(bench.desk.balance()).isEqualByComparingTo(bench.venue.balance);
  }

  private Outcome hidden(Ask.Place place) {
    bench.venue.answer(place);
    return new Outcome.Unclear("lost");
  }

  /** What it tells behind the snapshot may not have reached the log. */
  @Test
  void whatIsOpenIsInTheSnapshotItself() {
    bench.venue.trade("by-hand", OrderSide.BUY, BigDecimal.ONE);
    bench.venue.answer(
        new Ask.Place(
            DeskBench.BTC,
            "by-hand-too",
            OrderSide.BUY,
            BigDecimal.ONE,
            Optional.of(new BigDecimal("50")),
            false,
            false,
            Optional.empty()));
    bench.venue.trade("by-hand-again", OrderSide.SELL, BigDecimal.ONE);
    bench.forMs(120_000);
    assertThat(bench.isOpen(FindingKind.FOREIGN_ORDER)).isTrue();
    int last = bench.log.size() - 1;
    while (!(bench.log.get(last) instanceof AccountSnapshot)) {
      bench.log.remove(last);
      last--;
    }
    bench.venue.orders.clear();
    bench.start();
    bench.forMs(60_000);

    assertThat(bench.findings(FindingKind.FOREIGN_ORDER))
        .last()
        .satisfies(finding -> assertThat(finding.getOpen()).isFalse());
  }

  @Test
  void beforeAnOrderIsBelievedGoneItIsTakenBackByItsId() {
    bench.enter(
        OrderCommand.newBuilder(bench.limitEntry())
            .setValidUntilMs(bench.nowMs + 3_600_000)
            .build());
    bench.forMs(5_000);
    // The venue hides it from every reader for good, and knows it all the same.
    bench.instead =
        ask ->
            ask instanceof Ask.FindOrder
                    || ask instanceof Ask.OpenOrders
                    || ask instanceof Ask.EndedOrders
                ? Optional.of(new Outcome.Orders(List.of()))
                : Optional.empty();
    bench.forMs(180_000);

    assertThat(bench.asked).contains(new Ask.Cancel(DeskBench.BTC, id("e") + "00"));
    assertThat(bench.venue.orders.values())
        .allMatch(order -> order.state() == Seen.OrderState.CANCELLED);
  }
}
