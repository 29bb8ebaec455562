package io.lorentz.trading;

import io.lorentz.core.inference.Ensemble;
import io.lorentz.core.inference.EnsembleOptions;
import io.lorentz.core.inference.ModelStore;
import io.lorentz.flink.inference.EnsembleFactory;
import io.lorentz.models.ModelFolders;
import io.lorentz.models.ModelNeeds;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The classifiers of a run, made where they run.
 *
 * @param store where trained models lie; empty if members learn from the log as they go
 * @param needs what a trained model has to fit
 */
public record JobEnsembles(String store, ModelNeeds needs) implements EnsembleFactory {

  /** Those that the options ask for. */
  public static JobEnsembles of(TradingOptions options) {
    return new JobEnsembles(options.models().store(), options.modelNeeds());
  }

  @Override
  public Ensemble create(EnsembleOptions options) {
    return Ensemble.jvm(options);
  }

  @Override
  public Optional<ModelStore> models() {
    return store.isEmpty()
        ? Optional.empty()
        : Optional.of(new ModelFolders(Path.of(store), needs));
  }
}
