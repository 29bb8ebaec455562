package io.lorentz.bitget;

import java.util.ArrayDeque;
import java.util.OptionalLong;

/**
 * The venue's clock, as far as round trips tell. The venue refuses a timestamp that is more than 30
 * s off, so what is wanted is not precision but that one slow answer does not mislead: the offset
 * is the median of the last round trips. Not safe for threads.
 */
public final class ServerClock {

  private static final int ROUND_TRIPS = 9;

  private final ArrayDeque<RoundTrip> last = new ArrayDeque<>();

  private record RoundTrip(long offsetMs, long lengthMs) {}

  /**
   * A round trip has ended.
   *
   * @param sentMs when the question left, ms by the clock of this machine
   * @param serverMs what the venue's clock showed, ms since 1970 UTC
   * @param receivedMs when the answer came, ms by the clock of this machine
   * @throws IllegalArgumentException if it came before it was asked
   */
  public void heard(long sentMs, long serverMs, long receivedMs) {
    if (receivedMs < sentMs) {
      throw new IllegalArgumentException(
          "receivedMs: must be "
              + sentMs
              + " or later, was "
              + receivedMs
              + "; measure a round trip by a clock that does not go back");
    }
    if (last.size() == ROUND_TRIPS) {
      last.removeFirst();
    }
    long lengthMs = receivedMs - sentMs;
    last.addLast(new RoundTrip(serverMs - (sentMs + lengthMs / 2), lengthMs));
  }

  /**
   * What is to be added to the clock of this machine; empty before the first round trip. It is
   * wrong by at most half the length of the round trip it comes from.
   */
  public OptionalLong offsetMs() {
    return last.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(median(last.stream().mapToLong(RoundTrip::offsetMs).sorted().toArray()));
  }

  /** Median length of the last round trips, ms; empty before the first. */
  public OptionalLong roundTripMs() {
    return last.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(median(last.stream().mapToLong(RoundTrip::lengthMs).sorted().toArray()));
  }

  /** The lower of the two in the middle: always one that was measured. */
  private static long median(long[] sorted) {
    return sorted[(sorted.length - 1) / 2];
  }
}
