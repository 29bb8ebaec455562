package io.lorentz.core.inference;

import io.lorentz.schemas.FeatureVector;
import io.lorentz.schemas.InferenceSeries;
import io.lorentz.schemas.InferenceState;
import io.lorentz.schemas.ModelRole;
import io.lorentz.schemas.ModelVersion;
import io.lorentz.schemas.wire.Imaged;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What inference remembers of one instrument: per timeframe the ring of matured rows, the online
 * members and the row a correction would replace. It is changed in order by one thread, the task's;
 * the queries it gives may be answered on any.
 *
 * <p>Rules:
 *
 * <ul>
 *   <li>The label of a row enters with the vector that brings it ({@code maturedRowIndex}); a row
 *       whose label was not brought when it was due (the indicators restarted in between) is never
 *       a neighbour and never trained on. The memory itself stays across a restart.
 *   <li>A corrected vector replaces the last row, redoes the label and the training step that came
 *       with it, and gives no query.
 *   <li>No row is used before its label has matured, so nothing here can look ahead.
 * </ul>
 */
public final class InferenceMemory implements Imaged<InferenceState> {

  private final String instrument;
  private final EnsembleOptions options;
  // Shortest first. A handful: looking through them boxes nothing, a map's key would.
  private final List<SeriesMemory> series = new ArrayList<>();
  private final Optional<ModelTimeline> timeline;
  private Optional<Query> shadow = Optional.empty();

  /**
   * Makes an empty memory.
   *
   * @param instrument symbol as the configuration names it
   * @param options members and parameters
   */
  public InferenceMemory(String instrument, EnsembleOptions options) {
    this(instrument, options, Optional.empty());
  }

  /**
   * Makes an empty memory whose queries are asked of trained models, if there is a store of them.
   *
   * @param models where the versions lie that {@link #announce} names; empty: members learn from
   *     the rows as they come
   */
  public InferenceMemory(String instrument, EnsembleOptions options, Optional<ModelStore> models) {
    this.instrument = instrument;
    this.options = options;
    this.timeline = models.map(ModelTimeline::new);
  }

  /**
   * Makes the memory an image was taken of.
   *
   * @param options as when the image was taken; window, rows in flight, weights of members and
   *     logistic parameters may differ
   * @param image what {@link #image()} gave
   * @throws IllegalArgumentException if the label horizon differs, or if the member
   *     lorentzianTradingview has a weight now and had none then
   */
  public static InferenceMemory restore(EnsembleOptions options, InferenceState image) {
    return restore(options, image, Optional.empty());
  }

  /** The same with trained models, if there is a store of them. */
  public static InferenceMemory restore(
      EnsembleOptions options, InferenceState image, Optional<ModelStore> models) {
    InferenceMemory memory = new InferenceMemory(image.getInstrument(), options, models);
    image.getModels().forEach(memory::announce);
    for (InferenceSeries one : image.getSeries()) {
      memory.series.add(SeriesMemory.restore(options, one));
    }
    return memory;
  }

  /**
   * Appends a row: sets the label that matured with it and trains the online members.
   *
   * @param vector the next vector of its timeframe, or the last one corrected
   * @return what to ask the ensemble; empty if the vector is corrected or one of f1 to f5 is
   *     undefined
   * @throws IllegalArgumentException if the vector is of another instrument, does not follow the
   *     last row, or was made with another label horizon
   */
  public Optional<Query> absorb(FeatureVector vector) {
    if (!instrument.equals(vector.getInstrument())) {
      throw new IllegalArgumentException(
          "instrument: must be "
              + instrument
              + ", was "
              + vector.getInstrument()
              + "; keep one memory per instrument");
    }
    Optional<Query> own = seriesOf(vector.getTimeframeMs()).absorb(vector);
    if (timeline.isEmpty() || own.isEmpty()) {
      shadow = Optional.empty();
      return own;
    }
    shadow = timeline.get().ask(ModelRole.SHADOW, own.get());
    return timeline.get().ask(ModelRole.PRIMARY, own.get());
  }

  /**
   * Takes note that a version of the models comes into force; without a store it changes nothing.
   */
  public void announce(ModelVersion version) {
    timeline.ifPresent(models -> models.add(version));
  }

  /** What to ask beside the query of the last row, to be logged and not traded on. */
  public Optional<Query> shadow() {
    return shadow;
  }

  /**
   * Why the trained models were not asked for the last row that has all its features; empty if they
   * were, or if there is no store of them.
   */
  public Optional<Unscored> unscored() {
    return timeline.flatMap(ModelTimeline::unscored);
  }

  /** The series of a timeframe, made when its first row comes. */
  SeriesMemory seriesOf(long timeframeMs) {
    int place = 0;
    while (place < series.size() && series.get(place).timeframeMs() < timeframeMs) {
      place++;
    }
    if (place < series.size() && series.get(place).timeframeMs() == timeframeMs) {
      return series.get(place);
    }
    SeriesMemory made = new SeriesMemory(options, timeframeMs);
    series.add(place, made);
    return made;
  }

  @Override
  public InferenceState image() {
    List<InferenceSeries> images = new ArrayList<>(series.size());
    for (SeriesMemory one : series) {
      images.add(one.image());
    }
    List<ModelVersion> models = timeline.map(ModelTimeline::image).orElseGet(List::of);
    return new InferenceState(instrument, images, models);
  }
}
