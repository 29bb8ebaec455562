package io.lorentz.bitget.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.bitget.Answer;
import io.lorentz.schemas.FindingKind;
import io.lorentz.schemas.OperatorAction;
import io.lorentz.schemas.OperatorCommand;
import io.lorentz.schemas.OrderAction;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.OrderSide;
import io.lorentz.schemas.VenueEventKind;
import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Closing where the venue does not answer what is asked of it. */
class BlindClosingTest {

  private final DeskBench bench = new DeskBench();

  private OperatorCommand operator(OperatorAction action) {
    return new OperatorCommand(bench.nowMs, "", action, "test");
  }

  private void tooOften(Class<? extends Ask> question) {
    bench.instead =
        ask ->
            question.isInstance(ask)
                ? Optional.of(new Outcome.Unclear("429 again and again"))
                : Optional.empty();
  }

  @Test
  void flattenClosesWhatTheLogKnowsWhereNoPositionsAreTold() {
    bench.enter();
    bench.forMs(40_000);
    tooOften(Ask.OpenPositions.class);
    bench.operator(operator(OperatorAction.FLATTEN));
    bench.forMs(1_000);

    assertThat(bench.venue.position).isEqualByComparingTo("0");
    assertThat(bench.venue.placed.get(1).reduceOnly()).isTrue();
    assertThat(bench.venue.placed.get(1).quantity()).isEqualByComparingTo("2");
  }

  @Test
  void whatIsOfOthersIsNotClosedBlind() {
    bench.venue.trade("by-hand", OrderSide.BUY, new BigDecimal("5"));
    bench.enter();
    bench.venue.trade("by-hand-back", OrderSide.SELL, new BigDecimal("5"));
    bench.forMs(120_000);
    assertThat(bench.desk.position(DeskBench.BTC)).isEqualByComparingTo("2");
    bench.venue.trade("by-hand-again", OrderSide.BUY, new BigDecimal("5"));
    bench.instead =
        ask ->
            ask instanceof Ask.OpenPositions || ask instanceof Ask.FillsSince
                ? Optional.of(new Outcome.Unclear("429 again and again"))
                : Optional.empty();
    bench.operator(operator(OperatorAction.FLATTEN));
    bench.forMs(30_000);

    assertThat(bench.venue.position).isEqualByComparingTo("5");
  }

  @Test
  void aPositionWhoseStopsAreNotToldIsNotClosedForWantOfOne() {
    bench.enter();
    bench.forMs(40_000);
    bench.instead =
        ask ->
            ask instanceof Ask.OpenStops || ask instanceof Ask.PlaceStop
                ? Optional.of(new Outcome.Unclear("429 again and again"))
                : Optional.empty();
    bench.start();
    bench.forMs(60_000);
    assertThat(bench.venue.position).isEqualByComparingTo("2");

    bench.instead = ask -> Optional.empty();
    bench.forMs(30_000);
    assertThat(bench.venue.position).isEqualByComparingTo("2");
    assertThat(bench.restingStops()).isEqualTo(1);
  }

  @Test
  void anExitLeavesBeforeTheFirstComparison() {
    bench.enter();
    bench.forMs(40_000);
    tooOften(Ask.OpenStops.class);
    bench.start();
    bench.forMs(20_000);
    assertThat(bench.desk.agrees()).isFalse();
    bench.give(bench.command(OrderAction.SUBMIT, "x", OrderIntent.EXIT_TIME).build());
    bench.forMs(3_000);

    assertThat(bench.kinds("x")).contains(VenueEventKind.FILLED);
    assertThat(bench.venue.position).isEqualByComparingTo("0");
  }

  @Test
  void resumeForgetsWhatFlattenWantedClosed() {
    // Of others, so that the edge has nothing of its own to close.
    bench.venue.trade("by-hand", OrderSide.BUY, BigDecimal.ONE);
    bench.forMs(20_000);
    bench.instead =
        ask ->
            ask instanceof Ask.Place
                ? Optional.of(new Outcome.Refused(Answer.MARKET_STATE, "40309", "closed"))
                : Optional.empty();
    bench.operator(operator(OperatorAction.FLATTEN));
    bench.forMs(5_000);
    bench.operator(operator(OperatorAction.RESUME));
    bench.instead = ask -> Optional.empty();
    bench.forMs(90_000);

    assertThat(bench.venue.position).isEqualByComparingTo("1");
    assertThat(bench.isOpen(FindingKind.POSITION_DIFFERS)).isTrue();
  }
}
