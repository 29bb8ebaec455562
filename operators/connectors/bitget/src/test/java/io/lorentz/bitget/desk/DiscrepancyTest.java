package io.lorentz.bitget.desk;

import static io.lorentz.bitget.desk.DeskBench.BTC;
import static io.lorentz.bitget.desk.DeskBench.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.bitget.Answer;
import io.lorentz.schemas.AccountBill;
import io.lorentz.schemas.BillKind;
import io.lorentz.schemas.FindingKind;
import io.lorentz.schemas.OperatorAction;
import io.lorentz.schemas.OperatorCommand;
import io.lorentz.schemas.OrderAction;
import io.lorentz.schemas.OrderCommand;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.OrderSide;
import io.lorentz.schemas.VenueEvent;
import io.lorentz.schemas.VenueEventKind;
import io.lorentz.schemas.VenueFinding;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every row of the table of reconciliation, by its name. */
class DiscrepancyTest {

  private static final BigDecimal TWO = new BigDecimal("2");
  private final DeskBench bench = new DeskBench();

  private void blocksAnEntry(String detail) {
    bench.enter(bench.command(OrderAction.SUBMIT, "blocked", OrderIntent.ENTRY).build());
    assertThat(bench.kinds("blocked")).containsExactly(VenueEventKind.REJECTED);
    assertThat(bench.events("blocked").get(0).getDetail()).startsWith(detail);
  }

  private void passesAnEntry() {
    bench.enter(bench.command(OrderAction.SUBMIT, "passes", OrderIntent.ENTRY).build());
    bench.forMs(3_000);
    assertThat(bench.kinds("passes"))
        .containsExactly(VenueEventKind.ACCEPTED, VenueEventKind.FILLED);
  }

  private void resume() {
    bench.operator(new OperatorCommand(bench.nowMs, "", OperatorAction.RESUME, "seen"));
  }

  private Ask.Place stray(String venueId, Optional<BigDecimal> price) {
    return new Ask.Place(BTC, venueId, OrderSide.BUY, TWO, price, false, false, Optional.empty());
  }

  @Test
  void orderUnknownToUs() {
    bench.venue.answer(stray(id("z") + "00", Optional.of(new BigDecimal("90"))));
    bench.forMs(40_000);

    assertThat(bench.findings(FindingKind.ORDER_UNKNOWN_TO_US)).isNotEmpty();
    assertThat(bench.venue.orders.values())
        .allMatch(order -> order.state() == Seen.OrderState.CANCELLED);
    bench.forMs(40_000);
    assertThat(bench.isOpen(FindingKind.ORDER_UNKNOWN_TO_US)).isFalse();
    passesAnEntry();
  }

  @Test
  void orderUnknownToVenue() {
    bench.enter(bench.limitEntry());
    bench.forMs(5_000);
    bench.venue.orders.clear();
    bench.forMs(80_000);

    assertThat(bench.findings(FindingKind.ORDER_UNKNOWN_TO_VENUE)).isNotEmpty();
    assertThat(bench.isOpen(FindingKind.ORDER_UNKNOWN_TO_VENUE)).isFalse();
    assertThat(bench.kinds("e")).containsExactly(VenueEventKind.ACCEPTED, VenueEventKind.CANCELLED);
  }

  @Test
  void orderDiffers() {
    bench.instead =
        ask -> {
          if (ask instanceof Ask.Place) {
            bench.venue.answer(stray(id("e") + "00", Optional.of(new BigDecimal("90"))));
            return Optional.of(new Outcome.Unclear("lost"));
          }
          return Optional.empty();
        };
    bench.enter();
    bench.forMs(20_000);

    assertThat(bench.isOpen(FindingKind.ORDER_DIFFERS)).isTrue();
    assertThat(bench.kinds("e")).endsWith(VenueEventKind.CANCELLED);
    assertThat(bench.venue.orders.values())
        .allMatch(order -> order.state() == Seen.OrderState.CANCELLED);
    blocksAnEntry("cause=UNRECONCILED");
    bench.instead = ask -> Optional.empty();
    resume();
    passesAnEntry();
  }

