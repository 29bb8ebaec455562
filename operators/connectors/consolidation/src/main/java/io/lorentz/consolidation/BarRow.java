package io.lorentz.consolidation;

/**
 * One row of a file.
 *
 * @param startMs start of the bar, ms since 1970 UTC
 * @param open first price, quote currency per unit
 * @param high highest price
 * @param low lowest price
 * @param close last price
 * @param volume traded amount as the file has it, 0 or more
 * @param line line of the file (of a JSON array, number of the element), from 1
 */
record BarRow(
    long startMs, double open, double high, double low, double close, double volume, long line) {}
