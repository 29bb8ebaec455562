package io.lorentz.bitget.desk;

import static io.lorentz.bitget.desk.DeskBench.amount;
import static io.lorentz.bitget.desk.DeskBench.id;
import static org.assertj.core.api.Assertions.assertThat;

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
    bench.forMs(60_000);
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