  @Test
  void outcomeUnknown() {
    bench.instead =
        ask ->
            ask instanceof Ask.Place ? Optional.of(new Outcome.Unclear("lost")) : Optional.empty();
    bench.enter();
    bench.forMs(5_000);

    assertThat(bench.isOpen(FindingKind.OUTCOME_UNKNOWN)).isTrue();
    blocksAnEntry("cause=UNRECONCILED");
    bench.instead = ask -> Optional.empty();
    bench.forMs(60_000);
    assertThat(bench.isOpen(FindingKind.OUTCOME_UNKNOWN)).isFalse();
  }

  @Test
  void foreignOrder() {
    bench.venue.answer(stray("by-hand", Optional.of(new BigDecimal("90"))));
    bench.forMs(40_000);

    assertThat(bench.isOpen(FindingKind.FOREIGN_ORDER)).isTrue();
    blocksAnEntry("cause=UNRECONCILED");
    assertThat(bench.venue.orders.values())
        .allMatch(order -> order.state() == Seen.OrderState.LIVE);
    bench.venue.cancelled("by-hand");
    bench.forMs(40_000);
    assertThat(bench.isOpen(FindingKind.FOREIGN_ORDER)).isFalse();
    passesAnEntry();
  }

  @Test
  void fillMissing() {
    bench.enter(bench.limitEntry());
    bench.venue.fill(bench.venue.orders.keySet().iterator().next(), TWO);
    List<Seen.Fill> hidden = List.copyOf(bench.venue.fills);
    bench.venue.fills.clear();
    bench.forMs(60_000);

    assertThat(bench.isOpen(FindingKind.FILL_MISSING)).isTrue();
    assertThat(bench.kinds("e")).containsExactly(VenueEventKind.ACCEPTED);
    bench.venue.fills.addAll(hidden);
    bench.forMs(20_000);
    assertThat(bench.kinds("e")).containsExactly(VenueEventKind.ACCEPTED, VenueEventKind.FILLED);
    assertThat(bench.isOpen(FindingKind.FILL_MISSING)).isFalse();
  }

  @Test
  void fillTwice() {
    bench.enter(bench.limitEntry());
    Seen.Fill fill =
        bench.venue.fill(bench.venue.orders.keySet().iterator().next(), BigDecimal.ONE);
    bench.venue.fills.add(fill);
    bench.push(new Push.Fills(List.of(fill, fill)));
    bench.start();
    bench.push(new Push.Fills(List.of(fill)));
    bench.forMs(60_000);

    assertThat(bench.kinds("e"))
        .containsExactly(VenueEventKind.ACCEPTED, VenueEventKind.PARTIALLY_FILLED);
    assertThat(bench.desk.position(BTC)).isEqualByComparingTo("1");
  }

  @Test
  void positionDiffersWhereOursWasClosedByHand() {
    bench.enter();
    bench.forMs(5_000);
    bench.venue.trade("by-hand", OrderSide.SELL, BigDecimal.ONE);
    bench.forMs(80_000);

    assertThat(bench.events(""))
        .extracting(VenueEvent::getKind)
        .containsExactly(VenueEventKind.REDUCED);
    assertThat(bench.findings(FindingKind.POSITION_DIFFERS)).isNotEmpty();
    assertThat(bench.desk.balance()).isEqualByComparingTo(bench.venue.balance);
    assertThat(bench.desk.agrees()).isTrue();
  }

  @Test
  void positionDiffersWhereOthersHaveOpenedOne() {
    bench.venue.trade("by-hand", OrderSide.BUY, BigDecimal.ONE);
    bench.forMs(80_000);

    assertThat(bench.isOpen(FindingKind.POSITION_DIFFERS)).isTrue();
    blocksAnEntry("cause=UNRECONCILED");
    assertThat(bench.venue.position).as("left alone").isEqualByComparingTo("1");
    bench.start();
    bench.forMs(80_000);
    bench.venue.price = new BigDecimal("110");
    bench.venue.trade("by-hand-2", OrderSide.SELL, BigDecimal.ONE);
    bench.forMs(80_000);
    assertThat(bench.isOpen(FindingKind.POSITION_DIFFERS)).isFalse();
    assertThat(bench.events("")).isEmpty();
    bench.forMs(80_000);
    assertThat(bench.desk.balance()).isEqualByComparingTo(bench.venue.balance);
    bench.venue.price = new BigDecimal("100");
    passesAnEntry();
  }

