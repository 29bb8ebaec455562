package io.lorentz.bitget.desk;

import static io.lorentz.bitget.desk.DeskBench.BTC;
import static io.lorentz.bitget.desk.DeskBench.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.schemas.AccountBill;
import io.lorentz.schemas.BillKind;
import io.lorentz.schemas.FindingKind;
import io.lorentz.schemas.OrderAction;
import io.lorentz.schemas.OrderCommand;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.OrderSide;
import io.lorentz.schemas.VenueEvent;
import io.lorentz.schemas.VenueEventKind;
import io.lorentz.schemas.VenueFinding;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Reconciliation against a naive oracle. Somebody changes at the venue, all at once, any of what
 * the table names; the oracle says from the changes alone which of its rows are told and which are
 * not, what is asked of the venue and what is not, and what must stand at the end: what is still
 * open, what was booked and how often, which stop rests, and whether entries wait. An edge that is
 * started again in the middle changes none of it.
 */
class ReconciliationProperties {

  private static final BigDecimal HELD = new BigDecimal("2");
  private static final BigDecimal STOP = new BigDecimal("95");
  private static final BigDecimal FUNDING = new BigDecimal("-1.5");
  private static final BigDecimal TRANSFER = new BigDecimal("500");

  /** What a person did with the position. */
  enum Hand {
    NOTHING,
    CLOSED_HALF,
    CLOSED_ALL,
    OPENED
  }

  /** What became of the stop. */
  enum Stop {
    AS_IT_WAS,
    GONE,
    ELSEWHERE,
    BY_LAST_PRICE
  }

  /** What is not as it was set. */
  enum Setting {
    LEVERAGE,
    MARGIN,
    MODE
  }

  /**
   * What was changed.
   *
   * @param held whether there is a position of ours, of 2 with its stop at 95
   * @param hidden whether the venue never shows the fills of the hand
   * @param driftCents what the balance has changed by without a booking, 1/100 USDT
   */
  record Changes(
      boolean held,
      Hand hand,
      boolean hidden,
      Stop stop,
      boolean secondStop,
      boolean foreignOrder,
      boolean strayOrder,
      Set<Setting> settings,
      boolean fillAgain,
      boolean funding,
      boolean transfer,
      int driftCents,
      boolean restarted) {}

  @Provide
  Arbitrary<Changes> changes() {
    Arbitrary<Boolean> maybe = Arbitraries.of(true, false);
    // Each on its own is as likely as many at once.
    Arbitrary<Boolean> seldom = Arbitraries.of(true, false, false, false);
    Arbitrary<Set<Setting>> settings =
        Arbitraries.oneOf(
            Arbitraries.just(Set.of()), Arbitraries.of(Setting.class).set().ofMaxSize(3));
    return Combinators.combine(
            maybe, Arbitraries.of(Hand.class), seldom, Arbitraries.of(Stop.class), seldom, seldom)
        .flatAs(
            (held, hand, hidden, stop, second, foreign) ->
                Combinators.combine(seldom, settings, maybe, seldom, seldom, drifts(), maybe)
                    .as(
                        (stray, set, again, funding, transfer, drift, restarted) ->
                            new Changes(
                                held, hand, hidden, stop, second, foreign, stray, set, again,
                                funding, transfer, drift, restarted)));
  }

  private static Arbitrary<Integer> drifts() {
    return Arbitraries.oneOf(
        Arbitraries.just(0),
        Arbitraries.of(-100, -1, 1, 100, 101),
        Arbitraries.integers().between(-3_000, 3_000));
  }

  // ---- the oracle: from the changes alone

  /** What the hand has closed of ours. */
  private static BigDecimal closed(Changes changes) {
    if (!changes.held()) {
      return BigDecimal.ZERO;
    }
    return switch (changes.hand()) {
      case NOTHING, OPENED -> BigDecimal.ZERO;
      case CLOSED_HALF -> BigDecimal.ONE;
      case CLOSED_ALL -> HELD;
    };
  }

  /** What is open of ours by the log: what nobody shows is not booked. */
  private static BigDecimal ours(Changes changes) {
    BigDecimal before = changes.held() ? HELD : BigDecimal.ZERO;
    return changes.hidden() ? before : before.subtract(closed(changes));
  }

  private static boolean othersHold(Changes changes) {
    return changes.hand() == Hand.OPENED;
  }

  /** Whether the venue's position and ours stay apart. */
  private static boolean staysApart(Changes changes) {
    return othersHold(changes) || (changes.hidden() && closed(changes).signum() != 0);
  }

