package io.lorentz.bitget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.bucket4j.TimeMeter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.BeforeTry;

class RequestQueueProperties {

  private static final long SECOND = 1_000_000_000;
  private static final long MINUTE = 60 * SECOND;
  private static final String PLACE = "/place-order";
  private static final String CANCEL = "/cancel-order";
  private static final String STOP = "/place-tpsl-order";
  private static final String CLOSE = "/close-positions";
  private static final List<EndpointLimit> LIMITS =
      List.of(
          new EndpointLimit(PLACE, 10),
          new EndpointLimit(CANCEL, 10),
          new EndpointLimit(STOP, 5),
          new EndpointLimit(CLOSE, 1));

  private static final List<Urgency> URGENCIES = List.of(Urgency.values());

  private final Clock clock = new Clock();
  private final List<Sent> sent = new ArrayList<>();
  private RequestQueue<Request> queue;

  private record Request(String endpoint, Urgency urgency, int number) {}

  private record Sent(Request request, long atNanos) {}

  /** Stands still until it is moved. */
  private static final class Clock implements TimeMeter {
    private long nanos;

    @Override
    public long currentTimeNanos() {
      return nanos;
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }

  @BeforeTry
  void begin() {
    clock.nanos = 0;
    sent.clear();
    queue = new RequestQueue<>(LIMITS, clock);
  }

  @Property(tries = 200)
  void nothingIsLostNoLimitIsPassedAndTheUrgentGoesFirst(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, EnumMap<Urgency, ArrayDeque<Request>>> waiting = new TreeMap<>();
    int added = 0;
    for (int step = 0; step < 400; step++) {
      for (int i = random.nextInt(6); i > 0; i--) {
        Request request = any(random, added++);
        queue.add(request.endpoint(), request.urgency(), request);
        waiting
            .computeIfAbsent(request.endpoint(), e -> new EnumMap<>(Urgency.class))
            .computeIfAbsent(request.urgency(), u -> new ArrayDeque<>())
            .add(request);
      }
      drain(waiting);
      clock.nanos += random.nextLong(SECOND / 5);
    }
    while (queue.size() > 0) {
      clock.nanos += Math.max(1, queue.waitNanos().orElseThrow());
      drain(waiting);
    }
    assertThat(sent).hasSize(added);
    assertThat(queue.waitNanos()).isEmpty();
    for (EndpointLimit limit : LIMITS) {
      assertWithin(limit.endpoint(), limit.perSecond(), SECOND);
    }
  }

  /** Takes out what may pass; each must be the first of the most urgent of its endpoint. */
  private void drain(Map<String, EnumMap<Urgency, ArrayDeque<Request>>> waiting) {
    queue
        .poll()
        .ifPresent(
            request -> {
              EnumMap<Urgency, ArrayDeque<Request>> lane = waiting.get(request.endpoint());
              Urgency first =
                  lane.entrySet().stream()
                      .filter(each -> !each.getValue().isEmpty())
                      .findFirst()
                      .orElseThrow()
                      .getKey();
              assertThat(request.urgency()).isEqualTo(first);
              assertThat(request).isEqualTo(lane.get(first).poll());
              sent.add(new Sent(request, clock.nanos));
              drain(waiting);
            });
  }

  private static Request any(SplittableRandom random, int number) {
    EndpointLimit limit = LIMITS.get(random.nextInt(LIMITS.size()));
    return new Request(limit.endpoint(), URGENCIES.get(random.nextInt(URGENCIES.size())), number);
  }

  /** In every stretch of that length, wherever it begins. */
  private void assertWithin(String endpoint, int most, long lengthNanos) {
    List<Long> times =
        sent.stream()
            .filter(each -> each.request().endpoint().equals(endpoint))
            .map(Sent::atNanos)
            .toList();
    for (int i = most; i < times.size(); i++) {
      assertThat(times.get(i) - times.get(i - most))
          .as("%s requests of %s", most + 1, endpoint)
          .isGreaterThanOrEqualTo(lengthNanos);
    }
  }

