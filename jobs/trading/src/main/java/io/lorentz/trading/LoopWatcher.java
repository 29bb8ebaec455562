package io.lorentz.trading;

import io.lorentz.core.inference.Query;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.FeatureVector;
import io.lorentz.schemas.Levels;
import io.lorentz.schemas.Prediction;

/**
 * Sees what the stages of a {@link BareLoop} give one another, in the order it comes into being and
 * before the rows that it causes. It must not change what it sees; what it does not ask for passes
 * unseen.
 */
public interface LoopWatcher {

  /** Looks away. */
  LoopWatcher NOBODY = new LoopWatcher() {};

  /** A closed bar, of any timeframe. */
  default void bar(Bar bar) {}

  /** What the classifiers see of a closed bar. */
  default void vector(FeatureVector vector) {}

  /** Range and stops of a closed bar, of any timeframe. */
  default void levels(Levels levels) {}

  /** What the ensemble is asked of a closed bar; valid for the time of the call. */
  default void query(Query query) {}

  /** What the ensemble says of a closed bar; not called while it cannot say. */
  default void prediction(Prediction prediction) {}

  /** What a version of the models says that rides along and is not traded. */
  default void shadow(Prediction prediction) {}
}