  /** The venue says that nothing is open, and no fill tells why. */
  private static boolean vanishes(Changes changes) {
    return changes.hidden() && changes.held() && changes.hand() == Hand.CLOSED_ALL;
  }

  private static boolean driftIsLarge(Changes changes) {
    return Math.abs(changes.driftCents()) > 100;
  }

  /** Whether a position of ours is still at the venue, with whatever rests to protect it. */
  private static boolean keeps(Changes changes) {
    return changes.held() && changes.hand() != Hand.CLOSED_ALL;
  }

  /** What is open at the end. While positions differ nobody can say what the balance should be. */
  private static Set<FindingKind> open(Changes changes) {
    Set<FindingKind> open = EnumSet.noneOf(FindingKind.class);
    if (changes.foreignOrder()) {
      open.add(FindingKind.FOREIGN_ORDER);
    }
    if (staysApart(changes)) {
      open.add(FindingKind.POSITION_DIFFERS);
    } else if (driftIsLarge(changes)) {
      open.add(FindingKind.BALANCE_DRIFT);
    }
    if (vanishes(changes)) {
      open.add(FindingKind.STOP_MISSING);
    }
    boolean otherThanSet =
        changes.settings().contains(Setting.LEVERAGE)
            || changes.settings().contains(Setting.MARGIN);
    if (otherThanSet && keeps(changes)) {
      open.add(FindingKind.LEVERAGE_CHANGED);
    }
    return open;
  }

  private static boolean stopIsMoved(Changes changes) {
    return keeps(changes)
        && switch (changes.stop()) {
          case AS_IT_WAS -> false;
          case ELSEWHERE, BY_LAST_PRICE -> true;
          case GONE -> changes.secondStop();
        };
  }

  private static boolean stopIsSurplus(Changes changes) {
    return keeps(changes) && changes.secondStop() && changes.stop() != Stop.GONE;
  }

  private static boolean stopIsPlaced(Changes changes) {
    return keeps(changes) && !changes.secondStop() && changes.stop() == Stop.GONE;
  }

  /** Where nothing is open somebody can have changed the mode, and it is set again. */
  private static boolean modeIsSet(Changes changes) {
    return changes.settings().contains(Setting.MODE)
        && ours(changes).signum() == 0
        && !othersHold(changes);
  }

  /** Every row that is told, and no other. */
  private static Set<FindingKind> told(Changes changes) {
    Set<FindingKind> told = EnumSet.copyOf(open(changes));
    if (changes.strayOrder()) {
      told.add(FindingKind.ORDER_UNKNOWN_TO_US);
    }
    if (closed(changes).signum() != 0) {
      told.add(FindingKind.POSITION_DIFFERS);
    }
    if (stopIsMoved(changes)) {
      told.add(FindingKind.STOP_DIFFERS);
    }
    if (stopIsSurplus(changes)) {
      told.add(FindingKind.STOP_SURPLUS);
    }
    if (modeIsSet(changes)) {
      told.add(FindingKind.MODE_CHANGED);
    }
    return told;
  }

  /** Every kind of write that is sent, and no other. */
  private static Set<Class<?>> repairs(Changes changes) {
    Set<Class<?>> repairs = new HashSet<>();
    if (changes.strayOrder()) {
      repairs.add(Ask.Cancel.class);
    }
    if (stopIsMoved(changes)) {
      repairs.add(Ask.MoveStop.class);
    }
    if (stopIsSurplus(changes)) {
      repairs.add(Ask.CancelStop.class);
    }
    if (stopIsPlaced(changes)) {
      repairs.add(Ask.PlaceStop.class);
    }
    if (modeIsSet(changes)) {
      repairs.add(Ask.OneWayMode.class);
    }
    return repairs;
  }

  /**
   * Until the fill is found that has closed it, a position seems to be without its stop: then that
   * is told, and one is asked for, which the venue refuses.
   */
  private static boolean seemsBare(Changes changes) {
    return changes.held() && changes.hand() == Hand.CLOSED_ALL;
  }

  private static int corrections(Changes changes) {
    boolean small = changes.driftCents() != 0 && !driftIsLarge(changes);
    return small && !staysApart(changes) ? 1 : 0;
  }

  // ---- the venue is changed

