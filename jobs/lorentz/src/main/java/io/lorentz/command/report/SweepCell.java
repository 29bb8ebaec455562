package io.lorentz.command.report;

import java.util.Map;

/**
 * One cell of the grid of a sweep.
 *
 * @param name name of its account
 * @param settings value by key, as a person wrote them, in the order of the keys
 */
public record SweepCell(String name, Map<String, String> settings) {}