  @Test
  void stopMissing() {
    bench.enter();
    bench.forMs(5_000);
    bench.instead =
        ask ->
            ask instanceof Ask.PlaceStop
                ? Optional.of(new Outcome.Refused(Answer.TOO_MANY_ORDERS, "43005", "too many"))
                : Optional.empty();
    Seen.Stop stop = bench.venue.stops.values().iterator().next();
    bench.venue.rest(stop, stop.trigger(), true, Seen.StopState.CANCELLED, "");
    bench.forMs(15_000);
    assertThat(bench.isOpen(FindingKind.STOP_MISSING)).isTrue();

    bench.forMs(20_000);

    assertThat(bench.venue.position).isEqualByComparingTo("0");
    assertThat(bench.isOpen(FindingKind.STOP_MISSING)).isFalse();
    assertThat(bench.events("").get(0).getDetail()).isEqualTo("cause=UNPROTECTED");
  }

  @Test
  void stopMissingAndPlacedAgain() {
    bench.enter();
    bench.forMs(5_000);
    Seen.Stop stop = bench.venue.stops.values().iterator().next();
    bench.venue.rest(stop, stop.trigger(), true, Seen.StopState.CANCELLED, "");
    bench.forMs(15_000);

    assertThat(bench.restingStops()).isEqualTo(1);
    assertThat(bench.venue.position).isEqualByComparingTo("2");
    assertThat(bench.kinds("s")).containsExactly(VenueEventKind.ACCEPTED);
  }

  @Test
  void stopSurplus() {
    bench.enter();
    bench.forMs(5_000);
    bench.venue.attachStop("pos_loss", false, new BigDecimal("90"));
    bench.forMs(20_000);

    assertThat(bench.restingStops()).isEqualTo(1);
    assertThat(bench.findings(FindingKind.STOP_SURPLUS)).isNotEmpty();
    assertThat(bench.desk.findings()).isEmpty();
  }

  @Test
  void stopDiffers() {
    bench.enter();
    bench.forMs(5_000);
    Seen.Stop stop = bench.venue.stops.values().iterator().next();
    bench.venue.rest(stop, new BigDecimal("90"), true, Seen.StopState.LIVE, "");
    bench.forMs(20_000);

    assertThat(bench.venue.stops.get(stop.orderId()).trigger()).isEqualByComparingTo("95");
    assertThat(bench.findings(FindingKind.STOP_DIFFERS)).isNotEmpty();
    assertThat(bench.kinds("s")).containsExactly(VenueEventKind.ACCEPTED);
  }

  @Test
  void leverageChanged() {
    bench.enter();
    bench.forMs(5_000);
    bench.venue.leverage = new BigDecimal("50");
    bench.forMs(60_000);

    assertThat(bench.isOpen(FindingKind.LEVERAGE_CHANGED)).isTrue();
    bench.give(bench.command(OrderAction.SUBMIT, "x", OrderIntent.EXIT_TIME).build());
    bench.forMs(60_000);
    assertThat(bench.isOpen(FindingKind.LEVERAGE_CHANGED)).isFalse();
    passesAnEntry();
    assertThat(bench.venue.leverage).isEqualByComparingTo("5");
  }

  @Test
  void modeChanged() {
    bench.instead =
        ask ->
            ask instanceof Ask.OneWayMode
                ? Optional.of(new Outcome.Refused(Answer.SETTING_BLOCKED, "40920", "open"))
                : Optional.empty();
    bench.venue.oneWay = false;
    bench.forMs(60_000);
    assertThat(bench.isOpen(FindingKind.MODE_CHANGED)).isTrue();
    blocksAnEntry("cause=UNRECONCILED");

    bench.instead = ask -> Optional.empty();
    bench.forMs(60_000);
    assertThat(bench.isOpen(FindingKind.MODE_CHANGED)).isFalse();
    passesAnEntry();
  }

  @Test
  void balanceDriftWithinTheBoundIsBooked() {
    bench.venue.balance = bench.venue.balance.add(new BigDecimal("0.37"));
    bench.forMs(80_000);

    assertThat(bench.desk.balance()).isEqualByComparingTo(bench.venue.balance);
    assertThat(bills(BillKind.CORRECTION)).hasSize(1);
    assertThat(bench.isOpen(FindingKind.BALANCE_DRIFT)).isFalse();
  }

