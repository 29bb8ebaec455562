package io.lorentz.core.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.OrderAction;
import io.lorentz.schemas.OrderCommand;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.OrderSide;
import io.lorentz.schemas.OrderType;
import io.lorentz.schemas.VenueEvent;
import io.lorentz.schemas.units.InstrumentSpec;
import io.lorentz.schemas.units.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the port promises, held by the simulated venue. */
class VenueContractTest {

  private final Venue venue =
      new SimulatedVenue(
          ExecutionOptions.defaults(),
          InstrumentSpec.defaults(),
          60_000L,
          new Open(BigDecimal.ZERO));
  private final OrderRegister register = new OrderRegister();
  private final List<String> answers = new ArrayList<>();

  /** So much is open of every instrument, and its margin is plenty. */
  private record Open(BigDecimal quantity) implements OpenPositions {
    @Override
    public BigDecimal quantity(int instrument) {
      return quantity;
    }

    @Override
    public long version(int instrument) {
      return 0;
    }

    @Override
    public BigDecimal marginBalance(int instrument, BigDecimal price) {
      return new BigDecimal("1000000");
    }
  }

  private void onEvent(VenueEvent event) {
    register.apply(event);
    answers.add(event.getClientId() + " " + event.getKind());
  }

  private void send(OrderCommand command) {
    if (command.getAction() == OrderAction.SUBMIT) {
      register.submitted(command);
    }
    venue.handle(command, this::onEvent);
  }

  private static OrderCommand command(OrderAction action, String id, String parent) {
    boolean stop = id.equals("stop");
    return OrderCommand.newBuilder()
        .setAction(action)
        .setAccount("main")
        .setClientId(id)
        .setParentId(parent)
        .setInstrument("BTCUSDT")
        .setDecisionTimeMs(60_000L)
        .setIntent(stop ? OrderIntent.STOP : OrderIntent.ENTRY)
        .setAttempt(0)
        .setSide(stop ? OrderSide.SELL : OrderSide.BUY)
        .setType(stop ? OrderType.STOP_MARKET : OrderType.MARKET)
        .setQuantity(Money.toBorder(BigDecimal.ONE))
        .setStopPrice(stop ? Money.toBorder(BigDecimal.TEN) : null)
        .setValidUntilMs(stop ? Long.MAX_VALUE : 180_000L)
        .setCause(action == OrderAction.CANCEL ? "TEST" : "")
        .build();
  }

  @Test
  void anAttachedStopEndsWithItsEntryAndNothingIsSaidAfterAnEnd() {
    send(command(OrderAction.SUBMIT, "entry", ""));
    send(command(OrderAction.SUBMIT, "stop", "entry"));
    send(command(OrderAction.MOVE_STOP, "stop", "entry"));
    send(command(OrderAction.CANCEL, "entry", ""));
    assertThat(answers)
        .containsExactly(
            "entry ACCEPTED",
            "stop ACCEPTED",
            "stop STOP_MOVED",
            "entry CANCELLED",
            "stop CANCELLED");
    assertThat(register.image()).isEmpty();
    assertThatThrownBy(() -> send(command(OrderAction.CANCEL, "entry", "")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void theRegisterRefusesIdsInUseAndEventsOfUnknownOrders() {
    register.submitted(command(OrderAction.SUBMIT, "entry", ""));
    assertThatThrownBy(() -> register.submitted(command(OrderAction.SUBMIT, "entry", "")))
        .isInstanceOf(IllegalStateException.class);
    venue.handle(
        command(OrderAction.SUBMIT, "other", ""),
        event -> {
          assertThatThrownBy(() -> register.apply(event)).isInstanceOf(IllegalStateException.class);
        });
  }

  private static OrderCommand exit(OrderSide side, String quantity, boolean reduceOnly) {
    return OrderCommand.newBuilder(command(OrderAction.SUBMIT, "exit", ""))
        .setIntent(OrderIntent.EXIT_SIGNAL)
        .setSide(side)
        .setQuantity(Money.toBorder(new BigDecimal(quantity)))
        .setReduceOnly(reduceOnly)
        .build();
  }

  /** What a venue with 2 BTC open, above 0 long, says to an order on a bar at 100. */
  @ParameterizedTest
  @CsvSource({
    "2,  SELL, 1.5, true,  FILLED 1.5",
    "2,  SELL, 2,   true,  FILLED 2",
    "2,  SELL, 3,   true,  FILLED 2", // cut: it does not flip
    "2,  SELL, 3,   false, FILLED 3",
    "2,  BUY,  1,   true,  CANCELLED cause=REDUCE_ONLY", // it does not grow
    "-2, BUY,  3,   true,  FILLED 2",
    "-2, SELL, 1,   true,  CANCELLED cause=REDUCE_ONLY",
    "0,  SELL, 1,   true,  CANCELLED cause=REDUCE_ONLY" // it does not open
  })
  void anOrderThatOnlyReducesIsCutToWhatIsOpen(
      BigDecimal open, OrderSide side, String quantity, boolean reduceOnly, String expected) {
    SimulatedVenue holding =
        new SimulatedVenue(
            ExecutionOptions.defaults(), InstrumentSpec.defaults(), 60_000L, new Open(open));
    List<String> said = new ArrayList<>();
    Consumer<VenueEvent> events =
        event ->
            said.add(
                event.getKind()
                    + " "
                    + (event.getQuantity().signum() > 0
                        ? Money.text(event.getQuantity())
                        : event.getDetail()));
    holding.handle(exit(side, quantity, reduceOnly), events);
    holding.onBar(
        new Bar(
            "BTCUSDT",
            60_000L,
            120_000L,
            100.0,
            101.0,
            99.0,
            100.0,
            1_000.0,
            BarQuality.COMPLETE,
            false,
            0),
        true,
        events);
    assertThat(said).containsExactly("ACCEPTED ", expected);
    assertThat(holding.image()).isEmpty();
  }
}
