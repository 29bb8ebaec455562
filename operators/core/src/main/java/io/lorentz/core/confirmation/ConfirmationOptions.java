package io.lorentz.core.confirmation;

import io.lorentz.schemas.Prediction;
import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What makes two predictions a signal.
 *
 * @param fastTimeframeMs the fast timeframe, ms; default 60,000 (1m)
 * @param slowTimeframeMs the slow timeframe, ms, longer than the fast one; default 300,000 (5m)
 * @param tierTimeframesMs timeframes, ms, longer than the slow one, that raise the tier of a trade
 *     where their last prediction has the signal's direction; the longest such one wins, else the
 *     slow timeframe is the tier; default 900,000 (15m)
 * @param minConfidence a prediction is confident if its absolute score is greater than this; 0 to
 *     1, default 0.7
 * @param maxApartMs two predictions confirm each other if their market times are at most this far
 *     apart, ms, inclusive; default 300,000
 * @param boundMs log time in ms after which an unconfirmed candidate is forgotten; only bounds the
 *     state, so it is at least twice {@code maxApartMs}; default 600,000
 * @param policy what makes a prediction a candidate: DIRECTION, its score, or EXPECTED_MOVE, the
 *     move that a trained model expects; default DIRECTION
 * @param minMoveBps with EXPECTED_MOVE a prediction is a candidate if it expects a move greater
 *     than this, 1/10,000 of the price, 0 or more; at least what a round trip costs every account
 *     that trades the rule; default 14
 */
public record ConfirmationOptions(
    long fastTimeframeMs,
    long slowTimeframeMs,
    List<Long> tierTimeframesMs,
    double minConfidence,
    long maxApartMs,
    long boundMs,
    ConfirmationPolicy policy,
    double minMoveBps)
    implements Serializable {

  /** Two taker fees of 6 bps, and half the spread and the slip twice. */
  private static final double USUAL_COST_BPS = 14;

  /** Checks every component; the message names it. */
  public ConfirmationOptions {
    require(
        fastTimeframeMs > 0,
        "fastTimeframeMs: must be above 0, was " + fastTimeframeMs + "; 60000 is usual");
    require(
        slowTimeframeMs > fastTimeframeMs,
        "slowTimeframeMs: must be longer than fastTimeframeMs, was "
            + slowTimeframeMs
            + "; 300000 is usual");
    tierTimeframesMs = List.copyOf(tierTimeframesMs);
    for (long tierMs : tierTimeframesMs) {
      require(
          tierMs > slowTimeframeMs,
          "tierTimeframesMs: must be longer than slowTimeframeMs, was " + tierMs + "; drop it");
    }
    require(
        minConfidence >= 0 && minConfidence < 1,
        "minConfidence: must be at least 0 and less than 1, was "
            + minConfidence
            + "; 0.7 is usual");
    require(
        maxApartMs >= 0, "maxApartMs: must be 0 or more, was " + maxApartMs + "; 300000 is usual");
    require(
        boundMs >= 2 * maxApartMs,
        "boundMs: must be at least twice maxApartMs ("
            + 2 * maxApartMs
            + "), was "
            + boundMs
            + "; raise it");
    require(
        minMoveBps >= 0,
        "minMoveBps: must be 0 or more, was " + minMoveBps + "; " + USUAL_COST_BPS + " is usual");
  }

  /** A rule by direction. */
  public ConfirmationOptions(
      long fastTimeframeMs,
      long slowTimeframeMs,
      List<Long> tierTimeframesMs,
      double minConfidence,
      long maxApartMs,
      long boundMs) {
    this(
        fastTimeframeMs,
        slowTimeframeMs,
        tierTimeframesMs,
        minConfidence,
        maxApartMs,
        boundMs,
        ConfirmationPolicy.DIRECTION,
        USUAL_COST_BPS);
  }

  /** The same timeframes by another policy. */
  public ConfirmationOptions with(ConfirmationPolicy otherPolicy, double otherMinMoveBps) {
    return new ConfirmationOptions(
        fastTimeframeMs,
        slowTimeframeMs,
        tierTimeframesMs,
        minConfidence,
        maxApartMs,
        boundMs,
        otherPolicy,
        otherMinMoveBps);
  }

  /** What a prediction says under this policy: its sign is the direction. */
  double said(Prediction prediction) {
    return policy == ConfirmationPolicy.DIRECTION
        ? prediction.getScore()
        : prediction.getExpectedMoveBps();
  }

  /** Whether a prediction that says so much is a candidate. */
  boolean isEnough(double said) {
    double least = policy == ConfirmationPolicy.DIRECTION ? minConfidence : minMoveBps;
    return Math.abs(said) > least;
  }

  /** The rule asked for: 1m and 5m agree within 5 minutes, confidence above 0.7, tier 15m or 5m. */
  public static ConfirmationOptions defaults() {
    return new ConfirmationOptions(60_000, 300_000, List.of(900_000L), 0.7, 300_000, 600_000);
  }

  /** Whether predictions of this timeframe can confirm each other. */
  public boolean confirms(long timeframeMs) {
    return timeframeMs == fastTimeframeMs || timeframeMs == slowTimeframeMs;
  }

  /** Every timeframe that a trade can have as its tier, ms. */
  public Set<Long> tiers() {
    Set<Long> tiers = new HashSet<>(tierTimeframesMs);
    tiers.add(slowTimeframeMs);
    return tiers;
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
