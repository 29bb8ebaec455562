package io.lorentz.core.features;

import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.FeatureVector;
import io.lorentz.schemas.Levels;
import io.lorentz.schemas.Registers;
import io.lorentz.schemas.TimeframeFeatureState;
import java.util.List;

/** Features of one instrument on one timeframe. */
final class FeatureEngine {

  private final FeatureOptions options;
  private final long timeframeMs;
  private final RegisterTape before = new RegisterTape();

  private FeatureIndicators indicators;
  private long rowIndex = -1;
  private long rowCloseTimeMs = Long.MIN_VALUE;
  private long closeTimeMs = Long.MIN_VALUE;
  private int ageBars;

  FeatureEngine(FeatureOptions options, long timeframeMs) {
    this.options = options;
    this.timeframeMs = timeframeMs;
    this.indicators = new FeatureIndicators(options);
  }

  static FeatureEngine restore(FeatureOptions options, TimeframeFeatureState image) {
    FeatureEngine engine = new FeatureEngine(options, image.getTimeframeMs());
    engine.rowIndex = image.getRowIndex();
    engine.rowCloseTimeMs = image.getRowCloseTimeMs();
    engine.closeTimeMs = image.getCloseTimeMs();
    engine.ageBars = image.getAgeBars();
    RegisterTape now = new RegisterTape();
    RegisterTape sizes = new RegisterTape();
    engine.indicators.onto(now, image.getNow(), sizes);
    if (engine.rowIndex >= 0) {
      engine.indicators.onto(engine.before, image.getBefore(), sizes);
    }
    engine.indicators.registers(now.startLoading());
    return engine;
  }

  TimeframeFeatureState image() {
    RegisterTape now = new RegisterTape();
    RegisterTape sizes = new RegisterTape();
    indicators.registers(now.startSaving());
    List<Registers> last = rowIndex < 0 ? List.of() : indicators.image(before, sizes);
    return new TimeframeFeatureState(
        timeframeMs,
        rowIndex,
        rowCloseTimeMs,
        closeTimeMs,
        ageBars,
        indicators.image(now, sizes),
        last);
  }

  long timeframeMs() {
    return timeframeMs;
  }

  int ageBars() {
    return ageBars;
  }

  /** Takes a bar of this timeframe. See {@link FeatureStage#onBar}. */
  void onBar(Bar bar, long logTimeMs, int partition, FeatureSink out) {
    if (bar.getCorrected()) {
      onCorrected(bar, logTimeMs, partition, out);
      return;
    }
    if (bar.getCloseTimeMs() <= closeTimeMs) {
      throw outOfOrder(bar, "must lie after the last one");
    }
    closeTimeMs = bar.getCloseTimeMs();
    restartAfterGap(bar);
    if (bar.getQuality() == BarQuality.SYNTHETIC) {
      ageBars++;
      return;
    }
    appendRow(bar);
    out.vector(vector(bar, logTimeMs, partition));
    out.levels(levels(bar));
  }

  private void onCorrected(Bar bar, long logTimeMs, int partition, FeatureSink out) {
    if (bar.getCloseTimeMs() != closeTimeMs) {
      throw outOfOrder(bar, "can only be corrected while it is the last one");
    }
    if (bar.getQuality() == BarQuality.SYNTHETIC) {
      return;
    }
    if (closeTimeMs == rowCloseTimeMs) {
      indicators.registers(before.startLoading());
      indicators.next(bar.getHigh(), bar.getLow(), bar.getClose());
    } else {
      throw outOfOrder(bar, "was synthetic, so it has no row that could be corrected");
    }
    out.vector(vector(bar, logTimeMs, partition));
  }

  private void restartAfterGap(Bar bar) {
    if (bar.getMissingBefore() > 0) {
      indicators = FeatureIndicators.behindGap(options, bar);
    }
  }

  private void appendRow(Bar bar) {
    indicators.registers(before.startSaving());
    indicators.next(bar.getHigh(), bar.getLow(), bar.getClose());
    rowIndex++;
    rowCloseTimeMs = bar.getCloseTimeMs();
    ageBars = 0;
  }

  private FeatureVector vector(Bar bar, long logTimeMs, int partition) {
    double change = indicators.changeOverHorizon();
    boolean matured = !Double.isNaN(change);
    return new FeatureVector(
        logTimeMs,
        partition,
        bar.getInstrument(),
        timeframeMs,
        bar.getCloseTimeMs(),
        rowIndex,
        indicators.f1(),
        indicators.f2(),
        indicators.f3(),
        indicators.f4(),
        indicators.f5(),
        indicators.direction(),
        indicators.averageRange(),
        bar.getClose(),
        bar.getQuality(),
        bar.getCorrected(),
        matured ? rowIndex - options.labelHorizonBars() : -1L,
        matured ? (int) Math.signum(change) : 0);
  }

  private Levels levels(Bar bar) {
    return new Levels(
        bar.getInstrument(),
        timeframeMs,
        bar.getCloseTimeMs(),
        indicators.averageRange(),
        indicators.longStop(),
        indicators.shortStop(),
        bar.getQuality());
  }

  private IllegalArgumentException outOfOrder(Bar bar, String rule) {
    return new IllegalArgumentException(
        "closeTimeMs: a bar of "
            + bar.getInstrument()
            + " of "
            + timeframeMs
            + " ms "
            + rule
            + " ("
            + closeTimeMs
            + "), was "
            + bar.getCloseTimeMs()
            + "; give bars in the order of the log");
  }
}
