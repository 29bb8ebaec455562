package io.lorentz.core.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lorentz.schemas.OrderAction;
import io.lorentz.schemas.OrderCommand;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.OrderSide;
import io.lorentz.schemas.OrderStatus;
import io.lorentz.schemas.OrderType;
import io.lorentz.schemas.TrackedOrderState;
import io.lorentz.schemas.VenueEvent;
import io.lorentz.schemas.VenueEventKind;
import io.lorentz.schemas.units.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * The register of orders against an obvious model: of each order the list of what was taken about
 * it. Events come in any order, twice, late, or about an order that nobody has sent; an account
 * that goes on from its image knows the same.
 */
class OrderRegisterProperties {

  private static final List<String> IDS = List.of("entry", "stop", "exit", "never-sent");
  private static final Set<VenueEventKind> ENDS =
      EnumSet.of(
          VenueEventKind.FILLED,
          VenueEventKind.CANCELLED,
          VenueEventKind.EXPIRED,
          VenueEventKind.REJECTED);
  private static final Set<VenueEventKind> FILLS =
      EnumSet.of(VenueEventKind.PARTIALLY_FILLED, VenueEventKind.FILLED);

  /** What happens to the register. */
  enum Deed {
    SUBMIT,
    TELL,
    ASK_CANCEL,
    RESTORE
  }

