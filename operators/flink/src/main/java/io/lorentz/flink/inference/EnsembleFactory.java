package io.lorentz.flink.inference;

import io.lorentz.core.inference.Ensemble;
import io.lorentz.core.inference.EnsembleOptions;
import io.lorentz.core.inference.ModelStore;
import java.io.Serializable;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes the ensemble on the machine where it runs: which classifiers compute is an edge. */
@FunctionalInterface
public interface EnsembleFactory extends Serializable {

  /**
   * Makes an ensemble; the operator closes it.
   *
   * @param moved told the reason, from any thread, when a device is given up and the ensemble goes
   *     on without it
   */
  Ensemble create(EnsembleOptions options, Consumer<String> moved);

  /** One in plain Java, which has no device to give up. */
  static EnsembleFactory jvm() {
    return (options, moved) -> Ensemble.jvm(options);
  }

  /**
   * Where the versions lie that the log names; empty, the default, for members that learn from the
   * log as they go.
   */
  default Optional<ModelStore> store() {
    return Optional.empty();
  }
}
