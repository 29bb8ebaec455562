package io.lorentz.core.baselines;

import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The names of the sources of this stage, and the timeframes they need. */
public final class Baselines {

  /** One long, held: a signal to buy each hour, which an account that holds already passes over. */
  public static final String BUY_AND_HOLD = "buy-and-hold";

  /** The sign of the move of the last four bars. */
  public static final String MOMENTUM = "momentum-4";

  /** The filters of the classifier without the classifier. */
  public static final String FILTERS = "filters";

  /** The slow rule on 4h bars. */
  public static final String TREND = "trend";

  /** Length of the bars of {@link #TREND}, ms. */
  public static final long TREND_TIMEFRAME_MS = 14_400_000L;

  /** Seeds are 0 to this less 1. */
  public static final int SEEDS = 1_000;

  private static final String RANDOM = "random-";
  private static final Set<String> RULES = Set.of(BUY_AND_HOLD, MOMENTUM, FILTERS, TREND);

  private Baselines() {}

  /** Name of the random source of a seed, 0 to 999: {@code random-007}. */
  public static String random(int seed) {
    return String.format(Locale.ROOT, "%s%03d", RANDOM, seed);
  }

  /** Whether the name is that of a random source. */
  public static boolean isRandom(String source) {
    return source.matches(RANDOM + "[0-9]{3}");
  }

  /** Whether the name is that of a source of this stage. */
  public static boolean isBaseline(String source) {
    return RULES.contains(source) || isRandom(source);
  }

  static int seed(String randomSource) {
    return Integer.parseInt(randomSource.substring(RANDOM.length()));
  }

  /** Timeframes that a source of this stage reads, ms: the tiers of its signals. */
  public static Set<Long> timeframesMs(String source, BaselineOptions options) {
    Set<Long> timeframes = new HashSet<>();
    if (source.equals(TREND)) {
      timeframes.add(TREND_TIMEFRAME_MS);
    } else if (isRandom(source)) {
      options.randomRates().forEach(rate -> timeframes.add(rate.timeframeMs()));
    } else if (RULES.contains(source)) {
      timeframes.add(options.timeframeMs());
    }
    return timeframes;
  }

  /** Those of the names that are sources of this stage, in order. */
  public static Set<String> among(Collection<String> sources) {
    Set<String> baselines = new TreeSet<>(sources);
    baselines.removeIf(source -> !isBaseline(source));
    return baselines;
  }
}
