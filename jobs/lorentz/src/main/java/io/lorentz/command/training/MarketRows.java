package io.lorentz.command.training;

import io.lorentz.command.market.FirstBars;
import io.lorentz.core.bars.BarBuilder;
import io.lorentz.core.bars.BarOptions;
import io.lorentz.core.features.FeatureOptions;
import io.lorentz.core.features.FeatureSink;
import io.lorentz.core.features.FeatureStage;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.FeatureVector;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.Levels;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.SeriesEnded;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/** The rows of every instrument and timeframe of a log, made by the stages that the job runs. */
public final class MarketRows {

  private final SortedMap<Long, List<SeriesRows>> byTimeframe = new TreeMap<>();

  private MarketRows() {}

  /**
   * Reads a log to its end.
   *
   * @param progress told the market time up to which every bar was read, ms
   */
  public static MarketRows read(
      Iterator<LogRecord> log, BarOptions bars, FeatureOptions features, LongConsumer progress) {
    MarketRows rows = new MarketRows();
    Map<String, Instrument> instruments = new HashMap<>();
    FirstBars firstBars = new FirstBars();
    while (log.hasNext()) {
      LogRecord logRecord = log.next();
      Optional<Bar> first = firstBars.of(logRecord);
      if (first.isPresent()) {
        instruments
            .computeIfAbsent(
                first.get().getInstrument(), name -> rows.new Instrument(name, bars, features))
            .on(first.get());
      } else if (logRecord.getPayload() instanceof Heartbeat heartbeat) {
        instruments.values().forEach(instrument -> instrument.on(heartbeat));
        progress.accept(heartbeat.getProgressMs());
      } else if (logRecord.getPayload() instanceof SeriesEnded ended) {
        instruments.get(ended.getInstrument()).builder.onSeriesEnded(ended);
      }
    }
    rows.byTimeframe.values().forEach(list -> list.sort(MarketRows::byName));
    return rows;
  }

  private static int byName(SeriesRows a, SeriesRows b) {
    return a.instrument().compareTo(b.instrument());
  }

  /** Series of a timeframe that have a row, in order of instrument. */
  public List<SeriesRows> of(long timeframeMs) {
    return byTimeframe.getOrDefault(timeframeMs, List.of()).stream()
        .filter(series -> series.size() > 0)
        .toList();
  }

  /** Timeframes, shortest first, ms. */
  public List<Long> timeframesMs() {
    return List.copyOf(byTimeframe.keySet());
  }

  /** Stages of one instrument. */
  private final class Instrument implements FeatureSink {

    private final BarBuilder builder;
    private final FeatureStage stage;
    private final Map<Long, SeriesRows> series = new HashMap<>();
    private Bar bar;

    Instrument(String name, BarOptions bars, FeatureOptions features) {
      builder = new BarBuilder(name, bars);
      stage = new FeatureStage(name, features);
      for (long timeframeMs : bars.timeframesMs()) {
        SeriesRows rows = new SeriesRows(name, timeframeMs);
        series.put(timeframeMs, rows);
        byTimeframe.computeIfAbsent(timeframeMs, none -> new ArrayList<>()).add(rows);
      }
    }

    void on(Bar next) {
      builder.onBar(next, this::closed);
    }

    void on(Heartbeat heartbeat) {
      builder.onHeartbeat(heartbeat, this::closed);
    }

    private void closed(Bar closed) {
      bar = closed;
      stage.onBar(closed, 0, 0, this);
    }

    @Override
    public void vector(FeatureVector vector) {
      // A corrected bar changes no decision that was taken, nor what is learned from it here.
      if (!vector.getCorrected() && bar.getQuality() != BarQuality.SYNTHETIC) {
        series.get(bar.getLengthMs()).add(bar, vector);
      }
    }

    @Override
    public void levels(Levels levels) {
      // The vector has the ATR too.
    }
  }
}
