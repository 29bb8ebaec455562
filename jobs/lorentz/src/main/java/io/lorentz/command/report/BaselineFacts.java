package io.lorentz.command.report;

import java.util.List;
import java.util.Map;

/**
 * Which accounts of a run are there to be beaten.
 *
 * @param rates chance of a random entry per closed bar, by length of the bar in ms; empty if there
 *     are no random ones
 * @param measured whether the rates were counted in a first pass, and not given
 * @param comparedWith account whose figures stand against theirs
 * @param rules names of those that are rules
 * @param random names of those that enter by chance
 */
public record BaselineFacts(
    Map<Long, Double> rates,
    boolean measured,
    String comparedWith,
    List<String> rules,
    List<String> random) {}
