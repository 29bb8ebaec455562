package io.lorentz.benchmarks.jobs;

import io.lorentz.core.bars.BarBuilder;
import io.lorentz.core.features.FeatureSink;
import io.lorentz.core.features.FeatureStage;
import io.lorentz.core.inference.InferenceMemory;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarState;
import io.lorentz.schemas.FeatureState;
import io.lorentz.schemas.FeatureVector;
import io.lorentz.schemas.InferenceState;
import io.lorentz.schemas.Levels;
import io.lorentz.trading.TradingOptions;
import java.util.ArrayList;
import java.util.List;

/**
 * What the stages of an instrument keep when it has traded for weeks: every memory of the
 * classifier is full, that of the longest timeframe too. To get there by the job would take 90
 * million bars of 3,000 symbols; so a few are fed to the stages themselves, and the others get what
 * those have.
 */
final class FullMemory {

  /** Symbols whose state is computed. */
  private static final int MODELS = 4;

  private final List<Model> models = new ArrayList<>();
  private final CrowdedMarket market = new CrowdedMarket(MODELS);

  /** The stages of one symbol up to its features and the memory of its classifier. */
  private static final class Model implements FeatureSink {
    private final BarBuilder builder;
    private final FeatureStage features;
    private final InferenceMemory memory;

    Model(String symbol, TradingOptions options) {
      builder = new BarBuilder(symbol, options.builtBars());
      features = new FeatureStage(symbol, options.features());
      memory = new InferenceMemory(symbol, options.inference());
    }

    void on(Bar bar) {
      builder.onBar(bar, closed -> features.onBar(closed, closed.getCloseTimeMs(), 0, this));
    }

    @Override
    public void vector(FeatureVector vector) {
      var unused = memory.absorb(vector);
    }

    @Override
    public void levels(Levels levels) {}
  }

  /** Feeds the models as many bars as the longest timeframe takes to fill its memory. */
  FullMemory(TradingOptions options) {
    for (String symbol : CrowdedMarket.symbols(MODELS)) {
      models.add(new Model(symbol, options));
    }
    long longestMs =
        options.bars().timeframesMs().stream().mapToLong(Long::longValue).max().orElse(0);
    long rows = options.inference().windowRows() + 2L * options.inference().labelHorizonBars();
    long minutes = rows * longestMs / CrowdedMarket.MINUTE_MS;
    for (long minute = 0; minute < minutes; minute++) {
      List<Object> payloads = market.next();
      for (int i = 0; i < MODELS; i++) {
        models.get(i).on((Bar) payloads.get(i));
      }
    }
  }

  /** The market behind what is remembered, with more symbols. */
  CrowdedMarket continued(int symbols) {
    return new CrowdedMarket(symbols, market.closeMs(), market.prices());
  }

  /** State of the bars of a symbol, the i-th by name. */
  BarState bars(String symbol, int i) {
    BarState image = models.get(i % MODELS).builder.image();
    Bar last = Bar.newBuilder(image.getLastBar()).setInstrument(symbol).build();
    return BarState.newBuilder(image).setInstrument(symbol).setLastBar(last).build();
  }

  /** State of the features of a symbol, the i-th by name. */
  FeatureState features(String symbol, int i) {
    return new FeatureState(symbol, models.get(i % MODELS).features.image().getTimeframes());
  }

  /** Memory of the classifier of a symbol, the i-th by name. */
  InferenceState inference(String symbol, int i) {
    return new InferenceState(symbol, models.get(i % MODELS).memory.image().getSeries(), List.of());
  }
}
