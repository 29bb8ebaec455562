package io.lorentz.flink.inference;

import io.lorentz.core.inference.Ensemble;
import io.lorentz.core.inference.EnsembleOptions;
import java.io.Serializable;

/** Makes the ensemble on the machine where it runs: which classifiers compute is an edge. */
@FunctionalInterface
public interface EnsembleFactory extends Serializable {

  /** Makes an ensemble; the operator closes it. */
  Ensemble create(EnsembleOptions options);
}
