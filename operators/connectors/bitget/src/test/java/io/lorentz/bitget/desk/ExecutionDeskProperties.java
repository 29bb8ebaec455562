package io.lorentz.bitget.desk;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.BeforeTry;

/**
 * The desk against a venue that loses requests and answers, crashes of the edge and a job that asks
 * for whatever a job may. The venue is the oracle: it knows what it did.
 */
class ExecutionDeskProperties {

  private static final Set<VenueEventKind> ENDS =
      Set.of(
          VenueEventKind.FILLED,
          VenueEventKind.CANCELLED,
          VenueEventKind.EXPIRED,
          VenueEventKind.REJECTED);

  private DeskBench bench;
  private RandomGenerator random;
  private double faults;
  private int trades;
  private boolean allowCrashes;

  @BeforeTry
  void setUp() {
    bench = new DeskBench();
    trades = 0;
  }

  @Property(tries = 150)
  void whateverIsLostTheLogTellsWhatTheVenueDid(
      @ForAll long seed, @ForAll @IntRange(max = 40) int faultPercent, @ForAll boolean crashes) {
    random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    faults = faultPercent / 100.0;
    allowCrashes = crashes;
    bench.instead = this::lossy;
    for (int step = 0; step < 60; step++) {
      act();
      bench.forMs(100L * (1 + random.nextInt(80)));
    }
    bench.instead = ask -> Optional.empty();
    settle();

    everyOrderIsWhatItsCommandAsksFor();
    everyFillIsToldOnce();
    everyOrderEndsOnceAfterItsFills();
    everyLifecycleIsLegal();
    assertThat(bench.desk.position(DeskBench.BTC))
        .as("position")
        .isEqualByComparingTo(bench.venue.position);
    assertThat(bench.desk.balance()).as("balance").isEqualByComparingTo(bench.venue.balance);
    assertThat(bench.desk.agrees()).as("agrees").isTrue();
    assertThat(bench.restingStops())
        .as("stops")
        .isEqualTo(bench.venue.position.signum() == 0 ? 0 : 1);
  }

  private Optional<Outcome> lossy(Ask ask) {
    if (random.nextDouble() >= faults) {
      return Optional.empty();
    }
    return Optional.of(
        switch (random.nextInt(3)) {
          case 0 -> {
            bench.venue.answer(ask);
            yield new Outcome.Unclear("answer lost");
          }
          case 1 -> new Outcome.Unclear("request lost");
          default -> new Outcome.NotSent("no connection");
        });
  }

  // ---- a job that may ask for anything

  private Optional<String> working(OrderIntent intent) {
    Set<String> ended = new HashSet<>();
    for (Object each : bench.log) {
      if (each instanceof VenueEvent event && ENDS.contains(event.getKind())) {
        ended.add(event.getClientId());
      }
    }
    return bench.commands.stream()
        .filter(command -> command.getAction() == OrderAction.SUBMIT)
        .filter(command -> command.getIntent() == intent)
        .map(OrderCommand::getClientId)
        .filter(id -> !ended.contains(id))
        .findFirst();
  }

  private void act() {
    bench.venue.price = new BigDecimal(96 + random.nextInt(9));
    switch (random.nextInt(10)) {
      case 0, 1 -> enter();
      case 2 -> exit();
      case 3 -> move();
      case 4 -> cancelEntry();
      case 5 -> fillSomething();
      case 6 -> fireStop();
      case 7 -> pushSomethingOld();
      case 8 -> {
        if (allowCrashes) {
          bench.start();
        }
      }
      default -> closeWhatIsOver();
    }
    closeWhatIsOver();
  }

