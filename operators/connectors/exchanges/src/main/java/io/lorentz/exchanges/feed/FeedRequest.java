package io.lorentz.exchanges.feed;

import io.lorentz.exchanges.dialect.Extras;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a feed is asked to bring.
 *
 * @param beginMs of each instrument the start of the first bar that is wanted, ms since 1970 UTC
 * @param extras what is wanted beside bars
 * @param fundingsAfterMs funding payments later than this, ms since 1970 UTC; Long.MAX_VALUE for
 *     none
 */
public record FeedRequest(Map<String, Long> beginMs, Extras extras, long fundingsAfterMs) {

  /** Copies and checks. */
  public FeedRequest {
    if (beginMs.isEmpty()) {
      throw new IllegalArgumentException("feed: no instrument is wanted; name at least one");
    }
    beginMs = Map.copyOf(beginMs);
  }

  /** The instruments, by name. */
  TreeMap<String, Long> sorted() {
    return new TreeMap<>(beginMs);
  }
}
