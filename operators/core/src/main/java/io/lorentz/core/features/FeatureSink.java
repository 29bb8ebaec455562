package io.lorentz.core.features;

import io.lorentz.schemas.FeatureVector;
import io.lorentz.schemas.Levels;

/** Takes what the stage gives, in the order in which it gives it: per bar the vector first. */
public interface FeatureSink {

  /** What the model sees of one bar. */
  void vector(FeatureVector vector);

  /** What risk and exits need of one bar. Not called for a corrected bar. */
  void levels(Levels levels);
}
