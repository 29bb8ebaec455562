package io.lorentz.models;

import java.io.Serializable;
import java.util.List;

/**
 * What a model has to fit to be asked by a job.
 *
 * @param features the features in one line
 * @param labelHorizonBars bars after which a label matures
 * @param neighbours number of neighbours that vote: the calibration was made with it
 * @param members names of the members that have a weight, in their order
 */
public record ModelNeeds(
    String features, int labelHorizonBars, int neighbours, List<String> members)
    implements Serializable {

  /** Copies the list. */
  public ModelNeeds {
    members = List.copyOf(members);
  }
}