  /**
   * One step.
   *
   * @param id of the order, where it is about one
   * @param amount quantity of a fill and price of a moved stop
   */
  record Step(Deed deed, String id, VenueEventKind kind, int amount) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.frequency(
                Tuple.of(3, Deed.SUBMIT),
                Tuple.of(12, Deed.TELL),
                Tuple.of(2, Deed.ASK_CANCEL),
                Tuple.of(1, Deed.RESTORE)),
            Arbitraries.of(IDS),
            Arbitraries.of(VenueEventKind.class),
            Arbitraries.integers().between(1, 9))
        .as(Step::new)
        .list()
        .ofMaxSize(40);
  }

  // ---- the model

  /** What was taken about an order that has not ended. */
  private static final class Taken {
    private final List<VenueEvent> events = new ArrayList<>();
    private boolean cancelAsked;

    private boolean isWorking() {
      return !events.isEmpty();
    }

    private boolean mayTake(VenueEventKind kind) {
      return switch (kind) {
        case ACCEPTED, REJECTED -> !isWorking();
        case TRIGGERED, STOP_MOVED, STOP_KEPT -> isWorking();
        case PARTIALLY_FILLED, FILLED, CANCELLED, EXPIRED -> true;
        case LIQUIDATED, REDUCED -> false;
      };
    }

    private BigDecimal filled() {
      return events.stream()
          .filter(event -> FILLS.contains(event.getKind()))
          .map(VenueEvent::getQuantity)
          .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private List<BigDecimal> moves() {
      return events.stream()
          .filter(event -> event.getKind() == VenueEventKind.STOP_MOVED)
          .map(VenueEvent::getStopPrice)
          .toList();
    }
  }

  private final Map<String, Taken> model = new LinkedHashMap<>();
  private OrderRegister register = new OrderRegister();

  @Property(tries = 500)
  void theRegisterKnowsWhatWasTakenAndNothingElse(@ForAll("steps") List<Step> steps) {
    model.clear();
    register = new OrderRegister();
    for (Step step : steps) {
      switch (step.deed()) {
        case SUBMIT -> submit(step.id());
        case TELL -> tell(event(step));
        case ASK_CANCEL -> askCancel(step.id());
        case RESTORE -> register = OrderRegister.restore(register.image());
      }
      agree();
    }
  }

  private void submit(String id) {
    if (id.equals("never-sent")) {
      return;
    }
    if (model.containsKey(id)) {
      assertThatThrownBy(() -> register.submitted(command(id)))
          .isInstanceOf(IllegalStateException.class);
    } else {
      register.submitted(command(id));
      model.put(id, new Taken());
    }
  }

  private void tell(VenueEvent event) {
    Taken taken = model.get(event.getClientId());
    if (taken == null || !taken.mayTake(event.getKind())) {
      assertThatThrownBy(() -> register.apply(event)).isInstanceOf(IllegalStateException.class);
      return;
    }
    taken.events.add(event);
    TrackedOrder after = register.apply(event);
    assertThat(after.ended()).isEqualTo(ENDS.contains(event.getKind()));
    assertThat(after.fills().quantity()).isEqualByComparingTo(taken.filled());
    if (after.ended()) {
      assertThat(after.status().name()).isEqualTo(event.getKind().name());
      model.remove(event.getClientId());
    }
  }

  private void askCancel(String id) {
    if (!model.containsKey(id)) {
      assertThatThrownBy(() -> register.askCancel(id)).isInstanceOf(IllegalStateException.class);
      return;
    }
    assertThat(register.askCancel(id)).as("first").isEqualTo(!model.get(id).cancelAsked);
    model.get(id).cancelAsked = true;
  }

  private void agree() {
    assertThat(register.open()).isEqualTo(model.size());
    assertThat(register.unanswered())
        .isEqualTo(
            (int)
                model.entrySet().stream()
                    .filter(each -> !each.getKey().equals("stop"))
                    .filter(each -> !each.getValue().isWorking())
                    .count());
    for (String id : IDS) {
      assertThat(register.knows(id)).as(id).isEqualTo(model.containsKey(id));
      assertThat(register.cancelAsked(id))
          .as(id)
          .isEqualTo(model.containsKey(id) && model.get(id).cancelAsked);
    }
    List<TrackedOrderState> image = register.image();
    assertThat(image)
        .extracting(state -> state.getCommand().getClientId())
        .containsExactlyElementsOf(model.keySet());
    image.forEach(state -> agree(state, model.get(state.getCommand().getClientId())));
  }

  private static void agree(TrackedOrderState state, Taken taken) {
    assertThat(state.getStatus())
        .isEqualTo(taken.isWorking() ? OrderStatus.WORKING : OrderStatus.SUBMITTED);
    assertThat(Money.fromBorder(state.getFilled())).isEqualByComparingTo(taken.filled());
    List<BigDecimal> moves = taken.moves();
    assertThat(state.getMoves()).isEqualTo(moves.size());
    if (!moves.isEmpty()) {
      assertThat(state.getStopPrice()).isEqualByComparingTo(moves.get(moves.size() - 1));
    }
  }

  private static OrderCommand command(String id) {
    boolean stop = id.equals("stop");
    boolean entry = id.equals("entry");
    return OrderCommand.newBuilder()
        .setAction(OrderAction.SUBMIT)
        .setAccount("main")
        .setClientId(id)
        .setParentId(stop ? "entry" : "")
        .setInstrument("BTCUSDT")
        .setDecisionTimeMs(60_000)
        .setIntent(entry ? OrderIntent.ENTRY : stop ? OrderIntent.STOP : OrderIntent.EXIT_SIGNAL)
        .setAttempt(0)
        .setSide(entry ? OrderSide.BUY : OrderSide.SELL)
        .setType(stop ? OrderType.STOP_MARKET : OrderType.MARKET)
        .setQuantity(amount(100))
        .setStopPrice(stop ? amount(90) : null)
        .setValidUntilMs(Long.MAX_VALUE)
        .setCause("")
        .setReduceOnly(!entry)
        .build();
  }

  private static VenueEvent event(Step step) {
    boolean fill = FILLS.contains(step.kind());
    BigDecimal nothing = Money.toBorder(BigDecimal.ZERO);
    return VenueEvent.newBuilder()
        .setKind(step.kind())
        .setAccount("main")
        .setClientId(step.id())
        .setInstrument("BTCUSDT")
        .setTimeMs(60_000)
        .setQuantity(fill ? amount(step.amount()) : nothing)
        .setPrice(fill ? amount(100) : null)
        .setReferencePrice(fill ? amount(100) : null)
        .setStopPrice(step.kind() == VenueEventKind.STOP_MOVED ? amount(step.amount()) : null)
        .setFee(nothing)
        .setDetail("")
        .build();
  }

  private static BigDecimal amount(int units) {
    return Money.toBorder(BigDecimal.valueOf(units));
  }
}
