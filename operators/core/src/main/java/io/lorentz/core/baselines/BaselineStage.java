package io.lorentz.core.baselines;

import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BaselineState;
import io.lorentz.schemas.Signal;
import io.lorentz.schemas.TimeframeBaselineState;
import io.lorentz.schemas.wire.Imaged;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The baselines of one instrument.
 *
 * <p>A source gives at most one signal per market time. Not safe for threads.
 */
public final class BaselineStage implements Imaged<BaselineState> {

  private final String instrument;
  private final List<TimeframeRules> timeframes = new ArrayList<>();

  /**
   * A stage that has seen no bar.
   *
   * @param sources names of the sources that are traded; those that are no baseline are left out
   */
  public BaselineStage(String instrument, BaselineOptions options, Collection<String> sources) {
    this.instrument = instrument;
    Set<String> baselines = Baselines.among(sources);
    Set<Long> lengths = new TreeSet<>(Comparator.reverseOrder());
    baselines.forEach(source -> lengths.addAll(Baselines.timeframesMs(source, options)));
    double from = 0;
    for (long lengthMs : lengths) {
      double to = from + rate(options, lengthMs);
      timeframes.add(rules(options, baselines, lengthMs, from, to));
      from = to;
    }
  }

  private TimeframeRules rules(
      BaselineOptions options, Set<String> baselines, long lengthMs, double from, double to) {
    List<String> rules = new ArrayList<>();
    List<RandomEntries> coins = new ArrayList<>();
    for (String source : baselines) {
      if (Baselines.timeframesMs(source, options).contains(lengthMs)) {
        if (Baselines.isRandom(source)) {
          coins.add(new RandomEntries(source, Baselines.seed(source), instrument));
        } else {
          rules.add(source);
        }
      }
    }
    return new TimeframeRules(lengthMs, rules, coins, from, to);
  }

  private static double rate(BaselineOptions options, long timeframeMs) {
    for (BaselineOptions.RandomRate rate : options.randomRates()) {
      if (rate.timeframeMs() == timeframeMs) {
        return rate.rate();
      }
    }
    return 0;
  }

  /**
   * The stage that an image was taken of.
   *
   * @throws IllegalArgumentException if the sources ask for a rule or a timeframe that the image
   *     lacks
   */
  public static BaselineStage restore(
      BaselineOptions options, Collection<String> sources, BaselineState image) {
    BaselineStage stage = new BaselineStage(image.getInstrument(), options, sources);
    for (TimeframeRules rules : stage.timeframes) {
      rules.restore(find(image, rules.timeframeMs()));
    }
    return stage;
  }

  private static TimeframeBaselineState find(BaselineState image, long timeframeMs) {
    for (TimeframeBaselineState timeframe : image.getTimeframes()) {
      if (timeframe.getTimeframeMs() == timeframeMs) {
        return timeframe;
      }
    }
    throw new IllegalArgumentException(
        "baselines: the state holds no timeframe of "
            + timeframeMs
            + " ms, was without it; restore with the sources it was saved with");
  }

  @Override
  public BaselineState image() {
    return new BaselineState(instrument, timeframes.stream().map(TimeframeRules::image).toList());
  }

  /**
   * Takes one closed bar of any timeframe.
   *
   * @param logTimeMs log time of the record that caused it, ms since 1970 UTC; only passed on
   * @param partition its partition of the log; only passed on
   * @param out takes the signals
   * @throws IllegalArgumentException if it does not lie after the last one of its timeframe
   */
  public void onBar(Bar bar, long logTimeMs, int partition, Consumer<Signal> out) {
    for (TimeframeRules rules : timeframes) {
      if (rules.timeframeMs() == bar.getLengthMs()) {
        rules.onBar(bar, logTimeMs, partition, out);
      }
    }
  }
}