  private void enter() {
    if (working(OrderIntent.ENTRY).isPresent()
        || working(OrderIntent.STOP).isPresent()
        || working(OrderIntent.EXIT_TIME).isPresent()) {
      return;
    }
    trades++;
    bench.venue.price = new BigDecimal(100);
    boolean limit = random.nextBoolean();
    OrderCommand entry =
        bench
            .command(OrderAction.SUBMIT, "e" + trades, OrderIntent.ENTRY)
            .setType(limit ? OrderType.LIMIT : OrderType.MARKET)
            .setLimitPrice(limit ? DeskBench.amount("99") : null)
            .build();
    OrderCommand stop =
        bench
            .command(OrderAction.SUBMIT, "s" + trades, OrderIntent.STOP)
            .setParentId(entry.getClientId())
            .setType(OrderType.STOP_MARKET)
            .setStopPrice(DeskBench.amount("90"))
            .setValidUntilMs(Long.MAX_VALUE)
            .build();
    bench.give(entry);
    bench.give(stop);
  }

  private void exit() {
    if (bench.desk.position(DeskBench.BTC).signum() == 0
        || working(OrderIntent.ENTRY).isPresent()
        || working(OrderIntent.EXIT_TIME).isPresent()) {
      return;
    }
    trades++;
    bench.give(
        bench
            .command(OrderAction.SUBMIT, "x" + trades, OrderIntent.EXIT_TIME)
            .setQuantity(
                io.lorentz.schemas.units.Money.toBorder(bench.desk.position(DeskBench.BTC)))
            .build());
  }

  private void move() {
    working(OrderIntent.STOP)
        .ifPresent(
            id ->
                bench.give(
                    bench
                        .command(OrderAction.MOVE_STOP, "s", OrderIntent.STOP)
                        .setClientId(id)
                        .setType(OrderType.STOP_MARKET)
                        .setStopPrice(DeskBench.amount(Integer.toString(91 + random.nextInt(4))))
                        .build()));
  }

  private void cancelEntry() {
    working(OrderIntent.ENTRY)
        .ifPresent(
            id ->
                bench.give(
                    bench
                        .command(OrderAction.CANCEL, "e", OrderIntent.ENTRY)
                        .setClientId(id)
                        .setCause("LIMIT")
                        .build()));
  }

  /** As a job does: a stop whose position is closed is taken back. */
  private void closeWhatIsOver() {
    if (bench.desk.position(DeskBench.BTC).signum() == 0 && working(OrderIntent.ENTRY).isEmpty()) {
      working(OrderIntent.STOP)
          .ifPresent(
              id ->
                  bench.give(
                      bench
                          .command(OrderAction.CANCEL, "s", OrderIntent.STOP)
                          .setClientId(id)
                          .setCause("CLOSED")
                          .build()));
    }
  }

  // ---- what the venue does of itself

  private void fillSomething() {
    List<Seen.Order> resting =
        bench.venue.orders.values().stream()
            .filter(order -> !order.state().ended() && order.price().isPresent())
            .toList();
    if (resting.isEmpty()) {
      return;
    }
    Seen.Order order = resting.get(0);
    BigDecimal left = order.quantity().subtract(order.filled());
    BigDecimal part = random.nextBoolean() ? left : left.min(new BigDecimal("0.5"));
    Seen.Fill fill = bench.venue.fill(order.orderId(), part);
    if (random.nextBoolean()) {
      bench.push(new Push.Fills(List.of(fill)));
    }
  }

  private void fireStop() {
    if (bench.restingStops() > 0 && random.nextBoolean()) {
      bench.venue.price = new BigDecimal("90");
      bench.venue.fireStop();
    }
  }

  private void pushSomethingOld() {
    List<Seen.Fill> all = new ArrayList<>(bench.venue.fills);
    java.util.Collections.shuffle(all, new java.util.Random(random.nextLong()));
    bench.push(new Push.Fills(all));
    bench.push(new Push.Orders(List.copyOf(bench.venue.orders.values()), List.of()));
    bench.push(new Push.Stops(List.copyOf(bench.venue.stops.values())));
  }

  private void settle() {
    bench.venue.price = new BigDecimal(100);
    bench.operator(new OperatorCommand(bench.nowMs, "", OperatorAction.RESUME, "settled"));
    bench.forMs(100_000);
    cancelEntry();
    bench.forMs(60_000);
    closeWhatIsOver();
    bench.forMs(100_000);
  }

