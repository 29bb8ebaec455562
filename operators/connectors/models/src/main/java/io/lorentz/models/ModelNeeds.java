package io.lorentz.models;

import java.io.Serializable;

/**
 * What a model has to fit to be asked by a job.
 *
 * @param features the features in one line
 * @param labelHorizonBars bars after which a label matures
 * @param neighbours number of neighbours that vote: the calibration was made with it
 */
public record ModelNeeds(String features, int labelHorizonBars, int neighbours)
    implements Serializable {}
