package io.lorentz.flink.inference;

import io.lorentz.core.inference.Ensemble;
import io.lorentz.core.inference.EnsembleOptions;
import io.lorentz.core.inference.ModelStore;
import java.io.Serializable;
import java.util.Optional;

/** Makes the ensemble on the machine where it runs: which classifiers compute is an edge. */
@FunctionalInterface
public interface EnsembleFactory extends Serializable {

  /** Makes an ensemble; the operator closes it. */
  Ensemble create(EnsembleOptions options);

  /**
   * Where the versions lie that the log names; empty, the default, for members that learn from the
   * log as they go.
   */
  default Optional<ModelStore> models() {
    return Optional.empty();
  }
}
