package io.lorentz.core.confirmation;

import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.Candidate;
import io.lorentz.schemas.Prediction;
import io.lorentz.schemas.TierEntry;
import io.lorentz.schemas.TierState;
import io.lorentz.schemas.wire.Imaged;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Lets confident predictions through and gives each the tier that a trade on it would have.
 *
 * <p>Predictions of one instrument come in the order of the log, longer timeframes first at one
 * instant, so a 15m prediction made with the same bar already counts. Not thread-safe.
 */
public final class Tiering implements Imaged<TierState> {

  private final String instrument;
  private final ConfirmationOptions options;

  /** Timeframes that can be a tier, longest first, ms; beside it their last scores and ATRs. */
  private final long[] tierMs;

  private final long[] marketTimeMs;
  private final double[] score;
  private final double[] atr14;

  /** Starts without any prediction seen. */
  public Tiering(String instrument, ConfirmationOptions options) {
    this.instrument = instrument;
    this.options = options;
    this.tierMs = tiersLongestFirst(options);
    this.marketTimeMs = new long[tierMs.length];
    this.score = new double[tierMs.length];
    this.atr14 = new double[tierMs.length];
    Arrays.fill(atr14, Double.NaN);
  }

  /** Restores what {@link #image} gave; timeframes that are no tier any more are left out. */
  public static Tiering restore(ConfirmationOptions options, TierState image) {
    Tiering tiering = new Tiering(image.getInstrument(), options);
    for (TierEntry entry : image.getEntries()) {
      int slot = tiering.slotOf(entry.getTimeframeMs());
      if (slot >= 0) {
        tiering.marketTimeMs[slot] = entry.getMarketTimeMs();
        tiering.score[slot] = entry.getScore();
        tiering.atr14[slot] = entry.getAtr14();
      }
    }
    return tiering;
  }

  /**
   * Takes the next prediction; gives a candidate if it is confident and of a confirming timeframe.
   */
  public Optional<Candidate> onPrediction(Prediction prediction) {
    int slot = slotOf(prediction.getTimeframeMs());
    if (slot >= 0) {
      marketTimeMs[slot] = prediction.getMarketTimeMs();
      // No entry may rest on a bar with a hole in it, so its prediction agrees with nothing.
      boolean whole = prediction.getQuality() == BarQuality.COMPLETE;
      score[slot] = whole ? options.said(prediction) : 0;
      atr14[slot] = prediction.getAtr14();
    }
    double said = options.said(prediction);
    if (!options.confirms(prediction.getTimeframeMs()) || !options.isEnough(said)) {
      return Optional.empty();
    }
    int direction = said > 0 ? 1 : -1;
    int tier = tierOf(direction, prediction.getMarketTimeMs());
    return Optional.of(
        new Candidate(
            prediction.getLogTimeMs(),
            prediction.getPartition(),
            prediction.getInstrument(),
            prediction.getTimeframeMs(),
            prediction.getMarketTimeMs(),
            direction,
            Math.abs(prediction.getScore()),
            tierMs[tier],
            atr14[tier],
            prediction.getClose(),
            prediction.getQuality()));
  }

  @Override
  public TierState image() {
    List<TierEntry> entries = new ArrayList<>();
    for (int slot = 0; slot < tierMs.length; slot++) {
      entries.add(new TierEntry(tierMs[slot], marketTimeMs[slot], score[slot], atr14[slot]));
    }
    return new TierState(instrument, entries);
  }

  /**
   * The longest tier whose last prediction agrees; the slow timeframe, which is last, if none. A
   * prediction speaks until the next bar of its timeframe has closed: behind a gap there is none
   * for hours, and its score and ATR are of another market.
   */
  private int tierOf(int direction, long nowMs) {
    int slow = tierMs.length - 1;
    for (int slot = 0; slot < slow; slot++) {
      if (score[slot] * direction > 0 && nowMs - marketTimeMs[slot] < tierMs[slot]) {
        return slot;
      }
    }
    return slow;
  }

  private int slotOf(long timeframeMs) {
    for (int slot = 0; slot < tierMs.length; slot++) {
      if (tierMs[slot] == timeframeMs) {
        return slot;
      }
    }
    return -1;
  }

  private static long[] tiersLongestFirst(ConfirmationOptions options) {
    List<Long> tiers = new ArrayList<>(options.tierTimeframesMs());
    tiers.sort(Comparator.reverseOrder());
    tiers.add(options.slowTimeframeMs());
    return tiers.stream().mapToLong(Long::longValue).toArray();
  }
}