  // ---- what must hold

  private Map<String, OrderCommand> submitted() {
    Map<String, OrderCommand> submitted = new HashMap<>();
    for (OrderCommand command : bench.commands) {
      if (command.getAction() == OrderAction.SUBMIT) {
        submitted.put(command.getClientId(), command);
      }
    }
    return submitted;
  }

  private void everyOrderIsWhatItsCommandAsksFor() {
    Map<String, BigDecimal> filled = new HashMap<>();
    Set<String> ids = new HashSet<>();
    for (Seen.Order order : bench.venue.orders.values()) {
      if (VenueIds.isOurs(order.venueId())) {
        assertThat(ids.add(order.venueId())).as("accepted once: " + order.venueId()).isTrue();
        filled.merge(VenueIds.clientId(order.venueId()), order.filled(), BigDecimal::add);
      }
    }
    Map<String, OrderCommand> submitted = submitted();
    filled.forEach(
        (id, sum) -> assertThat(sum).as(id).isLessThanOrEqualTo(submitted.get(id).getQuantity()));
  }

  private void everyFillIsToldOnce() {
    List<String> told = new ArrayList<>();
    for (Object each : bench.log) {
      if (each instanceof VenueEvent event && event.getQuantity().signum() > 0) {
        told.add(event.getTradeId());
      }
    }
    assertThat(told)
        .containsExactlyInAnyOrderElementsOf(
            bench.venue.fills.stream().map(Seen.Fill::tradeId).toList());
  }

  private void everyOrderEndsOnceAfterItsFills() {
    for (OrderCommand command : submitted().values()) {
      boolean openStop =
          command.getIntent() == OrderIntent.STOP && bench.venue.position.signum() != 0;
      List<VenueEventKind> kinds =
          bench.log.stream()
              .filter(VenueEvent.class::isInstance)
              .map(VenueEvent.class::cast)
              .filter(event -> event.getClientId().equals(command.getClientId()))
              .map(VenueEvent::getKind)
              .toList();
      long ends = kinds.stream().filter(ENDS::contains).count();
      if (!openStop) {
        assertThat(ends).as(command.getIntent() + " " + kinds).isEqualTo(1);
        assertThat(ENDS).as(kinds.toString()).contains(kinds.get(kinds.size() - 1));
      }
    }
  }

  /** The job holds every event against the state machine of its order and fails if one is not. */
  private void everyLifecycleIsLegal() {
    for (OrderCommand command : submitted().values()) {
      boolean working = false;
      for (Object each : bench.log) {
        if (!(each instanceof VenueEvent event)
            || !event.getClientId().equals(command.getClientId())) {
          continue;
        }
        boolean legal =
            switch (event.getKind()) {
              case ACCEPTED, REJECTED -> !working;
              case STOP_MOVED, STOP_KEPT, TRIGGERED -> working;
              case PARTIALLY_FILLED, FILLED, CANCELLED, EXPIRED -> true;
              case LIQUIDATED, REDUCED -> false;
            };
        assertThat(legal).as(event.toString()).isTrue();
        working |=
            event.getKind() == VenueEventKind.ACCEPTED
                || event.getKind() == VenueEventKind.PARTIALLY_FILLED;
      }
    }
  }

  @Property(tries = 20)
  void bothSidesAreHeldAlike(@ForAll long seed) {
    OrderSide side = (seed & 1) == 0 ? OrderSide.BUY : OrderSide.SELL;
    VenueLedger ledger = new VenueLedger(BigDecimal.TEN);
    ledger.fill("B", side, BigDecimal.TEN, BigDecimal.ONE, BigDecimal.ZERO);
    OrderSide other = side == OrderSide.BUY ? OrderSide.SELL : OrderSide.BUY;
    ledger.fill("B", other, new BigDecimal("12"), BigDecimal.ONE, BigDecimal.ZERO);

    assertThat(ledger.position("B")).isEqualByComparingTo("0");
    assertThat(ledger.balance()).isEqualByComparingTo(side == OrderSide.BUY ? "12" : "8");
  }
}
