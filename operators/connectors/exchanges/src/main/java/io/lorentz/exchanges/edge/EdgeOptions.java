package io.lorentz.exchanges.edge;

/**
 * How the edge writes; all in ms of its clock.
 *
 * @param clockEveryMs how often the market clock is written
 * @param giveUpAfterMs how long after a bar's end progress waits for a venue that does not bring it
 * @param startWithinMs how long the first progress waits for venues that are still fetching what
 *     lies before
 * @param startsTrading whether trading may start once progress has begun; without it a job gives
 *     signals and no order
 */
public record EdgeOptions(
    long clockEveryMs, long giveUpAfterMs, long startWithinMs, boolean startsTrading) {

  /** Four times a second; 10 s; a minute; trading starts. */
  public static EdgeOptions defaults() {
    return new EdgeOptions(250, 10_000, 60_000, true);
  }

  /** This without any trading. */
  public EdgeOptions withoutTrading() {
    return new EdgeOptions(clockEveryMs, giveUpAfterMs, startWithinMs, false);
  }
}
