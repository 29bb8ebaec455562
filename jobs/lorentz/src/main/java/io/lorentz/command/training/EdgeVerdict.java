package io.lorentz.command.training;

import java.util.Locale;

/**
 * The one line: edge, no edge seen, or not enough data, at the 1 % level. An edge has to pass three
 * tests at once: the mean net result of a trade lies above 0 in 99 of 100 histories made of blocks
 * of days, fewer than 1 of 100 random shifts of the entries do as well, and the Sharpe ratio is
 * above the luck of all trials with a probability of more than 99 %.
 *
 * @param kind which
 * @param text in words
 */
record EdgeVerdict(Kind kind, String text) {

  static final int MINIMUM_TRADES = 100;
  static final int MINIMUM_DAYS = 20;
  private static final double LEVEL = 0.01;

  /** What can be said. */
  enum Kind {
    EDGE,
    NO_EDGE_SEEN,
    NOT_ENOUGH_DATA
  }

  /**
   * Judges.
   *
   * @param trades closed trades out of sample
   * @param days days out of sample on which a trade closed
   * @param net mean net result of a trade, 1/10,000, with bounds
   * @param permutationP of the entries
   * @param deflated deflated Sharpe ratio
   */
  static EdgeVerdict of(
      int trades, int days, DaySums.Mean net, double permutationP, double deflated) {
    if (trades < MINIMUM_TRADES || days < MINIMUM_DAYS) {
      return new EdgeVerdict(
          Kind.NOT_ENOUGH_DATA,
          String.format(
              Locale.ROOT,
              "Not enough data: %d closed trades on %d days out of sample; it takes %d trades on %d"
                  + " days before luck can be told from anything else.",
              trades,
              days,
              MINIMUM_TRADES,
              MINIMUM_DAYS));
    }
    String measured =
        String.format(
                Locale.ROOT,
                "out of sample and after all costs a trade made %.2f bps (98 %% interval %.2f to"
                    + " %.2f, %d trades), a random shift of the entries does as well with probability"
                    + " %.1f %%, and"
                    + " the deflated Sharpe ratio is %.3f",
                net.mean(),
                net.low(),
                net.high(),
                trades,
                100 * permutationP,
                deflated)
            .replace('-', '−');
    boolean edge = net.low() > 0 && permutationP < LEVEL && deflated > 1 - LEVEL;
    return edge
        ? new EdgeVerdict(Kind.EDGE, "Edge: " + measured + ".")
        : new EdgeVerdict(Kind.NO_EDGE_SEEN, "No edge seen at the 1 % level: " + measured + ".");
  }
}
