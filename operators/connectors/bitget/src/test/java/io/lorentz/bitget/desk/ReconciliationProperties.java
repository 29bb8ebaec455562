package io.lorentz.bitget.desk;

import static io.lorentz.bitget.desk.DeskBench.BTC;
import static io.lorentz.bitget.desk.DeskBench.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.schemas.AccountBill;
import io.lorentz.schemas.BillKind;
import io.lorentz.schemas.FindingKind;
import io.lorentz.schemas.OrderAction;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.OrderSide;
import io.lorentz.schemas.VenueEvent;
import io.lorentz.schemas.VenueEventKind;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Reconciliation against a naive oracle. Somebody changes at the venue, all at once, any of what
 * the table names; the oracle says from the changes alone what must stand at the end: what is still
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

  /**
   * What was changed.
   *
   * @param held whether there is a position of ours, of 2 with its stop at 95
   * @param driftCents what the balance has changed by without a booking, 1/100 USDT
   */
  record Changes(
      boolean held,
      Hand hand,
      Stop stop,
      boolean secondStop,
      boolean foreignOrder,
      boolean strayOrder,
      boolean leverage,
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
    return Combinators.combine(
            maybe, Arbitraries.of(Hand.class), Arbitraries.of(Stop.class), seldom, seldom, seldom)
        .flatAs(
            (held, hand, stop, second, foreign, stray) ->
                Combinators.combine(seldom, maybe, seldom, seldom, drifts(), maybe)
                    .as(
                        (leverage, again, funding, transfer, drift, restarted) ->
                            new Changes(
                                held, hand, stop, second, foreign, stray, leverage, again, funding,
                                transfer, drift, restarted)));
  }

  private static Arbitrary<Integer> drifts() {
    return Arbitraries.oneOf(
        Arbitraries.just(0),
        Arbitraries.of(-100, -1, 1, 100, 101),
        Arbitraries.integers().between(-3_000, 3_000));
  }

  // ---- the oracle: from the changes alone

  private static BigDecimal ours(Changes changes) {
    if (!changes.held() || changes.hand() == Hand.CLOSED_ALL) {
      return BigDecimal.ZERO;
    }
    return changes.hand() == Hand.CLOSED_HALF ? BigDecimal.ONE : HELD;
  }

  private static boolean othersHold(Changes changes) {
    return changes.hand() == Hand.OPENED;
  }

  private static boolean driftIsLarge(Changes changes) {
    return Math.abs(changes.driftCents()) > 100;
  }

  /** What is open at the end. While positions differ nobody can say what the balance should be. */
  private static Set<FindingKind> open(Changes changes) {
    Set<FindingKind> open = EnumSet.noneOf(FindingKind.class);
    if (changes.foreignOrder()) {
      open.add(FindingKind.FOREIGN_ORDER);
    }
    if (othersHold(changes)) {
      open.add(FindingKind.POSITION_DIFFERS);
    } else if (driftIsLarge(changes)) {
      open.add(FindingKind.BALANCE_DRIFT);
    }
    if (changes.leverage() && ours(changes).signum() != 0) {
      open.add(FindingKind.LEVERAGE_CHANGED);
    }
    return open;
  }

  private static int corrections(Changes changes) {
    boolean small = changes.driftCents() != 0 && !driftIsLarge(changes);
    return small && !othersHold(changes) ? 1 : 0;
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
    if (changes.leverage()) {
      bench.venue.leverage = new BigDecimal("50");
    }
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
    switch (changes.hand()) {
      case NOTHING -> {}
      case OPENED -> bench.venue.trade("by-hand", OrderSide.BUY, BigDecimal.ONE);
      case CLOSED_HALF, CLOSED_ALL -> {
        if (changes.held()) {
          BigDecimal left = ours(changes);
          bench.venue.trade("by-hand", OrderSide.SELL, HELD.subtract(left));
        }
      }
    }
  }

  // ---- and looked at

  @Property(tries = 400)
  void whatStandsAtTheEndIsWhatTheOracleSays(@ForAll("changes") Changes changes) {
    DeskBench bench = new DeskBench();
    if (changes.held()) {
      bench.enter();
    }
    bench.forMs(40_000);
    assertThat(bench.desk.agrees()).as("before").isTrue();

    change(bench, changes);
    bench.forMs(changes.restarted() ? 11_000 : 0);
    if (changes.restarted()) {
      bench.start();
    }
    bench.forMs(200_000);

    assertThat(opened(bench)).as("open").isEqualTo(open(changes));
    assertThat(bench.desk.position(BTC)).as("ours").isEqualByComparingTo(ours(changes));
    assertThat(bench.desk.agrees())
        .as("agrees")
        .isEqualTo(!othersHold(changes) && !driftIsLarge(changes));
    money(bench, changes);
    if (ours(changes).signum() != 0) {
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
    entries(bench, changes);
  }

  private static Set<FindingKind> opened(DeskBench bench) {
    Set<FindingKind> open = EnumSet.noneOf(FindingKind.class);
    EnumSet.allOf(FindingKind.class).stream().filter(bench::isOpen).forEach(open::add);
    return open;
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
        .isEqualByComparingTo(changes.held() ? HELD.subtract(ours(changes)) : BigDecimal.ZERO);
    if (!othersHold(changes) && !driftIsLarge(changes)) {
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
  private static void entries(DeskBench bench, Changes changes) {
    bench.enter(bench.command(OrderAction.SUBMIT, "next", OrderIntent.ENTRY).build());
    bench.forMs(2_000);
    if (open(changes).isEmpty()) {
      assertThat(bench.kinds("next"))
          .containsExactly(VenueEventKind.ACCEPTED, VenueEventKind.FILLED);
    } else {
      assertThat(bench.kinds("next")).containsExactly(VenueEventKind.REJECTED);
      assertThat(bench.events("next").get(0).getDetail()).startsWith("cause=UNRECONCILED");
    }
  }
}
