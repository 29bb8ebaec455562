package io.lorentz.bitget.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * The way between a client and the fake venue, in virtual time, with what goes wrong on it. Each
 * request comes to exactly one {@link Delivery}. Times are ms since 1970 UTC and must not go back;
 * the market must not be moved beyond {@link #nextDueMs()} before {@link #due} was asked. Not
 * thread-safe.
 */
public final class FaultyWire {

  /** After so long a client gives up. */
  public static final long TIMEOUT_MS = 10_000;

  private static final long STALE_MS = 30_000;
  private static final long LATEST_ARRIVAL_MS = 40_000;
  private static final long LATEST_ANSWER_MS = 9_000;
  private static final long LONGEST_STORM_MS = 8_000;
  private static final long SHORTEST_MAINTENANCE_MS = 60_000;
  private static final long LONGEST_MAINTENANCE_MS = 300_000;
  private static final long LONGEST_HIDING_MS = 2_000;
  private static final int WAY_MS = 100;
  private static final String HTML_502 =
      "<html><head><title>502 Bad Gateway</title></head><body></body></html>";

  private final FakeBitget venue;
  private final FaultPlan plan;
  private final SplittableRandom random;
  private final FaultyStream stream;
  private final PriorityQueue<Arrival> underWay =
      new PriorityQueue<>(
          Comparator.comparingLong(Arrival::atMs).thenComparingLong(Arrival::order));
  private final PriorityQueue<Sent> answers =
      new PriorityQueue<>(Comparator.comparingLong(Sent::atMs).thenComparingLong(Sent::order));
  private long stormUntilMs;
  private long closedUntilMs;
  private long order;

  public FaultyWire(FakeBitget venue, FaultPlan plan, long seed) {
    this.venue = venue;
    this.plan = plan;
    this.random = new SplittableRandom(seed);
    this.stream = new FaultyStream(venue, plan, random.split());
  }

  /**
   * A request on its way.
   *
   * @param timestampMs as the client has signed it
   * @param heard whether the client still waits for an answer
   */
  private record Request(
      long id,
      long sentMs,
      String method,
      String path,
      String query,
      String body,
      long timestampMs,
      boolean heard) {

    boolean isWrite() {
      return method.equals("POST");
    }

    boolean isSigned() {
      return !path.endsWith("/public/time");
    }

    Request unheard() {
      return new Request(id, sentMs, method, path, query, body, timestampMs, false);
    }
  }

  private record Arrival(long atMs, long order, Request request) {}

  private record Sent(long atMs, long order, Delivery delivery) {}

  /** The private stream by this wire. */
  public FaultyStream stream() {
    return stream;
  }

  /**
   * Sends a request.
   *
   * @param requestId by the client's count
   * @param timestampMs as the client has signed it, by its idea of the venue's clock
   */
  public void send(
      long nowMs,
      long requestId,
      String method,
      String path,
      String query,
      String body,
      long timestampMs) {
    Request request = new Request(requestId, nowMs, method, path, query, body, timestampMs, true);
    if (plan.happens(Fault.NOT_CONNECTED, random)) {
      hear(nowMs + way(), new Delivery.NotConnected(requestId));
    } else if (plan.happens(Fault.REQUEST_LOST, random)) {
      timeOut(request);
    } else if (plan.happens(Fault.REQUEST_LATE, random)) {
      timeOut(request);
      arrive(timestampMs + between(TIMEOUT_MS, LATEST_ARRIVAL_MS), request.unheard());
    } else {
      arrive(nowMs + way(), request);
    }
  }

  private void arrive(long atMs, Request request) {
    underWay.add(new Arrival(Math.max(atMs, request.sentMs()), order++, request));
  }

  /** Carries out what has arrived until now and says what the client has heard, in order. */
  public List<Delivery> due(long nowMs) {
    while (!underWay.isEmpty() && underWay.peek().atMs() <= nowMs) {
      Arrival arrival = underWay.remove();
      arrived(arrival.request(), arrival.atMs());
    }
    List<Delivery> due = new ArrayList<>();
    while (!answers.isEmpty() && answers.peek().atMs() <= nowMs) {
      due.add(answers.remove().delivery());
    }
    return due;
  }

  /** When something will arrive at either end; empty while nothing is on its way. */
  public OptionalLong nextDueMs() {
    long next = stream.nextDueMs().orElse(Long.MAX_VALUE);
    next = underWay.isEmpty() ? next : Math.min(next, underWay.peek().atMs());
    next = answers.isEmpty() ? next : Math.min(next, answers.peek().atMs());
    return next == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(next);
  }

  private void arrived(Request request, long atMs) {
    FakeAnswer answer = atTheVenue(request, atMs);
    if (!request.heard()) {
      return;
    }
    long heardMs = atMs + way();
    if (plan.happens(Fault.ANSWER_LOST, random)) {
      timeOut(request);
      return;
    }
    if (plan.happens(Fault.ANSWER_LATE, random)) {
      heardMs = Math.max(heardMs, request.sentMs() + between(WAY_MS, LATEST_ANSWER_MS));
    }
    hear(heardMs, new Delivery.Answered(request.id(), answer.status(), answer.body()));
  }

  private FakeAnswer atTheVenue(Request request, long atMs) {
    if (isStormy(atMs)) {
      return FakeBitget.refusal(429, "429", "Too Many Requests", atMs);
    }
    if (request.isSigned() && Math.abs(atMs - request.timestampMs()) > STALE_MS) {
      return FakeBitget.refusal(400, "40008", "Request timestamp expired", atMs);
    }
    if (isClosed(atMs)) {
      return venue.closed(atMs);
    }
    if (plan.happens(Fault.UNDONE_AND_UNKNOWN, random)) {
      return unknown(atMs);
    }
    FakeAnswer answer = carriedOut(request, atMs);
    if (request.isWrite() && plan.happens(Fault.DONE_BUT_INVALID, random)) {
      return FakeBitget.refusal(400, "45115", "The price is not a multiple of the tick", atMs);
    }
    return plan.happens(Fault.DONE_BUT_UNKNOWN, random) ? unknown(atMs) : answer;
  }

  private FakeAnswer carriedOut(Request request, long atMs) {
    if (request.path().matches(".*/(cancel-plan-order|modify-tpsl-order)")
        && plan.happens(Fault.STOP_RACE, random)) {
      stopsOf(request, atMs).forEach(orderId -> venue.fireStop(orderId, atMs));
    }
    long hiddenMs = plan.happens(Fault.HIDDEN, random) ? 1 + random.nextLong(LONGEST_HIDING_MS) : 0;
    return venue.handle(
        atMs, request.method(), request.path(), request.query(), request.body(), hiddenMs);
  }

  private static List<String> stopsOf(Request request, long atMs) {
    JsonNode body = FakeRequest.ofBody(atMs, request.body()).parameters();
    return body.findValuesAsText("orderId");
  }

  private boolean isStormy(long atMs) {
    if (atMs >= stormUntilMs && plan.happens(Fault.STORM, random)) {
      stormUntilMs = atMs + between(WAY_MS, LONGEST_STORM_MS);
    }
    return atMs < stormUntilMs;
  }

  private boolean isClosed(long atMs) {
    if (atMs >= closedUntilMs && plan.happens(Fault.MAINTENANCE, random)) {
      closedUntilMs = atMs + between(SHORTEST_MAINTENANCE_MS, LONGEST_MAINTENANCE_MS);
    }
    return atMs < closedUntilMs;
  }

  /** An answer that does not say whether it was done. */
  private FakeAnswer unknown(long atMs) {
    return switch (random.nextInt(5)) {
      case 0 -> FakeBitget.refusal(400, "40725", "service return an error", atMs);
      case 1 -> FakeBitget.refusal(500, "45001", "Unknown error", atMs);
      case 2 -> FakeBitget.refusal(200, "40010", "Request timed out", atMs);
      case 3 -> new FakeAnswer(200, "");
      default -> new FakeAnswer(502, HTML_502);
    };
  }

  private void timeOut(Request request) {
    hear(request.sentMs() + TIMEOUT_MS, new Delivery.TimedOut(request.id()));
  }

  private void hear(long atMs, Delivery delivery) {
    answers.add(new Sent(atMs, order++, delivery));
  }

  private long way() {
    return 1L + random.nextInt(WAY_MS);
  }

  private long between(long least, long most) {
    return least + random.nextLong(most - least + 1);
  }
}
