package io.lorentz.command.training;

/**
 * What labels are made with.
 *
 * @param horizonBars bars within which a label is decided, 1 or more
 * @param stopAtr distance of the stop, in ATR(14)
 * @param targetR distance of the target, in stop distances; 0: none
 * @param roundTripCostFraction cost of opening and closing, fraction of the price
 */
public record LabelOptions(
    int horizonBars, double stopAtr, double targetR, double roundTripCostFraction) {}
