package io.lorentz.exchanges.feed;

/**
 * When a feed loses its patience; all in ms of the feed's clock.
 *
 * @param graceMs how long a bar waits for its last update once the next one was seen, where no
 *     frame tells a close
 * @param inferAfterMs how long after its end a bar is taken for closed if nothing more comes, or
 *     asked for if it cannot be
 * @param answerLagMs how long after its end a bar in an answer is taken for final
 * @param absentAfterMs how long after its end a bar that an answer leaves out does not exist
 * @param verifyAfterMs how long after its end a bar that was taken for closed is asked for, to see
 *     whether it changed
 * @param silentAfterMs how long a connection may give no bar before it is cut; venues show one at
 *     least once a minute, of an instrument that trades
 * @param pingEveryMs how often a connection is pinged; without any answer for twice as long it is
 *     cut
 * @param renewAfterMs age at which a connection is renewed before the venue cuts it
 * @param firstBackoffMs first pause before a new attempt; it doubles each time
 * @param longestBackoffMs longest pause
 * @param clockEveryMs how often the venue's time is asked
 */
public record FeedOptions(
    long graceMs,
    long inferAfterMs,
    long answerLagMs,
    long absentAfterMs,
    long verifyAfterMs,
    long silentAfterMs,
    long pingEveryMs,
    long renewAfterMs,
    long firstBackoffMs,
    long longestBackoffMs,
    long clockEveryMs) {

  /** Those that venues' documentation suggests. */
  public static FeedOptions defaults() {
    return new FeedOptions(
        400, 2_000, 1_000, 10_000, 5_000, 75_000, 10_000, 23L * 3_600_000, 1_000, 60_000, 60_000);
  }
}
