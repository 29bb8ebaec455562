package io.lorentz.command.engine;

import io.lorentz.command.CostMeter;
import io.lorentz.command.market.FirstBars;
import io.lorentz.command.report.CostInR;
import io.lorentz.core.bars.BarBuilder;
import io.lorentz.core.features.FeatureSink;
import io.lorentz.core.features.FeatureStage;
import io.lorentz.core.group.AccountOptions;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.FeatureVector;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.Levels;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.SeriesEnded;
import io.lorentz.schemas.TradingStart;
import io.lorentz.trading.TradingOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Cost of a round trip against the stop distance, over the run's own bars from the start of trading
 * on: the job's bars and the job's ATR, of the timeframes that a trade can have as its tier. Only
 * complete bars count; no trade begins on another.
 */
final class CostGauge implements CostMeter {

  private final TradingOptions options;
  private final Map<String, Instrument> instruments = new TreeMap<>();
  private final FirstBars firstBars = new FirstBars();
  private final Map<Long, Sample> samples = new TreeMap<>();
  private boolean tradingStarted;

  CostGauge(TradingOptions options) {
    this.options = options;
    options.confirmation().tiers().forEach(tier -> samples.put(tier, new Sample()));
  }

  /** Numbers whose median is asked for. */
  private static final class Sample {

    private double[] values = new double[1024];
    private int count;

    void add(double value) {
      if (count == values.length) {
        values = Arrays.copyOf(values, 2 * count);
      }
      values[count] = value;
      count++;
    }

    double median() {
      if (count == 0) {
        return Double.NaN;
      }
      double[] sorted = Arrays.copyOf(values, count);
      Arrays.sort(sorted);
      return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
    }
  }

  /** Bars and features of one instrument. */
  private final class Instrument implements FeatureSink {

    private final BarBuilder builder;
    private final FeatureStage features;

    Instrument(String symbol) {
      builder = new BarBuilder(symbol, options.bars());
      features = new FeatureStage(symbol, options.features());
    }

    private void closed(Bar bar) {
      if (samples.containsKey(bar.getLengthMs())) {
        features.onBar(bar, 0, 0, this);
      }
    }

    @Override
    public void vector(FeatureVector vector) {
      double fraction = vector.getAtr14() / vector.getClose();
      if (tradingStarted && vector.getQuality() == BarQuality.COMPLETE && fraction > 0) {
        samples.get(vector.getTimeframeMs()).add(fraction);
      }
    }

    @Override
    public void levels(Levels levels) {
      // The vector has the ATR too, and the close beside it.
    }
  }

  @Override
  public void on(LogRecord logRecord) {
    Object payload = logRecord.getPayload();
    Optional<Bar> first = firstBars.of(logRecord);
    if (first.isPresent()) {
      Instrument instrument = instrument(first.get().getInstrument());
      instrument.builder.onBar(first.get(), instrument::closed);
    } else if (payload instanceof Heartbeat heartbeat) {
      for (Instrument instrument : instruments.values()) {
        instrument.builder.onHeartbeat(heartbeat, instrument::closed);
      }
    } else if (payload instanceof SeriesEnded ended) {
      instrument(ended.getInstrument()).builder.onSeriesEnded(ended);
    } else if (payload instanceof TradingStart) {
      tradingStarted = true;
    }
  }

  private Instrument instrument(String symbol) {
    return instruments.computeIfAbsent(symbol, Instrument::new);
  }

  @Override
  public List<CostInR> costs() {
    double multiple =
        options.group().accounts().stream()
            .map(AccountOptions::risk)
            .mapToDouble(risk -> risk.stopAtrMultiple().doubleValue())
            .min()
            .orElseThrow();
    double roundTrip = options.group().execution().roundTripCostFraction();
    return samples.entrySet().stream()
        .map(tier -> new CostInR(tier.getKey(), tier.getValue().median(), multiple, roundTrip))
        .toList();
  }
}
