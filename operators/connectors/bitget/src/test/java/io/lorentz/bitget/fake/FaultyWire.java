package io.lorentz.bitget.fake;

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

  private static final long LATEST_ARRIVAL_MS = 40_000;
  private static final long LATEST_ANSWER_MS = 9_000;
  private static final int WAY_MS = 100;

  private final FaultPlan plan;
  private final SplittableRandom random;
  private final FaultyGate gate;
  private final FaultyStream stream;
  private final PriorityQueue<Arrival> underWay =
      new PriorityQueue<>(
          Comparator.comparingLong(Arrival::atMs).thenComparingLong(Arrival::order));
  private final PriorityQueue<Sent> answers =
      new PriorityQueue<>(Comparator.comparingLong(Sent::atMs).thenComparingLong(Sent::order));
  private long order;

  public FaultyWire(FakeBitget venue, FaultPlan plan, long seed) {
    this.plan = plan;
    this.random = new SplittableRandom(seed);
    this.gate = new FaultyGate(venue, plan, random);
    this.stream = new FaultyStream(venue, plan, random.split());
  }

  /**
   * A request on its way.
   *
   * @param heard whether the client still waits for an answer
   */
  private record Request(long id, long sentMs, FaultyGate.Asked asked, boolean heard) {}

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
    Request request =
        new Request(
            requestId, nowMs, new FaultyGate.Asked(method, path, query, body, timestampMs), true);
    if (plan.happens(Fault.NOT_CONNECTED, random)) {
      hear(nowMs + way(), new Delivery.NotConnected(requestId));
    } else if (plan.happens(Fault.REQUEST_LOST, random)) {
      timeOut(request);
    } else if (plan.happens(Fault.REQUEST_LATE, random)) {
      timeOut(request);
      arrive(
          timestampMs + between(TIMEOUT_MS, LATEST_ARRIVAL_MS),
          new Request(requestId, nowMs, request.asked(), false));
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

  /** Whether the venue turns every request of now away: it is closed, or there are too many. */
  public boolean isClosed(long nowMs) {
    return gate.turnsAway(nowMs);
  }

  /** When something will arrive at either end; empty while nothing is on its way. */
  public OptionalLong nextDueMs() {
    long next = stream.nextDueMs().orElse(Long.MAX_VALUE);
    next = underWay.isEmpty() ? next : Math.min(next, underWay.peek().atMs());
    next = answers.isEmpty() ? next : Math.min(next, answers.peek().atMs());
    return next == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(next);
  }

  private void arrived(Request request, long atMs) {
    FakeAnswer answer = gate.answer(request.asked(), atMs);
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
