package io.lorentz.bitget.fake;

import static io.lorentz.bitget.fake.Calls.limit;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lorentz.bitget.fake.StreamEvent.Frame;
import io.lorentz.bitget.fake.StreamEvent.Lost;
import io.lorentz.bitget.fake.StreamEvent.Opened;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FaultyStreamTest {

  private static final String LOGIN =
      "{\"op\":\"login\",\"args\":[{\"apiKey\":\"k\",\"passphrase\":\"p\","
          + "\"timestamp\":\"1767225600\",\"sign\":\"s\"}]}";
  private static final String ORDERS =
      "{\"op\":\"subscribe\",\"args\":[{\"instType\":\"USDT-FUTURES\","
          + "\"channel\":\"orders\",\"instId\":\"default\"}]}";

  private final Calls calls = Calls.at100(7);

  private FaultyStream open(FaultPlan plan) {
    FaultyStream stream = new FaultyStream(calls.venue(), plan, new SplittableRandom(1));
    stream.connect(calls.nowMs());
    stream.send(calls.nowMs(), LOGIN);
    stream.send(calls.nowMs(), ORDERS);
    return stream;
  }

  private static FaultPlan only(Fault fault, double chance) {
    return FaultPlan.none().with(fault, chance);
  }

  /** Ids of the orders in the pushes of some events. */
  private static List<String> pushed(List<StreamEvent> events) {
    List<String> ids = new ArrayList<>();
    for (StreamEvent event : events) {
      if (event instanceof Frame frame) {
        JsonNode row = Calls.read(frame.text()).path("data").path(0);
        if (row.has("clientOid")) {
          ids.add(row.path("clientOid").asText());
        }
      }
    }
    return ids;
  }

  /** Places so many orders, a second apart, that rest. */
  private List<String> place(int count) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add("a" + i);
      calls.place(limit("a" + i, "buy", "1", "90"));
    }
    return ids;
  }

  private long later() {
    return calls.nowMs() + 5_100;
  }

  @Test
  void withoutFaultsEveryPushComesOnceInOrder() {
    FaultyStream stream = open(FaultPlan.none());
    List<String> placed = place(20);
    List<StreamEvent> events = stream.due(later());
    assertThat(events.get(0)).isEqualTo(new Opened());
    assertThat(events).hasSize(23).doesNotContain(new Lost());
    assertThat(pushed(events)).isEqualTo(placed);
  }

  @Test
  void aPushMayBeLostAndTheStreamLives() {
    FaultyStream stream = open(only(Fault.PUSH_LOST, 0.5));
    List<String> placed = place(20);
    List<StreamEvent> events = stream.due(later());
    assertThat(pushed(events)).hasSizeBetween(1, 19).isSubsetOf(placed);
    assertThat(events).doesNotContain(new Lost());
  }

  @Test
  void aPushMayComeTwice() {
    FaultyStream stream = open(only(Fault.PUSH_TWICE, 1));
    List<String> placed = place(3);
    List<String> pushed = pushed(stream.due(later()));
    assertThat(pushed).hasSize(6).containsAll(placed);
  }

  @Test
  void aLatePushIsOvertaken() {
    FaultyStream stream = open(only(Fault.PUSH_LATE, 0.5));
    List<String> placed = place(20);
    List<String> pushed = pushed(stream.due(later()));
    assertThat(pushed).isNotEqualTo(placed).containsExactlyInAnyOrderElementsOf(placed);
  }

  @Test
  void aStreamMayFallSilentLongBeforeItIsLost() {
    FaultyStream stream = open(only(Fault.HALF_OPEN, 1));
    long openedMs = calls.nowMs();
    place(1);
    assertThat(stream.due(openedMs + 2_000)).doesNotContain(new Lost());
    stream.send(openedMs + 2_000, "ping");
    assertThat(stream.due(openedMs + 5_000)).isEmpty();
    assertThat(stream.due(openedMs + 70_000)).containsExactly(new Lost());
    assertThat(stream.nextDueMs()).isEmpty();
  }

  @Test
  void aLostStreamTellsNoMoreUntilItIsOpenedAgain() {
    FaultyStream stream = open(only(Fault.STREAM_LOST, 1));
    place(2);
    List<StreamEvent> events = stream.due(later());
    assertThat(events).endsWith(new Lost());
    assertThat(pushed(events)).isEmpty();
    stream.connect(later());
    assertThat(stream.due(later() + 100)).containsExactly(new Opened());
  }

  @Test
  void aStreamMayBeLostRightAfterAPartialFill() {
    int seen = 0;
    int partial = 0;
    for (long seed = 0; seed < 40; seed++) {
      Calls one = Calls.at100(seed);
      FaultyStream stream =
          new FaultyStream(
              one.venue(), only(Fault.LOST_AFTER_PARTIAL_FILL, 1), new SplittableRandom(seed));
      stream.connect(one.nowMs());
      stream.send(one.nowMs(), LOGIN);
      stream.send(one.nowMs(), ORDERS);
      one.place(limit("a", "buy", "1", "101"));
      List<StreamEvent> events = stream.due(one.nowMs() + 1_000);
      if (events.contains(new Lost())) {
        partial++;
        assertThat(events).endsWith(new Lost());
        seen += pushed(events).size() == 2 ? 1 : 0;
      }
    }
    assertThat(partial).isGreaterThan(10);
    assertThat(seen).isBetween(1, partial - 1);
  }

  @Test
  void aConnectionMayNotOpen() {
    FaultyStream stream = open(only(Fault.NOT_CONNECTED, 1));
    assertThat(stream.due(later())).containsExactly(new Lost());
  }

  @Test
  void aStreamThatTheVenueHasClosedIsLost() {
    FaultyStream stream = open(FaultPlan.none());
    stream.due(later());
    assertThat(stream.due(calls.nowMs() + 119_000)).isEmpty();
    assertThat(stream.due(calls.nowMs() + 120_000)).containsExactly(new Lost());
  }

  @Test
  void whatTheClientHasClosedTellsNothing() {
    FaultyStream stream = open(FaultPlan.none());
    stream.close(calls.nowMs());
    place(1);
    assertThat(stream.due(later())).isEmpty();
  }
}
