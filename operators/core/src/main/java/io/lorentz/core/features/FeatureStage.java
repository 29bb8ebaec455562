package io.lorentz.core.features;

import io.lorentz.schemas.Bar;
import io.lorentz.schemas.FeatureState;
import io.lorentz.schemas.TimeframeFeatureState;
import io.lorentz.schemas.wire.Imaged;
import java.util.ArrayList;
import java.util.List;

/**
 * Features of one instrument on all its timeframes. A timeframe comes into being with its first
 * bar.
 *
 * <p>Not safe for use by several threads.
 */
public final class FeatureStage implements Imaged<FeatureState> {

  private final String instrument;
  private final FeatureOptions options;
  private final List<FeatureEngine> engines = new ArrayList<>();

  /**
   * A stage that has seen no bar.
   *
   * @param instrument symbol of every bar it will take
   * @param options parameters of the indicators
   */
  public FeatureStage(String instrument, FeatureOptions options) {
    this.instrument = instrument;
    this.options = options;
  }

  /**
   * The stage that an image was taken of.
   *
   * @throws IllegalArgumentException if the options ask for other lengths than the image has
   */
  public static FeatureStage restore(FeatureOptions options, FeatureState image) {
    FeatureStage stage = new FeatureStage(image.getInstrument(), options);
    for (TimeframeFeatureState timeframe : image.getTimeframes()) {
      stage.engines.add(FeatureEngine.restore(options, timeframe));
    }
    return stage;
  }

  /**
   * Takes one closed bar.
   *
   * <p>A bar that is not synthetic gives a vector and levels, undefined values being NaN. A
   * synthetic one gives nothing and changes no indicator. One with missing bars before it makes the
   * indicators of its timeframe start anew with it; labels that would have needed the rows before
   * never mature, the row numbers go on.
   *
   * <p>A corrected bar is computed from the state before the last bar of its timeframe and gives a
   * vector with the same row number, marked corrected, and no levels. Where the last bar was
   * synthetic there is no such row: the corrected bar then gives the next row, also marked.
   *
   * @param bar bar of this instrument
   * @param logTimeMs log time of the record that caused it, ms since 1970 UTC; only passed on
   * @param partition its partition of the log; only passed on
   * @param out takes what the bar gives
   * @throws IllegalArgumentException if the bar is of another instrument, does not lie after the
   *     last one of its timeframe, or corrects another one than that
   */
  public void onBar(Bar bar, long logTimeMs, int partition, FeatureSink out) {
    if (!bar.getInstrument().equals(instrument)) {
      throw new IllegalArgumentException(
          "instrument: must be "
              + instrument
              + ", was "
              + bar.getInstrument()
              + "; key the bars by instrument");
    }
    engine(bar.getLengthMs()).onBar(bar, logTimeMs, partition, out);
  }

  /**
   * Number of synthetic bars since the last row of a timeframe: how old its features are.
   *
   * @param timeframeMs length of the timeframe in ms
   * @return 0 or more, in bars; 0 for a timeframe that has not come yet
   */
  public int ageBars(long timeframeMs) {
    for (FeatureEngine engine : engines) {
      if (engine.timeframeMs() == timeframeMs) {
        return engine.ageBars();
      }
    }
    return 0;
  }

  /** Number of rows of a timeframe before the first whose values are all defined. */
  public static int warmUpBars(FeatureOptions options) {
    return new FeatureIndicators(options).warmUpBars();
  }

  @Override
  public FeatureState image() {
    List<TimeframeFeatureState> timeframes = new ArrayList<>();
    for (FeatureEngine engine : engines) {
      timeframes.add(engine.image());
    }
    return new FeatureState(instrument, timeframes);
  }

  private FeatureEngine engine(long timeframeMs) {
    for (int i = 0; i < engines.size(); i++) {
      if (engines.get(i).timeframeMs() == timeframeMs) {
        return engines.get(i);
      }
    }
    FeatureEngine engine = new FeatureEngine(options, timeframeMs);
    engines.add(engine);
    return engine;
  }
}
