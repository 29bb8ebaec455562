package io.lorentz.bitget.desk;

import static io.lorentz.bitget.desk.DeskBench.amount;
import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.bitget.Answer;
import io.lorentz.schemas.FindingKind;
import io.lorentz.schemas.OrderAction;
import io.lorentz.schemas.OrderCommand;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.OrderType;
import io.lorentz.schemas.VenueEventKind;
import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a stop that the venue does not move. */
class StopMovesTest {

  private final DeskBench bench = new DeskBench();

  @BeforeEach
  void open() {
    bench.enter();
    bench.forMs(5_000);
  }

  private void refusesMoves(Answer answer, String code) {
    bench.instead =
        ask ->
            ask instanceof Ask.MoveStop
                ? Optional.of(new Outcome.Refused(answer, code, "no"))
                : Optional.empty();
  }

  private void loosen(String trigger) {
    Seen.Stop stop = bench.venue.stops.values().iterator().next();
    bench.venue.rest(stop, new BigDecimal(trigger), true, Seen.StopState.LIVE, "");
  }

  private BigDecimal trigger() {
    return bench.venue.stops.values().iterator().next().trigger();
  }

  private OrderCommand move(String trigger) {
    return bench
        .command(OrderAction.MOVE_STOP, "s", OrderIntent.STOP)
        .setType(OrderType.STOP_MARKET)
        .setStopPrice(amount(trigger))
        .build();
  }

  @Test
  void aStopThatSomebodyLoosenedIsNeverAdoptedHoweverOftenItsMoveIsRefused() {
    refusesMoves(Answer.MARKET_STATE, "40309");
    loosen("80");
    bench.forMs(30_000);

    assertThat(bench.asked).filteredOn(Ask.MoveStop.class::isInstance).hasSizeGreaterThan(5);
    assertThat(bench.kinds("s")).containsExactly(VenueEventKind.ACCEPTED);
    assertThat(bench.findings(FindingKind.STOP_DIFFERS)).hasSize(1);

    bench.instead = ask -> Optional.empty();
    bench.forMs(5_000);
    assertThat(trigger()).isEqualByComparingTo("95");
  }

  @Test
  void whereThePriceIsPastTheStopThatSomebodyTookAwayThePositionIsClosed() {
    loosen("80");
    bench.venue.price = new BigDecimal("94");
    refusesMoves(Answer.PRICE, "40832");
    bench.forMs(30_000);

    assertThat(bench.desk.position(DeskBench.BTC)).isEqualByComparingTo("0");
    assertThat(bench.venue.position).isEqualByComparingTo("0");
    assertThat(bench.events("")).anyMatch(event -> event.getDetail().contains("STOP_PASSED"));
  }

  @Test
  void aMoveThatThePriceHasPassedLeavesTheStopThatTheJobKnows() {
    refusesMoves(Answer.PRICE, "40832");
    bench.give(move("99"));
    bench.forMs(10_000);

    assertThat(bench.kinds("s")).containsExactly(VenueEventKind.ACCEPTED, VenueEventKind.STOP_KEPT);
    assertThat(trigger()).isEqualByComparingTo("95");
    assertThat(bench.desk.position(DeskBench.BTC)).isEqualByComparingTo("2");
  }

  @Test
  void whatSomebodyMadeOfTheStopIsNotKeptWhenAMoveIsRefused() {
    refusesMoves(Answer.PRICE, "40832");
    bench.give(move("99"));
    loosen("80");
    bench.forMs(1_000);
    bench.instead = ask -> Optional.empty();
    bench.forMs(10_000);

    assertThat(bench.kinds("s")).containsExactly(VenueEventKind.ACCEPTED, VenueEventKind.STOP_KEPT);
    assertThat(trigger()).isEqualByComparingTo("95");
  }

  @Test
  void whatSomebodyMadeOfTheStopIsNotKeptByTheEdgeThatStartsNextEither() {
    loosen("80");
    bench.venue.price = new BigDecimal("94");
    refusesMoves(Answer.PRICE, "40832");
    bench.start();
    bench.forMs(30_000);

    assertThat(bench.kinds("s")).doesNotContain(VenueEventKind.STOP_KEPT);
    assertThat(bench.venue.position).isEqualByComparingTo("0");
  }

  @Test
  void whereBothAMoveAndTheWayBackAreRefusedThePositionIsClosed() {
    refusesMoves(Answer.PRICE, "40832");
    bench.give(move("99"));
    loosen("80");
    bench.forMs(30_000);

    assertThat(bench.venue.position).isEqualByComparingTo("0");
  }

  @Test
  void aMoveThatWasTakenOnTheWayToOneThatIsRefusedStays() {
    bench.instead =
        ask ->
            ask instanceof Ask.MoveStop move && move.trigger().compareTo(new BigDecimal("99")) == 0
                ? Optional.of(new Outcome.Refused(Answer.PRICE, "40832", "no"))
                : Optional.empty();
    OrderCommand first = move("97");
    OrderCommand second = move("99");
    bench.commands.add(first);
    bench.commands.add(second);
    bench.desk.onCommand(first, bench.nowMs);
    bench.desk.onCommand(second, bench.nowMs);
    bench.carryOut();
    bench.forMs(10_000);

    assertThat(bench.kinds("s"))
        .containsExactly(VenueEventKind.ACCEPTED, VenueEventKind.STOP_MOVED);
    assertThat(trigger()).isEqualByComparingTo("97");
  }

  @Test
  void aStopThatWasKeptStaysKeptForTheEdgeThatStartsNext() {
    refusesMoves(Answer.PRICE, "40832");
    bench.give(move("99"));
    bench.forMs(60_000);
    bench.start();
    bench.forMs(60_000);

    assertThat(bench.kinds("s")).doesNotContain(VenueEventKind.STOP_MOVED);
    assertThat(trigger()).isEqualByComparingTo("95");
    assertThat(bench.desk.position(DeskBench.BTC)).isEqualByComparingTo("2");
  }
}