  @Test
  void balanceDrift() {
    bench.venue.balance = bench.venue.balance.add(new BigDecimal("-25"));
    bench.forMs(80_000);

    assertThat(bench.isOpen(FindingKind.BALANCE_DRIFT)).isTrue();
    blocksAnEntry("cause=UNRECONCILED");
    resume();
    bench.forMs(40_000);
    assertThat(bench.isOpen(FindingKind.BALANCE_DRIFT)).isFalse();
    assertThat(bench.desk.balance()).isEqualByComparingTo(bench.venue.balance);
    passesAnEntry();
  }

  private List<AccountBill> bills(BillKind kind) {
    return bench.log.stream()
        .filter(AccountBill.class::isInstance)
        .map(AccountBill.class::cast)
        .filter(bill -> bill.getKind() == kind)
        .toList();
  }

  @Test
  void fundingAndTransfersAreBookedOnce() {
    bench.venue.bills.add(
        new Seen.Bill("b1", BTC, "contract_settle_fee", new BigDecimal("-1.5"), bench.nowMs));
    bench.venue.bills.add(
        new Seen.Bill("b2", "", "trans_from_exchange", new BigDecimal("500"), bench.nowMs));
    bench.venue.balance = bench.venue.balance.add(new BigDecimal("498.5"));
    bench.forMs(80_000);
    bench.start();
    bench.forMs(80_000);

    assertThat(bills(BillKind.FUNDING)).hasSize(1);
    assertThat(bills(BillKind.TRANSFER)).hasSize(1);
    assertThat(bills(BillKind.CORRECTION)).isEmpty();
    assertThat(bench.desk.balance()).isEqualByComparingTo(bench.venue.balance);
  }

  @Test
  void commandMissing() {
    bench.command(OrderAction.SUBMIT, "lost", OrderIntent.ENTRY);
    blocksAnEntry("cause=UNRECONCILED");

    assertThat(bench.isOpen(FindingKind.COMMAND_MISSING)).isTrue();
    resume();
    passesAnEntry();
  }

  @Test
  void commandDiffers() {
    OrderCommand first = bench.limitEntry();
    bench.enter(first);
    bench.give(first);
    assertThat(bench.isOpen(FindingKind.COMMAND_DIFFERS)).as("equal").isFalse();
    bench.give(OrderCommand.newBuilder(first).setQuantity(DeskBench.amount("3")).build());

    assertThat(bench.isOpen(FindingKind.COMMAND_DIFFERS)).isTrue();
    assertThat(bench.venue.placed).hasSize(1);
    blocksAnEntry("cause=UNRECONCILED");
  }

  @Test
  void hardCap() {
    bench.enter(
        bench
            .command(OrderAction.SUBMIT, "big", OrderIntent.ENTRY)
            .setQuantity(DeskBench.amount("501"))
            .build());
    bench.enter(
        bench.command(OrderAction.SUBMIT, "lever", OrderIntent.ENTRY).setLeverage(26).build());

    assertThat(bench.events("big").get(0).getDetail()).contains("cause=HARD_CAP notional=50100");
    assertThat(bench.events("lever").get(0).getDetail()).contains("cause=HARD_CAP leverage=26");
    assertThat(bench.findings(FindingKind.HARD_CAP)).hasSize(2);
    assertThat(bench.venue.placed).isEmpty();
    passesAnEntry();
  }

  @Test
  void jobSilent() {
    bench.enter(
        OrderCommand.newBuilder(bench.limitEntry())
            .setValidUntilMs(bench.nowMs + 1_000_000)
            .build());
    bench.venue.fill(bench.venue.orders.keySet().iterator().next(), BigDecimal.ONE);
    bench.silence();
    bench.forMs(200_000);

    assertThat(bench.isOpen(FindingKind.JOB_SILENT)).isTrue();
    assertThat(bench.events("e").get(bench.events("e").size() - 1).getDetail())
        .isEqualTo("cause=JOB_SILENT");
    assertThat(bench.restingStops()).isEqualTo(1);
    bench.desk.onJobAlive(bench.nowMs);
    bench.carryOut();
    assertThat(bench.isOpen(FindingKind.JOB_SILENT)).isFalse();
  }

