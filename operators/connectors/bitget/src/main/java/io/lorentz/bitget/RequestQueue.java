package io.lorentz.bitget;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What waits to be sent, within the venue's limits: each endpoint's own, and that of the address.
 * Of one endpoint the more urgent goes first, and of equals the earlier. Nothing that waits is
 * dropped; whoever takes a request out decides whether it is still worth sending.
 *
 * <p>In no second does an endpoint get more than the documentation allows: the burst and what is
 * refilled in a second are the limit together, the latter 70 % of it. The last part of the address'
 * allowance is for {@link Urgency#PROTECT} alone.
 *
 * <p>It has no thread and no clock of its own. Not safe for threads.
 *
 * @param <T> a request
 */
public final class RequestQueue<T> {

  private static final double SUSTAINED = 0.7;
  private static final int ADDRESS_PER_MINUTE = 4_000;
  private static final int ADDRESS_BURST = 500;
  private static final int ADDRESS_RESERVE = 100;
  private static final long FIRST_PAUSE_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long LONGEST_PAUSE_NANOS = Duration.ofMinutes(5).toNanos();

  private final Map<String, Lane<T>> lanes = new TreeMap<>();
  private final TimeMeter clock;
  private final Bucket address;
  private long arrivals;

  /** What waits for one endpoint. */
  private static final class Lane<T> {
    private final Bucket bucket;
    private final EnumMap<Urgency, ArrayDeque<Waiting<T>>> waiting = new EnumMap<>(Urgency.class);
    private long pausedUntilNanos;
    private long pauseNanos = FIRST_PAUSE_NANOS;

    Lane(Bucket bucket, long nowNanos) {
      this.bucket = bucket;
      pausedUntilNanos = nowNanos;
      for (Urgency urgency : Urgency.values()) {
        waiting.put(urgency, new ArrayDeque<>());
      }
    }

    Optional<Waiting<T>> first() {
      for (ArrayDeque<Waiting<T>> each : waiting.values()) {
        if (!each.isEmpty()) {
          return Optional.of(each.peekFirst());
        }
      }
      return Optional.empty();
    }
  }

  private record Waiting<T>(T request, Urgency urgency, long arrival) {

    boolean isBefore(Waiting<T> other) {
      int compared = urgency.compareTo(other.urgency);
      return compared < 0 || (compared == 0 && arrival < other.arrival);
    }
  }

  /**
   * An empty queue.
   *
   * @param limits of every endpoint that will be used
   * @param clock ns that never go back
   */
  public RequestQueue(List<EndpointLimit> limits, TimeMeter clock) {
    this.clock = clock;
    for (EndpointLimit limit : limits) {
      int refill = Math.max(1, (int) Math.floor(limit.perSecond() * SUSTAINED));
      // Of one a second nothing is left for a burst, but a bucket holds one at least.
      int burst = Math.max(1, limit.perSecond() - refill);
      lanes.put(
          limit.endpoint(),
          new Lane<>(bucket(burst, refill, Duration.ofSeconds(1)), clock.currentTimeNanos()));
    }
    address = bucket(ADDRESS_BURST, ADDRESS_PER_MINUTE, Duration.ofMinutes(1));
  }

  private Bucket bucket(int burst, int refill, Duration every) {
    return Bucket.builder()
        .withCustomTimePrecision(clock)
        .addLimit(Bandwidth.builder().capacity(burst).refillGreedy(refill, every).build())
        .build();
  }

  /**
   * Puts a request in.
   *
   * @throws IllegalArgumentException if the endpoint has no limit here
   */
  public void add(String endpoint, Urgency urgency, T request) {
    lane(endpoint).waiting.get(urgency).addLast(new Waiting<>(request, urgency, arrivals++));
  }

  /** Takes out what may be sent now, the most urgent of all; empty if nothing may. */
  public Optional<T> poll() {
    Optional<Lane<T>> best = Optional.empty();
    for (Lane<T> lane : lanes.values()) {
      if (mayPass(lane) && (best.isEmpty() || isBefore(lane, best.get()))) {
        best = Optional.of(lane);
      }
    }
    return best.map(this::taken);
  }

  private boolean mayPass(Lane<T> lane) {
    Optional<Waiting<T>> first = lane.first();
    if (first.isEmpty() || pauseNanos(lane) > 0) {
      return false;
    }
    long reserve = first.get().urgency() == Urgency.PROTECT ? 0 : ADDRESS_RESERVE;
    return address.getAvailableTokens() > reserve && lane.bucket.getAvailableTokens() > 0;
  }

  private static <T> boolean isBefore(Lane<T> one, Lane<T> other) {
    return one.first().orElseThrow().isBefore(other.first().orElseThrow());
  }

  private T taken(Lane<T> lane) {
    Waiting<T> first = lane.first().orElseThrow();
    lane.waiting.get(first.urgency()).removeFirst();
    lane.bucket.tryConsume(1);
    address.tryConsume(1);
    return first.request();
  }

  /**
   * How long {@link #poll} will give nothing, ns; empty if nothing waits. It may give nothing then
   * too, and is asked again.
   */
  public OptionalLong waitNanos() {
    OptionalLong least = OptionalLong.empty();
    for (Lane<T> lane : lanes.values()) {
      Optional<Waiting<T>> first = lane.first();
      if (first.isPresent()) {
        long wait = waitNanos(lane, first.get().urgency());
        least = OptionalLong.of(Math.min(wait, least.orElse(Long.MAX_VALUE)));
      }
    }
    return least;
  }

  private long waitNanos(Lane<T> lane, Urgency urgency) {
    long own = lane.bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill();
    int ofAddress = urgency == Urgency.PROTECT ? 1 : ADDRESS_RESERVE + 1;
    long shared = address.estimateAbilityToConsume(ofAddress).getNanosToWaitForRefill();
    return Math.max(pauseNanos(lane), Math.max(own, shared));
  }

  /** By the difference, as nanoseconds of a clock without a zero are compared. */
  private long pauseNanos(Lane<T> lane) {
    return Math.max(0, lane.pausedUntilNanos - clock.currentTimeNanos());
  }

  /** How many wait. */
  public int size() {
    int size = 0;
    for (Lane<T> lane : lanes.values()) {
      for (ArrayDeque<Waiting<T>> each : lane.waiting.values()) {
        size += each.size();
      }
    }
    return size;
  }

  /**
   * The venue says that an endpoint was used too often: it is left alone for a second, and twice as
   * long each time in a row, five minutes at most. What waits, waits on.
   */
  public void refused(String endpoint) {
    Lane<T> lane = lane(endpoint);
    lane.pausedUntilNanos = clock.currentTimeNanos() + lane.pauseNanos;
    lane.pauseNanos = Math.min(LONGEST_PAUSE_NANOS, 2 * lane.pauseNanos);
  }

  /** The venue has answered otherwise: the next refusal is the first again. */
  public void answered(String endpoint) {
    lane(endpoint).pauseNanos = FIRST_PAUSE_NANOS;
  }

  private Lane<T> lane(String endpoint) {
    Lane<T> lane = lanes.get(endpoint);
    if (lane == null) {
      throw new IllegalArgumentException(
          endpoint + ": has no limit here, known are " + lanes.keySet() + "; give it one");
    }
    return lane;
  }
}