  private static void change(DeskBench bench, Changes changes) {
    stops(bench, changes);
    hand(bench, changes);
    if (changes.foreignOrder()) {
      bench.venue.answer(resting("by-hand"));
    }
    if (changes.strayOrder()) {
      bench.venue.answer(resting(id("z") + "00"));
    }
    settings(bench, changes);
    if (changes.fillAgain() && !bench.venue.fills.isEmpty()) {
      Seen.Fill fill = bench.venue.fills.get(0);
      bench.venue.fills.add(fill);
      bench.push(new Push.Fills(List.of(fill, fill)));
    }
    if (changes.funding()) {
      bill(bench, "b1", BTC, "contract_settle_fee", FUNDING);
    }
    if (changes.transfer()) {
      bill(bench, "b2", "", "trans_from_exchange", TRANSFER);
    }
    bench.venue.balance =
        bench.venue.balance.add(BigDecimal.valueOf(changes.driftCents()).movePointLeft(2));
  }

  private static void settings(DeskBench bench, Changes changes) {
    for (Setting setting : changes.settings()) {
      switch (setting) {
        case LEVERAGE -> bench.venue.leverage = new BigDecimal("50");
        case MARGIN -> bench.venue.isolated = false;
        case MODE -> bench.venue.oneWay = bench.venue.position.signum() != 0;
      }
    }
  }

  private static Ask.Place resting(String venueId) {
    return new Ask.Place(
        BTC,
        venueId,
        OrderSide.BUY,
        BigDecimal.ONE,
        Optional.of(new BigDecimal("90")),
        false,
        false,
        Optional.empty());
  }

  private static void bill(
      DeskBench bench, String id, String instrument, String kind, BigDecimal amount) {
    bench.venue.bills.add(new Seen.Bill(id, instrument, kind, amount, bench.nowMs));
    bench.venue.balance = bench.venue.balance.add(amount);
  }

  private static void stops(DeskBench bench, Changes changes) {
    if (!changes.held()) {
      return;
    }
    Seen.Stop stop = bench.venue.stops.values().iterator().next();
    switch (changes.stop()) {
      case AS_IT_WAS -> {}
      case GONE -> bench.venue.rest(stop, STOP, true, Seen.StopState.CANCELLED, "");
      case ELSEWHERE -> bench.venue.rest(stop, new BigDecimal("90"), true, Seen.StopState.LIVE, "");
      case BY_LAST_PRICE -> bench.venue.rest(stop, STOP, false, Seen.StopState.LIVE, "");
    }
    if (changes.secondStop()) {
      bench.venue.attachStop("pos_loss", true, new BigDecimal("91"));
    }
  }

  private static void hand(DeskBench bench, Changes changes) {
    List<Seen.Fill> before = List.copyOf(bench.venue.fills);
    if (changes.hand() == Hand.OPENED) {
      bench.venue.trade("by-hand", OrderSide.BUY, BigDecimal.ONE);
    } else if (closed(changes).signum() != 0) {
      bench.venue.trade("by-hand", OrderSide.SELL, closed(changes));
    }
    if (changes.hidden()) {
      bench.venue.fills.clear();
      bench.venue.fills.addAll(before);
    }
  }

  // ---- and looked at

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void whatIsToldAndDoneAndStandsAtTheEndIsWhatTheOracleSays(@ForAll("changes") Changes changes) {
    DeskBench bench = new DeskBench();
    if (changes.held()) {
      bench.enter();
    }
    bench.forMs(40_000);
    assertThat(bench.desk.agrees()).as("before").isTrue();
    int toldBefore = bench.log.size();
    bench.asked.clear();

    change(bench, changes);
    bench.forMs(changes.restarted() ? 11_000 : 0);
    if (changes.restarted()) {
      bench.start();
    }
    bench.forMs(200_000);

    rows(bench, changes, toldBefore);
    assertThat(bench.desk.position(BTC)).as("ours").isEqualByComparingTo(ours(changes));
    assertThat(bench.desk.agrees())
        .as("agrees")
        .isEqualTo(!staysApart(changes) && !driftIsLarge(changes));
    money(bench, changes);
    if (keeps(changes)) {
      assertThat(bench.venue.stops.values())
          .as("stops")
          .filteredOn(stop -> stop.state() == Seen.StopState.LIVE)
          .singleElement()
          .matches(stop -> stop.trigger().compareTo(STOP) == 0 && stop.onMarkPrice());
    }
    assertThat(bench.venue.orders.values())
        .as("what rests")
        .filteredOn(order -> !order.state().ended())
        .extracting(Seen.Order::venueId)
        .isEqualTo(changes.foreignOrder() ? List.of("by-hand") : List.of());
    entries(bench, open(changes));
  }