  @Test
  void streamLost() {
    bench.push(new Push.Lost("no pong"));
    blocksAnEntry("cause=UNRECONCILED");
    assertThat(bench.isOpen(FindingKind.STREAM_LOST)).isTrue();
    bench.push(new Push.Ready());
    bench.forMs(3_000);

    assertThat(bench.isOpen(FindingKind.STREAM_LOST)).isFalse();
    passesAnEntry();
  }

  @Test
  void venueRefuses() {
    bench.instead =
        ask -> Optional.of(new Outcome.Refused(Answer.AUTH, "40009", "sign signature error"));
    bench.forMs(40_000);
    assertThat(bench.isOpen(FindingKind.VENUE_REFUSES)).isTrue();
    blocksAnEntry("cause=UNRECONCILED");
    bench.instead = ask -> Optional.empty();
    bench.forMs(5_000);

    assertThat(bench.isOpen(FindingKind.VENUE_REFUSES)).isFalse();
    passesAnEntry();
  }

  @Test
  void venueSilent() {
    bench.instead =
        ask ->
            ask instanceof Ask.OpenStops
                ? Optional.of(new Outcome.Unclear("429 again and again"))
                : Optional.empty();
    bench.forMs(80_000);
    assertThat(bench.isOpen(FindingKind.VENUE_SILENT)).isFalse();
    bench.forMs(60_000);
    assertThat(bench.isOpen(FindingKind.VENUE_SILENT)).isTrue();
    blocksAnEntry("cause=UNRECONCILED");
    bench.instead = ask -> Optional.empty();
    bench.forMs(5_000);

    assertThat(bench.isOpen(FindingKind.VENUE_SILENT)).isFalse();
    passesAnEntry();
  }

  @Test
  void feeElsewhere() {
    bench.venue.feeCoin = Optional.of("BGB");
    bench.enter();
    bench.forMs(10_000);
    assertThat(bench.isOpen(FindingKind.FEE_ELSEWHERE)).isTrue();
    assertThat(bench.desk.balance()).isEqualByComparingTo(bench.venue.balance);
    assertThat(bench.kinds("e")).contains(VenueEventKind.FILLED);
    bench.venue.feeCoin = Optional.empty();
    bench.give(bench.command(OrderAction.SUBMIT, "x", OrderIntent.EXIT_TIME).build());
    bench.forMs(40_000);
    blocksAnEntry("cause=UNRECONCILED");
    bench.operator(new OperatorCommand(bench.nowMs, "", OperatorAction.RESUME, "test"));

    assertThat(bench.isOpen(FindingKind.FEE_ELSEWHERE)).isFalse();
    passesAnEntry();
  }

  @ParameterizedTest
  @EnumSource(FindingKind.class)
  void everyCaseHasARowAndATest(FindingKind kind) {
    assertThat(Discrepancy.of(kind).action()).isNotEmpty();
    String name = camel(kind.name());
    assertThat(Arrays.stream(getClass().getDeclaredMethods()).map(method -> method.getName()))
        .anyMatch(method -> method.startsWith(name));
  }

  private static String camel(String name) {
    String words =
        Arrays.stream(name.toLowerCase(java.util.Locale.ROOT).split("_"))
            .map(
                word -> word.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + word.substring(1))
            .collect(Collectors.joining());
    return words.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + words.substring(1);
  }

  @Test
  void theTableInTheDocumentIsThisTable() throws IOException {
    String document = Files.readString(Path.of("README.md"));
    for (Discrepancy row : Discrepancy.values()) {
      String text =
          "| `"
              + row.name()
              + "` | "
              + row.found()
              + " | "
              + (row.blocksEntries() ? "wait" : "go on")
              + " | "
              + row.action()
              + " | "
              + row.settled()
              + " |";
      assertThat(document).contains(text);
    }
  }

  @Test
  void everyFindingSaysWhetherEntriesAreBlocked() {
    bench.push(new Push.Lost("no pong"));
    List<VenueFinding> told = bench.findings(FindingKind.STREAM_LOST);

    assertThat(told.get(told.size() - 1).getEntriesBlocked()).isTrue();
    bench.push(new Push.Ready());
    bench.forMs(3_000);
    told = bench.findings(FindingKind.STREAM_LOST);
    assertThat(told.get(told.size() - 1).getEntriesBlocked()).isFalse();
  }
}
