package io.lorentz.command.training;

import io.lorentz.core.inference.MemberWeights;
import io.lorentz.core.inference.TrainedSeries;
import io.lorentz.models.ModelFolder;
import io.lorentz.models.ModelManifest;
import io.lorentz.models.ModelQuality;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;

/**
 * Trains versions of the models on windows of the same rows. Thread-safe: windows may be trained on
 * several threads, and none changes another.
 */
public final class Trainer {

  private final MarketRows rows;
  private final List<Long> timeframesMs;
  private final TrainingOptions options;
  private final Provenance provenance;
  private final Labeller labeller;

  /**
   * Where a model comes from.
   *
   * @param features the features in one line
   * @param data SHA-256 of the files of bars, by name
   * @param code version and commit of the code
   */
  public record Provenance(String features, SortedMap<String, String> data, String code) {}

  /** Trains on these rows. */
  public Trainer(
      MarketRows rows, List<Long> timeframesMs, TrainingOptions options, Provenance provenance) {
    this(rows, timeframesMs, options, provenance, options.rule()::label);
  }

  /** Trains with another labeller than the rule's. */
  Trainer(
      MarketRows rows,
      List<Long> timeframesMs,
      TrainingOptions options,
      Provenance provenance,
      Labeller labeller) {
    this.rows = rows;
    this.timeframesMs = timeframesMs.stream().sorted().toList();
    this.options = options;
    this.provenance = provenance;
    this.labeller = labeller;
  }

  /** Time between the last bar known to a model and the first that it may score, ms. */
  public long embargoMs() {
    // Never none: a model may not score the last bar it knows.
    long shortest = timeframesMs.get(0);
    return Math.max(shortest, options.embargoBars() * Collections.max(timeframesMs));
  }

  /**
   * Trains on a window and writes the version.
   *
   * @param folder where to; is made if it is not there
   * @throws io.lorentz.command.fault.MisuseException if there are too few rows
   * @throws io.lorentz.command.fault.FaultException if a label knows what lies behind the window
   */
  public ModelFolder train(Window window, Path folder) {
    List<TrainedSeries> series = new ArrayList<>();
    List<ModelQuality> quality = new ArrayList<>();
    List<String> instruments = new ArrayList<>();
    for (long timeframeMs : timeframesMs) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException("another window has failed");
      }
      SeriesTrainer.Result result =
          new SeriesTrainer(timeframeMs, labelled(timeframeMs, window), options).train();
      series.add(result.series());
      quality.add(result.quality());
    }
    rows.of(timeframesMs.get(0)).forEach(one -> instruments.add(one.instrument()));
    ModelManifest manifest =
        new ModelManifest(
            ModelManifest.FORMAT,
            window.fromMs(),
            window.toMs(),
            window.toMs() + embargoMs(),
            options.embargoBars(),
            instruments,
            provenance.features(),
            options.rule().name(),
            options.labels().horizonBars(),
            options.ensemble().neighbours(),
            MemberWeights.trainable(options.ensemble()),
            parameters(),
            provenance.data(),
            provenance.code(),
            new TreeMap<>(),
            quality);
    return ModelFolder.write(folder, manifest, series);
  }

  /** The labelled rows of a window; what lies behind it does not exist for them. */
  TrainingRows labelled(long timeframeMs, Window window) {
    List<SeriesRows> cut = new ArrayList<>();
    for (SeriesRows whole : rows.of(timeframeMs)) {
      SeriesRows known = whole.until(window.toMs());
      LeakCheck.require(labeller, whole, known, options.labels());
      cut.add(known);
    }
    return TrainingRows.of(cut, window.fromMs(), labeller, options.labels());
  }

  private SortedMap<String, String> parameters() {
    SortedMap<String, String> parameters = new TreeMap<>();
    parameters.put("fit_weights", Boolean.toString(options.fitWeights()));
    parameters.put("folds", Integer.toString(TrainingOptions.FOLDS));
    parameters.put("held_back_rows", Integer.toString(options.heldBackRows()));
    parameters.put("logistic_l2", Double.toString(options.logisticL2()));
    parameters.put("memory_rows", Integer.toString(options.memoryRows()));
    parameters.put("move_l2", Double.toString(options.moveL2()));
    parameters.put("label_stop_atr", Double.toString(options.labels().stopAtr()));
    parameters.put("label_target_r", Double.toString(options.labels().targetR()));
    parameters.put("label_cost", Double.toString(options.labels().roundTripCostFraction()));
    return parameters;
  }
}
