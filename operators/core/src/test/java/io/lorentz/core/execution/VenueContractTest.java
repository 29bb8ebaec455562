package io.lorentz.core.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.junit.jupiter.api.Test;

/** What the port promises, held by the simulated venue. */
class VenueContractTest {

  private final Venue venue =
      new SimulatedVenue(
          ExecutionOptions.defaults(), InstrumentSpec.defaults(), 60_000L, new NothingOpen());
  private final OrderRegister register = new OrderRegister();
  private final List<String> answers = new ArrayList<>();

  private static final class NothingOpen implements OpenPositions {
    @Override
    public BigDecimal quantity(int instrument) {
      return BigDecimal.ZERO;
    }

    @Override
    public long version(int instrument) {
      return 0;
    }

    @Override
    public BigDecimal marginBalance(int instrument, BigDecimal price) {
      throw new IllegalStateException("nothing is open");
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
}
