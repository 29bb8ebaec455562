package io.lorentz.exchanges.fake;

/**
 * What goes wrong, as chances per frame or per request.
 *
 * @param cut the connection is closed
 * @param halfOpen the connection stays open and says nothing any more, not even pong
 * @param twice the frame comes twice
 * @param later the frame comes behind the next one
 * @param torn the frame ends in the middle
 * @param tooMany the request is answered with 429
 * @param broken the request is answered with 500
 * @param mute a new connection acknowledges and then stays silent
 * @param quiet a minute of which no frame tells, though there is a bar
 * @param skewMs how far the venue's clock is ahead, ms
 */
public record Faults(
    double cut,
    double halfOpen,
    double twice,
    double later,
    double torn,
    double tooMany,
    double broken,
    double mute,
    double quiet,
    long skewMs) {

  public static Faults none() {
    return new Faults(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  /** The venue is away: every connection is cut, every request refused. */
  public static Faults away(long skewMs) {
    return new Faults(1, 0, 0, 0, 0, 1, 0, 1, 0, skewMs);
  }

  /** Everything, often. */
  public static Faults everything(long skewMs) {
    return new Faults(0.002, 0.001, 0.03, 0.03, 0.02, 0.1, 0.05, 0.1, 0.05, skewMs);
  }
}