  private static void rows(DeskBench bench, Changes changes, int toldBefore) {
    Set<FindingKind> open = opened(bench);
    Set<FindingKind> told = toldSince(bench, toldBefore);
    Set<Class<?>> repaired = writes(bench);
    if (seemsBare(changes)) {
      told.remove(FindingKind.STOP_MISSING);
      repaired.remove(Ask.PlaceStop.class);
    }
    Set<FindingKind> expected = told(changes);
    Set<FindingKind> expectedOpen = open(changes);
    if (vanishes(changes)) {
      // It looks for something to close again and again, and may never compare in between.
      List.of(told, expected, open, expectedOpen)
          .forEach(rows -> rows.remove(FindingKind.POSITION_DIFFERS));
      expected.remove(FindingKind.STOP_MISSING);
    }
    assertThat(open).as("open").isEqualTo(expectedOpen);
    assertThat(told).as("told").isEqualTo(expected);
    assertThat(repaired).as("asked for").isEqualTo(repairs(changes));
  }

  private static Set<FindingKind> opened(DeskBench bench) {
    Set<FindingKind> open = EnumSet.noneOf(FindingKind.class);
    EnumSet.allOf(FindingKind.class).stream().filter(bench::isOpen).forEach(open::add);
    return open;
  }

  private static Set<FindingKind> toldSince(DeskBench bench, int from) {
    Set<FindingKind> told = EnumSet.noneOf(FindingKind.class);
    for (Object payload : bench.log.subList(from, bench.log.size())) {
      if (payload instanceof VenueFinding finding) {
        told.add(finding.getKind());
      }
    }
    return told;
  }

  private static Set<Class<?>> writes(DeskBench bench) {
    Set<Class<?>> kinds = new HashSet<>();
    for (Ask ask : bench.asked) {
      if (ask instanceof Ask.Write) {
        kinds.add(ask.getClass());
      }
    }
    return kinds;
  }

  private static void money(DeskBench bench, Changes changes) {
    assertThat(bills(bench, BillKind.FUNDING)).hasSize(changes.funding() ? 1 : 0);
    assertThat(bills(bench, BillKind.TRANSFER)).hasSize(changes.transfer() ? 1 : 0);
    assertThat(bills(bench, BillKind.CORRECTION)).hasSize(corrections(changes));
    BigDecimal closed =
        bench.events("").stream()
            .filter(event -> event.getKind() == VenueEventKind.REDUCED)
            .map(VenueEvent::getQuantity)
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    assertThat(closed)
        .as("closed outside")
        .isEqualByComparingTo(changes.hidden() ? BigDecimal.ZERO : closed(changes));
    if (!staysApart(changes) && !driftIsLarge(changes)) {
      assertThat(bench.desk.balance()).as("balance").isEqualByComparingTo(bench.venue.balance);
    }
  }

  private static List<AccountBill> bills(DeskBench bench, BillKind kind) {
    return bench.log.stream()
        .filter(AccountBill.class::isInstance)
        .map(AccountBill.class::cast)
        .filter(bill -> bill.getKind() == kind)
        .toList();
  }

  /** Every kind that can be open here lets entries wait. */
  private static void entries(DeskBench bench, Set<FindingKind> open) {
    bench.enter(bench.command(OrderAction.SUBMIT, "next", OrderIntent.ENTRY).build());
    bench.forMs(2_000);
    if (open.isEmpty()) {
      assertThat(bench.kinds("next"))
          .containsExactly(VenueEventKind.ACCEPTED, VenueEventKind.FILLED);
    } else {
      assertThat(bench.kinds("next")).containsExactly(VenueEventKind.REJECTED);
      assertThat(bench.events("next").get(0).getDetail()).startsWith("cause=UNRECONCILED");
    }
  }

  // ---- an order that rests

  /** What the venue makes of a limit order of ours, of 2 at 99, and pushes nothing of it. */
  enum Fate {
    RESTS,
    FORGOTTEN,
    TAKEN_BACK,
    FILLED,
    HALF_FILLED,
    FILLED_AND_THE_FILL_IS_HIDDEN,
    LARGER_THAN_SENT
  }

