package io.lorentz.archive;

/**
 * Two rows that give one thing differently, a bar, a funding rate or a mark price; the first is
 * kept.
 *
 * @param instrument symbol
 * @param timeMs start of the bar, or the stamp of the payment or price, ms since 1970 UTC
 * @param keptAt {@code file:line} of the row that is kept
 * @param kept its open, high, low, close and volume, or what it is and its value
 * @param droppedAt {@code file:line} of the row that is dropped
 * @param dropped the same of that row
 */
public record RowConflict(
    String instrument, long timeMs, String keptAt, String kept, String droppedAt, String dropped) {}
