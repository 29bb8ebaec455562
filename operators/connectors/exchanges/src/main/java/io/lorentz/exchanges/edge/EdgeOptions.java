package io.lorentz.exchanges.edge;

/**
 * How the edge writes; all in ms of its clock.
 *
 * @param clockEveryMs how often the market clock is written
 * @param giveUpAfterMs how long after a bar's end progress waits for a venue that does not bring it
 * @param startWithinMs how long the first progress waits for venues that are still fetching what
 *     lies before
 */
public record EdgeOptions(long clockEveryMs, long giveUpAfterMs, long startWithinMs) {

  /** Four times a second; 10 s; a minute. */
  public static EdgeOptions defaults() {
    return new EdgeOptions(250, 10_000, 60_000);
  }
}
