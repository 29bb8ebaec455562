package io.lorentz.bitget.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.SplittableRandom;

/** The venue's door: what has reached it is carried out, or not, and answered, rightly or not. */
final class FaultyGate {

  private static final long STALE_MS = 30_000;
  private static final long SHORTEST_STORM_MS = 100;
  private static final long LONGEST_STORM_MS = 8_000;
  private static final long SHORTEST_MAINTENANCE_MS = 60_000;
  private static final long LONGEST_MAINTENANCE_MS = 300_000;
  private static final long LONGEST_HIDING_MS = 2_000;

  /** A client may rely on what the venue shows 35 s after it was sent. */
  private static final long LONGEST_LONG_HIDING_MS = 34_000;

  private static final long LONGEST_ENDPOINT_STORM_MS = 30_000;
  private static final String HTML_502 =
      "<html><head><title>502 Bad Gateway</title></head><body></body></html>";

  private final FakeBitget venue;
  private final FaultPlan plan;
  private final SplittableRandom random;
  private long stormUntilMs;
  private String stormyPath = "";
  private long pathUntilMs;
  private long closedUntilMs;

  FaultyGate(FakeBitget venue, FaultPlan plan, SplittableRandom random) {
    this.venue = venue;
    this.plan = plan;
    this.random = random;
  }

  /**
   * A request as it arrives.
   *
   * @param timestampMs as the client has signed it
   */
  record Asked(String method, String path, String query, String body, long timestampMs) {

    boolean isWrite() {
      return method.equals("POST");
    }

    boolean isSigned() {
      return !path.endsWith("/public/time");
    }
  }

  /** Whether requests of now are turned away: all of them, or those that a position needs. */
  boolean turnsAway(long atMs) {
    boolean orders = stormyPath.contains("/order/place-");
    return atMs < closedUntilMs || atMs < stormUntilMs || (orders && atMs < pathUntilMs);
  }

  FakeAnswer answer(Asked asked, long atMs) {
    if (isStormy(atMs) || isStormyAt(asked.path(), atMs)) {
      return FakeBitget.refusal(429, "429", "Too Many Requests", atMs);
    }
    if (asked.isSigned() && Math.abs(atMs - asked.timestampMs()) > STALE_MS) {
      return FakeBitget.refusal(400, "40008", "Request timestamp expired", atMs);
    }
    if (isClosed(atMs)) {
      return venue.closed(atMs);
    }
    if (plan.happens(Fault.UNDONE_AND_UNKNOWN, random)) {
      return unknown(atMs);
    }
    FakeAnswer answer = carriedOut(asked, atMs);
    if (asked.isWrite() && plan.happens(Fault.DONE_BUT_INVALID, random)) {
      return FakeBitget.refusal(400, "45115", "The price is not a multiple of the tick", atMs);
    }
    return plan.happens(Fault.DONE_BUT_UNKNOWN, random) ? unknown(atMs) : answer;
  }

  private FakeAnswer carriedOut(Asked asked, long atMs) {
    if (asked.path().matches(".*/(cancel-plan-order|modify-tpsl-order)")
        && plan.happens(Fault.STOP_RACE, random)) {
      stopsOf(asked, atMs).forEach(orderId -> venue.fireStop(orderId, atMs));
    }
    return venue.handle(
        atMs, asked.method(), asked.path(), asked.query(), asked.body(), hiddenMs());
  }

  private long hiddenMs() {
    if (plan.happens(Fault.HIDDEN_LONG, random)) {
      return 1 + random.nextLong(LONGEST_LONG_HIDING_MS);
    }
    return plan.happens(Fault.HIDDEN, random) ? 1 + random.nextLong(LONGEST_HIDING_MS) : 0;
  }

  private static List<String> stopsOf(Asked asked, long atMs) {
    JsonNode body = FakeRequest.ofBody(atMs, asked.body()).parameters();
    return body.findValuesAsText("orderId");
  }

  private boolean isStormy(long atMs) {
    if (atMs >= stormUntilMs && plan.happens(Fault.STORM, random)) {
      stormUntilMs = atMs + between(SHORTEST_STORM_MS, LONGEST_STORM_MS);
    }
    return atMs < stormUntilMs;
  }

  private boolean isStormyAt(String path, long atMs) {
    if (atMs >= pathUntilMs && plan.happens(Fault.ENDPOINT_STORM, random)) {
      stormyPath = path;
      pathUntilMs = atMs + between(SHORTEST_STORM_MS, LONGEST_ENDPOINT_STORM_MS);
    }
    return atMs < pathUntilMs && path.equals(stormyPath);
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

  private long between(long least, long most) {
    return least + random.nextLong(most - least + 1);
  }
}
