package io.lorentz.core.market;

import io.lorentz.schemas.units.OptionRange;
import java.io.Serializable;
import java.util.HashSet;
import java.util.List;

/**
 * Which venues' bars are traded on, and when another takes over.
 *
 * @param venues venues in order of preference, the first is the primary; lower case; default
 *     bitget, binance, bybit, okx, gate, kucoin. Bars of others are counted and otherwise ignored
 * @param staleAfterMs how long after its close a bar may come before another venue takes over, ms
 *     of market time, 100 to 600,000; default 5,000
 * @param returnAfterBars number of bars in a row that a preferred venue must give in time before
 *     its bars are taken again, 1 or more; default 10
 * @param maxDeviationBp difference of two venues' closes of one bar, in basis points of the
 *     source's, beyond which the price is doubted and entries stop; above 0; default 50
 * @param trustAfterBars number of closes in a row that other venues must confirm before a doubted
 *     price is trusted again, 1 or more; default 5
 */
public record MarketOptions(
    List<String> venues,
    long staleAfterMs,
    int returnAfterBars,
    double maxDeviationBp,
    int trustAfterBars)
    implements Serializable {

  /** Checks the ranges. */
  public MarketOptions {
    venues = List.copyOf(venues);
    if (venues.isEmpty() || new HashSet<>(venues).size() < venues.size()) {
      throw new IllegalArgumentException(
          "market.venues: must name each venue once and at least one, was " + venues);
    }
    for (String venue : venues) {
      if (!venue.matches("[a-z][a-z0-9-]{0,30}")) {
        throw new IllegalArgumentException(
            "market.venues: a venue is lower-case letters, digits and dashes, was " + venue);
      }
    }
    OptionRange.within("market.staleAfterMs", staleAfterMs, 100, 600_000);
    OptionRange.within("market.returnAfterBars", returnAfterBars, 1, Integer.MAX_VALUE);
    OptionRange.within("market.trustAfterBars", trustAfterBars, 1, Integer.MAX_VALUE);
    if (!(maxDeviationBp > 0) || maxDeviationBp == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          "market.maxDeviationBp: must be above 0, was " + maxDeviationBp + "; 50 is usual");
    }
  }

  /** The defaults named at each component. */
  public static MarketOptions defaults() {
    return new MarketOptions(
        List.of("bitget", "binance", "bybit", "okx", "gate", "kucoin"), 5_000, 10, 50, 5);
  }

  /** The venue whose bars are taken while it gives them. */
  String primary() {
    return venues.get(0);
  }

  /** Whether the first is preferred to the second; a venue that is not named is preferred least. */
  boolean prefers(String venue, String other) {
    int place = venues.indexOf(other);
    return place < 0 || venues.indexOf(venue) < place;
  }
}
