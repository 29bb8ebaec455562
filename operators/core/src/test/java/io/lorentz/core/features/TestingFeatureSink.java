package io.lorentz.core.features;

import io.lorentz.schemas.FeatureVector;
import io.lorentz.schemas.Levels;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** Keeps what the stage gave, in its order. */
final class TestingFeatureSink implements FeatureSink {

  final List<FeatureVector> vectors = new ArrayList<>();
  final List<Levels> levels = new ArrayList<>();
  final List<SpecificRecord> all = new ArrayList<>();

  @Override
  public void vector(FeatureVector vector) {
    vectors.add(vector);
    all.add(vector);
  }

  @Override
  public void levels(Levels given) {
    levels.add(given);
    all.add(given);
  }

  FeatureVector last() {
    return vectors.get(vectors.size() - 1);
  }
}
