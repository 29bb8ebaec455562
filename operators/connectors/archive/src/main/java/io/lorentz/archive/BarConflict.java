package io.lorentz.archive;

/**
 * Two rows that give the same bar differently; the first is kept.
 *
 * @param instrument symbol
 * @param startMs start of the bar, ms since 1970 UTC
 * @param keptAt {@code file:line} of the row that is kept
 * @param kept its open, high, low, close and volume
 * @param droppedAt {@code file:line} of the row that is dropped
 * @param dropped its open, high, low, close and volume
 */
public record BarConflict(
    String instrument,
    long startMs,
    String keptAt,
    String kept,
    String droppedAt,
    String dropped) {}
