package io.lorentz.core.baselines;

import io.lorentz.schemas.units.OptionRange;
import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the baselines do; they run only where an account names one as its source of signals.
 *
 * @param timeframeMs timeframe of buy-and-hold, momentum-4 and filters, and the tier of their
 *     trades, ms, one of {@code bars.timeframes-ms}; default 300,000 (5m)
 * @param randomRates how often the random sources ask for an entry, per timeframe; an entry's tier
 *     is its timeframe; the rates add up to at most 1; default none: a random source then has to be
 *     given some
 */
public record BaselineOptions(long timeframeMs, List<RandomRate> randomRates)
    implements Serializable {

  /**
   * How often a random source asks for an entry on one timeframe.
   *
   * @param timeframeMs timeframe, ms, one of {@code bars.timeframes-ms}
   * @param rate probability per closed bar, above 0, at most 1
   */
  public record RandomRate(long timeframeMs, double rate) implements Serializable {

    /** Checks the ranges. */
    public RandomRate {
      OptionRange.within("baselines.randomRates.timeframeMs", timeframeMs, 1, Long.MAX_VALUE);
      if (!(rate > 0 && rate <= 1)) {
        throw new IllegalArgumentException(
            "baselines.randomRates.rate: must be above 0 and at most 1, was "
                + rate
                + "; it is a probability per closed bar, 0.001 is usual");
      }
    }
  }

  /** Checks the ranges. */
  public BaselineOptions {
    OptionRange.within("baselines.timeframeMs", timeframeMs, 1, Long.MAX_VALUE);
    randomRates = List.copyOf(randomRates);
    Set<Long> seen = new HashSet<>();
    double sum = 0;
    for (RandomRate rate : randomRates) {
      if (!seen.add(rate.timeframeMs())) {
        throw new IllegalArgumentException(
            "baselines.randomRates: two have one timeframe, was "
                + rate.timeframeMs()
                + "; leave one of them");
      }
      sum += rate.rate();
    }
    if (sum > 1) {
      throw new IllegalArgumentException(
          "baselines.randomRates: must add up to at most 1, was " + sum + "; lower them");
    }
  }

  /** The defaults named at each component. */
  public static BaselineOptions defaults() {
    return new BaselineOptions(300_000L, List.of());
  }
}
