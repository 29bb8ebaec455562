package io.lorentz.bitget.desk;

import static io.lorentz.bitget.desk.DeskBench.amount;
import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.schemas.FindingKind;
import io.lorentz.schemas.OperatorAction;
import io.lorentz.schemas.OrderAction;
import io.lorentz.schemas.OrderCommand;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.OrderSide;
import io.lorentz.schemas.VenueEventKind;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an entry has to pass, whatever the job says of it. */
class EntryGateTest {

  private static HardCaps capped(String maxOrderNotional) {
    HardCaps caps = HardCaps.defaults();
    return new HardCaps(
        new BigDecimal(maxOrderNotional),
        caps.maxTotalNotional(),
        caps.maxEntriesPerMinute(),
        caps.maxLeverage(),
        caps.minEquity());
  }

  /** Its price was seen a while ago, which is enough for the caps and too old to rest at. */
  private static DeskBench unpriced(EntryPolicy entries) {
    DeskBench bench = new DeskBench(DeskBench.with(entries));
    bench.quoted = false;
    bench.forMs(6_000);
    bench.enter();
    return bench;
  }

  private static EntryPolicy maker(boolean thenTaker, long maxSignalAgeMs) {
    return new EntryPolicy(true, 3, 10_000, thenTaker, maxSignalAgeMs);
  }

  @Test
  void aPriceOfTheJobThatIsTooLowDoesNotGetPastACap() {
    DeskBench bench = new DeskBench(DeskBench.with(DeskBench.takerOnly().entries(), capped("150")));
    bench.enter(
        bench
            .command(OrderAction.SUBMIT, "e", OrderIntent.ENTRY)
            .setDecidedPrice(amount("1"))
            .build());
    bench.forMs(5_000);

    assertThat(bench.kinds("e")).containsExactly(VenueEventKind.REJECTED);
    assertThat(bench.events("e").get(0).getDetail())
        .isEqualTo("cause=HARD_CAP notional=200 cap=150");
    assertThat(bench.venue.placed).isEmpty();
  }

  @Test
  void anEntryWaitsForAPriceThatTheEdgeSeesItself() {
    DeskBench bench = new DeskBench();
    bench.quoted = false;
    bench.forMs(61_000);
    bench.enter();
    bench.forMs(20_000);
    assertThat(bench.venue.placed).isEmpty();
    assertThat(bench.kinds("e")).isEmpty();

    bench.quoted = true;
    bench.forMs(3_000);
    assertThat(bench.kinds("e")).containsExactly(VenueEventKind.ACCEPTED, VenueEventKind.FILLED);
  }

  @Test
  void anEntryForWhichNoPriceIsSeenExpires() {
    DeskBench bench = new DeskBench();
    bench.quoted = false;
    bench.forMs(61_000);
    bench.enter();
    bench.forMs(130_000);

    assertThat(bench.venue.placed).isEmpty();
    assertThat(bench.kinds("e")).containsExactly(VenueEventKind.EXPIRED);
    assertThat(bench.kinds("s")).containsExactly(VenueEventKind.CANCELLED);
  }

  @Test
  void anEntryAgainstThePositionIsRefused() {
    DeskBench bench = new DeskBench();
    bench.enter();
    bench.forMs(5_000);
    OrderCommand against =
        bench
            .command(OrderAction.SUBMIT, "against", OrderIntent.ENTRY)
            .setSide(OrderSide.SELL)
            .setQuantity(amount("5"))
            .build();
    bench.give(against);
    bench.forMs(5_000);

    assertThat(bench.kinds("against")).containsExactly(VenueEventKind.REJECTED);
    assertThat(bench.events("against").get(0).getDetail())
        .isEqualTo("cause=HARD_CAP side=SELL position=2");
    assertThat(bench.venue.placed).hasSize(1);
    assertThat(bench.isOpen(FindingKind.HARD_CAP)).isFalse();
  }

  /** It has been handed over already and waits its turn at the sender. */
  @Test
  void anEntryThatWaitsItsTurnDoesNotLeaveAfterAHalt() {
    DeskBench bench = new DeskBench();
    OrderCommand entry = bench.command(OrderAction.SUBMIT, "e", OrderIntent.ENTRY).build();
    bench.desk.onCommand(entry, bench.nowMs);
    bench.desk.onCommand(bench.stop(entry), bench.nowMs);
    Asked handed = bench.placeAfterSetup();

    assertThat(handed.waitsForLog()).isTrue();
    assertThat(handed.stillWanted().getAsBoolean()).isTrue();
    bench.desk.onOperator(OperatorAction.HALT, bench.nowMs);
    assertThat(handed.stillWanted().getAsBoolean()).isFalse();
  }

  @Test
  void anEntryThatWaitsItsTurnDoesNotLeaveAfterItWasTakenBack() {
    DeskBench bench = new DeskBench();
    OrderCommand entry = bench.command(OrderAction.SUBMIT, "e", OrderIntent.ENTRY).build();
    bench.desk.onCommand(entry, bench.nowMs);
    bench.desk.onCommand(bench.stop(entry), bench.nowMs);
    Asked handed = bench.placeAfterSetup();
    bench.desk.onCommand(bench.cancel("e", OrderIntent.ENTRY, "JOB"), bench.nowMs);

    assertThat(handed.stillWanted().getAsBoolean()).isFalse();
  }

  @Test
  void withoutAPriceToRestAtAnEntryIsNotTakenAtMarketWhereThatIsNotWanted() {
    DeskBench bench = unpriced(maker(false, 60_000));
    bench.forMs(30_000);

    assertThat(bench.venue.placed).isEmpty();
    assertThat(bench.kinds("e")).containsExactly(VenueEventKind.EXPIRED);
    assertThat(bench.events("e").get(0).getDetail()).isEqualTo("cause=GAVE_UP");
  }

  @Test
  void withoutAPriceToRestAtAnEntryWaitsForOneAndIsTakenAtMarketOnlyWhenItsTimeToRestIsOver() {
    DeskBench bench = unpriced(maker(true, 60_000));
    bench.forMs(9_000);
    assertThat(bench.venue.placed).isEmpty();

    bench.forMs(3_000);
    assertThat(bench.venue.placed).extracting(Ask.Place::price).containsExactly(Optional.empty());
  }

  @Test
  void aDecisionThatIsTooOldIsNotTakenAtMarket() {
    DeskBench bench = unpriced(maker(true, 5_000));
    bench.forMs(30_000);

    assertThat(bench.venue.placed).isEmpty();
    assertThat(bench.kinds("e")).containsExactly(VenueEventKind.EXPIRED);
  }

  @Test
  void onlyWhatOpensSomethingWaitsForTheLog() {
    DeskBench bench = new DeskBench();
    bench.enter();
    bench.forMs(5_000);
    bench.desk.onOperator(OperatorAction.FLATTEN, bench.nowMs);
    List<Asked> urgent = bench.desk.urgentAsks();

    assertThat(urgent).extracting(Asked::ask).contains(new Ask.OpenPositions());
    assertThat(bench.desk.asks()).isEmpty();
    bench.desk.onOutcome(
        urgent.stream()
            .filter(asked -> asked.ask() instanceof Ask.OpenPositions)
            .findFirst()
            .orElseThrow()
            .id(),
        new Outcome.Positions(bench.venue.positions()),
        bench.nowMs);

    assertThat(bench.desk.urgentAsks())
        .extracting(Asked::ask)
        .anySatisfy(
            ask ->
                assertThat(ask)
                    .isInstanceOfSatisfying(
                        Ask.Place.class, place -> assertThat(place.reduceOnly()).isTrue()));
  }
}
