package io.lorentz.command.engine;

import io.lorentz.command.check.CheckedRow;
import io.lorentz.command.check.CheckedRun;
import io.lorentz.core.inference.Ensemble;
import io.lorentz.core.inference.ModelStore;
import io.lorentz.schemas.FeatureVector;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.Levels;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.Prediction;
import io.lorentz.trading.BareLoop;
import io.lorentz.trading.LoopWatcher;
import io.lorentz.trading.TradingOptions;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** One run of a {@link LoopSystem}. */
final class LoopRun implements CheckedRun, LoopWatcher {

  private final Iterator<LogRecord> log;
  private final Ensemble ensemble;
  private final BareLoop loop;
  private final RowForms forms = new RowForms();
  private final Map<String, ResearchTables> research = new TreeMap<>();
  private Consumer<CheckedRow> rows = row -> {};
  private long progressMs = Long.MIN_VALUE;

  LoopRun(
      TradingOptions options,
      List<String> instruments,
      Ensemble ensemble,
      Optional<ModelStore> models,
      Iterator<LogRecord> log) {
    this.log = log;
    this.ensemble = ensemble;
    this.loop =
        new BareLoop(
            options, instruments, ensemble, models, row -> rows.accept(forms.ofOutput(row)));
    loop.watchedBy(this);
    instruments.forEach(
        instrument -> research.put(instrument, new ResearchTables(instrument, options.bars())));
  }

  @Override
  public boolean step(Consumer<CheckedRow> rows) {
    this.rows = rows;
    while (log.hasNext()) {
      LogRecord next = log.next();
      loop.on(next);
      research.values().forEach(tables -> tables.on(next, rows));
      if (next.getPayload() instanceof Heartbeat heartbeat) {
        progressMs = heartbeat.getProgressMs();
        return true;
      }
    }
    return false;
  }

  @Override
  public long progressMs() {
    return progressMs;
  }

  @Override
  public void vector(FeatureVector vector) {
    rows.accept(forms.ofVector(vector));
  }

  @Override
  public void levels(Levels levels) {
    rows.accept(forms.ofLevels(levels));
  }

  @Override
  public void prediction(Prediction prediction) {
    rows.accept(forms.ofPrediction(prediction));
  }

  @Override
  public void close() {
    ensemble.close();
    if (log instanceof Closeable closeable) {
      try {
        closeable.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
