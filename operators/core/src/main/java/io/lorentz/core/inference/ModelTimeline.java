package io.lorentz.core.inference;

import io.lorentz.schemas.ModelRole;
import io.lorentz.schemas.ModelVersion;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which version of the models is in force when, in market time, for one instrument. Not
 * thread-safe; the models it gives are.
 */
final class ModelTimeline {

  private final ModelStore store;
  // By the time from which they are in force; of equal ones the later announced stands behind.
  private final List<ModelVersion> versions = new ArrayList<>();
  private final Map<ModelRole, TrainedModel> loaded = new EnumMap<>(ModelRole.class);
  private Optional<Unscored> unscored = Optional.empty();

  ModelTimeline(ModelStore store) {
    this.store = store;
  }

  /** Announces a version. */
  void add(ModelVersion version) {
    int place = versions.size();
    while (place > 0 && versions.get(place - 1).getInForceFromMs() > version.getInForceFromMs()) {
      place--;
    }
    versions.add(place, version);
  }

  /**
   * The query asked of the version in force at its time; empty if that may not answer, see {@link
   * #unscored()}.
   */
  Optional<Query> ask(ModelRole role, Query query) {
    long closeMs = query.vector().getCloseTimeMs();
    Optional<TrainedModel> model = inForce(role, closeMs);
    if (model.isEmpty()) {
      return refused(Unscored.NO_VERSION);
    }
    if (closeMs < model.get().scoresFromMs()) {
      return refused(Unscored.INSIDE_TRAINING_WINDOW);
    }
    Optional<TrainedSeries> series = model.get().series(query.vector().getTimeframeMs());
    if (series.isEmpty()) {
      return refused(Unscored.OTHER_TIMEFRAME);
    }
    unscored = Optional.empty();
    return Optional.of(query.askedOf(model.get().id(), series.get()));
  }

  private Optional<Query> refused(Unscored reason) {
    unscored = Optional.of(reason);
    return Optional.empty();
  }

  /** Why the last query was not asked; empty if it was. */
  Optional<Unscored> unscored() {
    return unscored;
  }

  private Optional<TrainedModel> inForce(ModelRole role, long closeMs) {
    String id = "";
    int found = -1;
    for (int i = versions.size() - 1; i >= 0 && found < 0; i--) {
      ModelVersion version = versions.get(i);
      if (version.getRole() == role && version.getInForceFromMs() <= closeMs) {
        found = i;
        id = version.getId();
      }
    }
    forgetBefore(found, role);
    if (id.isEmpty()) {
      loaded.remove(role);
      return Optional.empty();
    }
    TrainedModel model = loaded.get(role);
    if (model == null || !model.id().equals(id)) {
      model = store.load(id);
      loaded.put(role, model);
    }
    return Optional.of(model);
  }

  /** What was in force before can be no more: the closes of an instrument do not go back. */
  private void forgetBefore(int found, ModelRole role) {
    for (int i = found - 1; i >= 0; i--) {
      if (versions.get(i).getRole() == role) {
        versions.remove(i);
      }
    }
  }

  /** The versions that are or can come into force. */
  List<ModelVersion> image() {
    return List.copyOf(versions);
  }
}
