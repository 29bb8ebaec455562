package io.lorentz.core.inference;

/** Port: where trained models lie, by the id that a record of the log names. */
public interface ModelStore {

  /**
   * Gives a model; the same one again for the same id.
   *
   * @param id SHA-256 of the model's manifest, lower-case hex
   * @throws IllegalArgumentException if there is none of that id, if its files are not those the
   *     manifest names, or if it was not trained for this job (features, horizon, neighbours); the
   *     message names the file and the mend
   */
  TrainedModel load(String id);
}
