package io.lorentz.bitget.fake;

import static io.lorentz.bitget.fake.Calls.limit;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class FaultyWireProperties {

  private static final int REQUESTS = 100;

  /** A client that places an order of its own a second apart and asks nothing. */
  private static List<Delivery> play(long seed, Calls calls) {
    SplittableRandom random = new SplittableRandom(seed);
    FaultyWire wire = new FaultyWire(calls.venue(), FaultPlan.nasty(random), seed);
    List<Delivery> heard = new ArrayList<>();
    long nowMs = calls.nowMs();
    for (int i = 0; i < REQUESTS; i++) {
      String body = limit("c" + i, "buy", "0.1", "90").toString();
      wire.send(nowMs, i, "POST", "/api/v2/mix/order/place-order", "", body, nowMs);
      nowMs += 1_000;
      heard.addAll(wire.due(nowMs));
    }
    for (OptionalLong next = wire.nextDueMs(); next.isPresent(); next = wire.nextDueMs()) {
      heard.addAll(wire.due(next.getAsLong()));
    }
    return heard;
  }

  @Property(tries = 100)
  void everyRequestIsHeardOfExactlyOnceAndDoneAtMostOnce(@ForAll long seed) {
    Calls calls = Calls.at100(seed);
    List<Delivery> heard = play(seed, calls);
    assertThat(heard)
        .extracting(Delivery::requestId)
        .containsExactlyInAnyOrderElementsOf(LongStream.range(0, REQUESTS).boxed().toList());
    assertThat(calls.venue().acceptedOrders())
        .extracting(AcceptedOrder::clientOid)
        .doesNotHaveDuplicates();
  }

  @Property(tries = 30)
  void oneSeedGivesOneCourseOfEvents(@ForAll long seed) {
    assertThat(play(seed, Calls.at100(seed))).isEqualTo(play(seed, Calls.at100(seed)));
  }
}
