package io.lorentz.bitget.fake;

import static io.lorentz.bitget.fake.Calls.BTC;
import static io.lorentz.bitget.fake.Calls.body;
import static io.lorentz.bitget.fake.Calls.limit;
import static io.lorentz.bitget.fake.Calls.stop;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorentz.bitget.fake.Delivery.Answered;
import io.lorentz.bitget.fake.Delivery.NotConnected;
import io.lorentz.bitget.fake.Delivery.TimedOut;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FaultyWireTest {

  private static final String PLACE = "/api/v2/mix/order/place-order";
  private static final String CANCEL_STOP = "/api/v2/mix/order/cancel-plan-order";

  private final Calls calls = Calls.at100(7);
  private final FakeBitget venue = calls.venue();
  private final List<Long> heardMs = new ArrayList<>();
  private long nowMs = calls.nowMs();

  private static FaultPlan only(Fault fault) {
    return FaultPlan.none().with(fault, 1.0);
  }

  private FaultyWire wire(Fault fault) {
    return new FaultyWire(venue, only(fault), 1);
  }

  private static ObjectNode order(String clientOid) {
    return limit(clientOid, "buy", "1", "90");
  }

  private List<Delivery> post(FaultyWire wire, String path, ObjectNode body) {
    wire.send(nowMs, 1, "POST", path, "", body.toString(), nowMs);
    return run(wire);
  }

  private List<Delivery> pending(FaultyWire wire) {
    String query = "productType=USDT-FUTURES";
    wire.send(nowMs, 2, "GET", "/api/v2/mix/order/orders-pending", query, "", nowMs);
    return run(wire);
  }

  /** Until nothing is on its way. */
  private List<Delivery> run(FaultyWire wire) {
    List<Delivery> heard = new ArrayList<>();
    for (OptionalLong next = wire.nextDueMs(); next.isPresent(); next = wire.nextDueMs()) {
      nowMs = next.getAsLong();
      List<Delivery> due = wire.due(nowMs);
      due.forEach(it -> heardMs.add(nowMs));
      heard.addAll(due);
    }
    return heard;
  }

  private static String textOf(List<Delivery> heard) {
    assertThat(heard).hasSize(1).first().isInstanceOf(Answered.class);
    return ((Answered) heard.get(0)).body();
  }

  private int taken() {
    return venue.acceptedOrders().size();
  }

  @Test
  void withoutFaultsARequestIsAnsweredInAMoment() {
    long sentMs = nowMs;
    FaultyWire wire = new FaultyWire(venue, FaultPlan.none(), 1);
    assertThat(textOf(post(wire, PLACE, order("a")))).contains("00000");
    assertThat(heardMs.get(0)).isBetween(sentMs + 2, sentMs + 200);
    assertThat(textOf(pending(wire))).contains("\"clientOid\":\"a\"");
  }

  @Test
  void aConnectionThatWasNeverOpenedIsKnownAndNothingArrives() {
    assertThat(post(wire(Fault.NOT_CONNECTED), PLACE, order("a")))
        .containsExactly(new NotConnected(1));
    assertThat(taken()).isZero();
  }

  @Test
  void aLostRequestTimesOutAndNothingArrives() {
    long sentMs = nowMs;
    assertThat(post(wire(Fault.REQUEST_LOST), PLACE, order("a"))).containsExactly(new TimedOut(1));
    assertThat(heardMs).containsExactly(sentMs + FaultyWire.TIMEOUT_MS);
    assertThat(taken()).isZero();
  }

  @Test
  void aLostAnswerTimesOutAlthoughItWasDone() {
    assertThat(post(wire(Fault.ANSWER_LOST), PLACE, order("a"))).containsExactly(new TimedOut(1));
    assertThat(taken()).isEqualTo(1);
  }

  @Test
  void aLateAnswerTakesUpToNineSeconds() {
    FaultyWire wire = wire(Fault.ANSWER_LATE);
    long longest = 0;
    for (int i = 0; i < 50; i++) {
      long sentMs = nowMs;
      assertThat(textOf(post(wire, PLACE, order("a" + i)))).contains("00000");
      longest = Math.max(longest, nowMs - sentMs);
    }
    assertThat(longest).isBetween(8_000L, 9_000L);
  }

  @Test
  void aRequestThatArrivesLateIsCarriedOutUnlessItsTimestampIsThirtySecondsOld() {
    FaultyWire wire = wire(Fault.REQUEST_LATE);
    int done = 0;
    for (int i = 0; i < 60; i++) {
      int before = taken();
      long sentMs = nowMs;
      assertThat(post(wire, PLACE, order("a" + i))).containsExactly(new TimedOut(1));
      assertThat(taken() == before + 1).isEqualTo(nowMs - sentMs <= 30_000);
      done = taken();
    }
    assertThat(done).isBetween(20, 58);
  }

  @Test
  void aClockThatIsOffByHalfAMinuteIsRefused() {
    FaultyWire wire = new FaultyWire(venue, FaultPlan.none(), 1);
    wire.send(nowMs, 1, "POST", PLACE, "", order("a").toString(), nowMs - 30_001);
    assertThat(textOf(run(wire))).contains("40008");
    wire.send(nowMs, 1, "GET", "/api/v2/public/time", "", "", 0);
    assertThat(textOf(run(wire))).contains("serverTime");
  }

  @Test
  void anErrorThatSaysNothingMayHideWhatWasDoneAndWhatWasNot() {
    Set<String> codes = new HashSet<>();
    for (int i = 0; i < 40; i++) {
      int before = taken();
      codes.add(codeOf(textOf(post(wire(Fault.DONE_BUT_UNKNOWN, i), PLACE, order("a" + i)))));
      assertThat(taken()).isEqualTo(before + 1);
      codes.add(codeOf(textOf(post(wire(Fault.UNDONE_AND_UNKNOWN, i), PLACE, order("b" + i)))));
      assertThat(taken()).isEqualTo(before + 1);
    }
    assertThat(codes).containsExactlyInAnyOrder("40725", "45001", "40010", "empty", "html");
  }

  private FaultyWire wire(Fault fault, long seed) {
    return new FaultyWire(venue, only(fault), seed);
  }

  private static String codeOf(String text) {
    if (text.isEmpty()) {
      return "empty";
    }
    return text.startsWith("<") ? "html" : Calls.code(Calls.read(text));
  }

  @Test
  void aWriteMayBeCalledInvalidAlthoughItWasDoneAndAReadMayNot() {
    FaultyWire wire = wire(Fault.DONE_BUT_INVALID);
    assertThat(textOf(post(wire, PLACE, order("a")))).contains("45115");
    assertThat(taken()).isEqualTo(1);
    assertThat(textOf(pending(wire))).contains("00000");
  }

  @Test
  void inAStormEveryRequestIsTooManyAndNothingIsDone() {
    List<Delivery> heard = post(wire(Fault.STORM), PLACE, order("a"));
    assertThat(((Answered) heard.get(0)).status()).isEqualTo(429);
    assertThat(taken()).isZero();
  }

  @Test
  void aStormEndsAfterSomeSeconds() {
    FaultyWire wire = new FaultyWire(venue, FaultPlan.none().with(Fault.STORM, 0.05), 3);
    int longest = 0;
    int length = 0;
    for (int i = 0; i < 2_000; i++) {
      nowMs += 100;
      boolean stormy = textOf(pending(wire)).contains("429");
      length = stormy ? length + 1 : 0;
      longest = Math.max(longest, length);
    }
    assertThat(longest).isBetween(10, 200);
  }

  @Test
  void maintenanceLastsMinutesAndAnswersNeitherReadsNorWrites() {
    FaultyWire wire = wire(Fault.MAINTENANCE);
    String text = textOf(post(wire, PLACE, order("a")));
    assertThat(text.contains("40200") || text.contains("503")).isTrue();
    String read = textOf(pending(wire));
    assertThat(read.contains("40200") || read.contains("503")).isTrue();
    assertThat(taken()).isZero();
  }

  @Test
  void aNewOrderIsNotSeenForUpToTwoSeconds() {
    FaultyWire wire = wire(Fault.HIDDEN, 5);
    assertThat(textOf(post(wire, PLACE, order("a")))).contains("00000");
    long placedMs = nowMs;
    assertThat(textOf(pending(wire))).doesNotContain("\"a\"");
    nowMs = placedMs + 2_000;
    assertThat(textOf(pending(wire))).contains("\"a\"");
  }

  @Test
  void aStopMayFireWhileItsCancelIsOnItsWay() {
    calls.hold("a", "1");
    calls.post("order/place-tpsl-order", stop("s", "90"));
    nowMs = calls.nowMs();
    ObjectNode cancel = body().put("planType", "pos_loss");
    cancel.putArray("orderIdList").addObject().put("orderId", venue.stopIds(BTC).get(0));
    assertThat(textOf(post(wire(Fault.STOP_RACE), CANCEL_STOP, cancel))).contains("43020");
    calls.price("100");
    assertThat(venue.position(BTC)).isLessThan(BigDecimal.ONE);
    assertThat(venue.fills()).filteredOn(fill -> fill.source().equals("SYS")).isNotEmpty();
  }
}
