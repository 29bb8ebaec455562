package io.lorentz.exchanges.feed;

import java.util.Map;

/** What a feed tells its edge; the messages of one feed come in order. */
public sealed interface FeedMessage {

  /** Name of the venue. */
  String venue();

  /** A payload for the log. */
  record Said(String venue, Object payload) implements FeedMessage {}

  /**
   * How far it is: every bar up to then was said before.
   *
   * @param progressMs of each instrument the end of the last bar that was said or does not exist
   * @param offsetMs how far the venue's clock is ahead, ms
   */
  record Reached(String venue, Map<String, Long> progressMs, long offsetMs)
      implements FeedMessage {}
}