  /** 100 orders a second for ten seconds, and a cancel now and then, against 10 and 10 a second. */
  @Example
  void aFloodOfOrdersIsSentWithinTheLimitAndCancelsDoNotWaitForIt() {
    int orders = 0;
    long worstCancelNanos = 0;
    for (int tick = 0; tick < 1_000; tick++) {
      queue.add(PLACE, Urgency.ENTER, new Request(PLACE, Urgency.ENTER, orders++));
      if (tick % 50 == 0) {
        long askedAt = clock.nanos;
        queue.add(CANCEL, Urgency.PROTECT, new Request(CANCEL, Urgency.PROTECT, tick));
        pollAll();
        assertThat(sent.get(sent.size() - 1).request().endpoint()).isIn(CANCEL, PLACE);
        worstCancelNanos = Math.max(worstCancelNanos, lastCancelAt() - askedAt);
      }
      pollAll();
      clock.nanos += SECOND / 100;
    }
    while (queue.size() > 0) {
      clock.nanos += Math.max(1, queue.waitNanos().orElseThrow());
      pollAll();
    }
    assertThat(sent.stream().filter(each -> each.request().endpoint().equals(PLACE)))
        .hasSize(orders);
    assertWithin(PLACE, 10, SECOND);
    assertThat(worstCancelNanos).isZero();
    // 70 % of ten a second.
    assertThat(clock.nanos).isBetween(140 * SECOND, 145 * SECOND);
  }

  /** A reduce-only order goes by the endpoint of the entries: it must not stand behind them. */
  @Example
  void anOrderThatReducesOvertakesTheEntriesOfItsEndpoint() {
    for (int i = 0; i < 50; i++) {
      queue.add(PLACE, Urgency.ENTER, new Request(PLACE, Urgency.ENTER, i));
    }
    pollAll();
    queue.add(PLACE, Urgency.PROTECT, new Request(PLACE, Urgency.PROTECT, 50));
    int before = sent.size();
    while (sent.size() == before) {
      clock.nanos += Math.max(1, queue.waitNanos().orElseThrow());
      pollAll();
    }
    assertThat(sent.get(before).request().urgency()).isEqualTo(Urgency.PROTECT);
  }

  @Example
  void theLastOfTheAddressAllowanceIsForWhatProtects() {
    RequestQueue<Integer> flood =
        new RequestQueue<>(List.of(new EndpointLimit(PLACE, 10_000)), clock);
    for (int i = 0; i < 2_000; i++) {
      flood.add(PLACE, i < 1_000 ? Urgency.ASK : Urgency.ENTER, i);
    }
    int passed = 0;
    while (flood.poll().isPresent()) {
      passed++;
    }
    assertThat(passed).isEqualTo(400);
    for (int i = 0; i < 100; i++) {
      flood.add(PLACE, Urgency.PROTECT, -1);
    }
    for (int i = 0; i < 100; i++) {
      assertThat(flood.poll()).hasValue(-1);
    }
    assertThat(flood.poll()).isEmpty();
    assertThat(flood.waitNanos().orElseThrow()).isBetween(1L, MINUTE);
  }

  @Example
  void anEndpointThatRefusesIsLeftAloneLongerEachTimeAndTheOthersGoOn() {
    for (int i = 0; i < 4; i++) {
      queue.add(PLACE, Urgency.ENTER, new Request(PLACE, Urgency.ENTER, i));
    }
    long[] pauses = {SECOND, 2 * SECOND, 4 * SECOND};
    for (long pause : pauses) {
      assertThat(queue.poll()).isPresent();
      queue.refused(PLACE);
      assertThat(queue.poll()).isEmpty();
      assertThat(queue.waitNanos()).hasValue(pause);
      queue.add(CANCEL, Urgency.PROTECT, new Request(CANCEL, Urgency.PROTECT, 9));
      assertThat(queue.poll().orElseThrow().endpoint()).isEqualTo(CANCEL);
      clock.nanos += pause;
    }
    assertThat(queue.poll()).isPresent();
    queue.answered(PLACE);
    queue.refused(PLACE);
    queue.add(PLACE, Urgency.ENTER, new Request(PLACE, Urgency.ENTER, 4));
    assertThat(queue.waitNanos()).hasValue(SECOND);
  }

  @Example
  void anEndpointWithoutALimitIsAFaultOfOurs() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> queue.add("/other", Urgency.ASK, any(new SplittableRandom(1), 1)))
        .withMessageContaining("/other: has no limit here");
  }

  private void pollAll() {
    for (var next = queue.poll(); next.isPresent(); next = queue.poll()) {
      sent.add(new Sent(next.get(), clock.nanos));
    }
  }

  private long lastCancelAt() {
    for (int i = sent.size() - 1; i >= 0; i--) {
      if (sent.get(i).request().endpoint().equals(CANCEL)) {
        return sent.get(i).atNanos();
      }
    }
    throw new AssertionError("no cancel was sent");
  }
}