  private static List<VenueEventKind> events(Fate fate) {
    return switch (fate) {
      case RESTS, FILLED_AND_THE_FILL_IS_HIDDEN -> List.of(VenueEventKind.ACCEPTED);
      case FORGOTTEN, TAKEN_BACK, LARGER_THAN_SENT ->
          List.of(VenueEventKind.ACCEPTED, VenueEventKind.CANCELLED);
      case FILLED -> List.of(VenueEventKind.ACCEPTED, VenueEventKind.FILLED);
      case HALF_FILLED -> List.of(VenueEventKind.ACCEPTED, VenueEventKind.PARTIALLY_FILLED);
    };
  }

  private static Set<FindingKind> open(Fate fate, boolean foreignOrder) {
    Set<FindingKind> open = EnumSet.noneOf(FindingKind.class);
    if (fate == Fate.FILLED_AND_THE_FILL_IS_HIDDEN) {
      open.add(FindingKind.FILL_MISSING);
    }
    if (fate == Fate.LARGER_THAN_SENT) {
      open.add(FindingKind.ORDER_DIFFERS);
    }
    if (foreignOrder) {
      open.add(FindingKind.FOREIGN_ORDER);
    }
    return open;
  }

  private static void happens(DeskBench bench, Fate fate) {
    Seen.Order order = bench.venue.orders.values().iterator().next();
    switch (fate) {
      case RESTS -> {}
      case FORGOTTEN -> bench.venue.orders.clear();
      case TAKEN_BACK -> assertThat(bench.venue.cancelled(order.venueId())).isTrue();
      case FILLED -> bench.venue.fill(order.orderId(), HELD);
      case HALF_FILLED -> bench.venue.fill(order.orderId(), BigDecimal.ONE);
      case FILLED_AND_THE_FILL_IS_HIDDEN -> {
        bench.venue.fill(order.orderId(), HELD);
        bench.venue.fills.clear();
      }
      case LARGER_THAN_SENT ->
          bench.venue.orders.put(
              order.orderId(),
              new Seen.Order(
                  BTC,
                  order.orderId(),
                  order.venueId(),
                  order.side(),
                  HELD.add(BigDecimal.ONE),
                  order.price(),
                  order.reduceOnly(),
                  order.state(),
                  order.filled(),
                  order.createdMs(),
                  bench.nowMs,
                  ""));
    }
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void anOrderThatRestsEndsAsTheOracleSays(
      @ForAll Fate fate, @ForAll boolean foreignOrder, @ForAll boolean restarted) {
    DeskBench bench = new DeskBench();
    bench.enter(
        OrderCommand.newBuilder(bench.limitEntry())
            .setValidUntilMs(bench.nowMs + 3_600_000)
            .build());
    bench.forMs(40_000);
    assertThat(bench.desk.agrees()).as("before").isTrue();
    int toldBefore = bench.log.size();

    happens(bench, fate);
    if (foreignOrder) {
      bench.venue.answer(resting("by-hand"));
    }
    bench.forMs(restarted ? 11_000 : 0);
    if (restarted) {
      bench.start();
    }
    bench.forMs(250_000);

    assertThat(bench.kinds("e")).isEqualTo(events(fate));
    assertThat(opened(bench)).as("open").isEqualTo(open(fate, foreignOrder));
    Set<FindingKind> told = toldSince(bench, toldBefore);
    Set<FindingKind> expected = open(fate, foreignOrder);
    if (fate == Fate.FORGOTTEN) {
      expected.add(FindingKind.ORDER_UNKNOWN_TO_VENUE);
    }
    if (restarted) {
      // An edge that begins cannot know what the one before has sent last, nor for how long it
      // looked for it.
      told.remove(FindingKind.OUTCOME_UNKNOWN);
      told.remove(FindingKind.ORDER_UNKNOWN_TO_VENUE);
      expected.remove(FindingKind.ORDER_UNKNOWN_TO_VENUE);
    }
    assertThat(told).as("told").isEqualTo(expected);
    assertThat(bench.venue.placed)
        .as("sent once")
        .filteredOn(place -> place.venueId().startsWith(id("e")))
        .hasSize(1);
    restsOrBlocks(bench, fate, foreignOrder);
  }

  private static void restsOrBlocks(DeskBench bench, Fate fate, boolean foreignOrder) {
    boolean works = fate == Fate.RESTS || fate == Fate.HALF_FILLED;
    assertThat(bench.venue.orders.values())
        .as("what rests")
        .filteredOn(order -> !order.state().ended())
        .hasSize((works ? 1 : 0) + (foreignOrder ? 1 : 0));
    assertThat(bench.restingStops()).as("stops").isEqualTo(bench.venue.position.signum());
    if (!works) {
      entries(bench, open(fate, foreignOrder));
    }
  }
}
