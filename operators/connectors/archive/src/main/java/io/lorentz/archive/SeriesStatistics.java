package io.lorentz.archive;

/**
 * What was read of one series so far.
 *
 * @param bars bars given
 * @param duplicates rows dropped because they equal the bar before them in every value
 * @param conflicts rows dropped because another row had given the same bar differently
 * @param firstStartMs start of the first bar, ms since 1970 UTC; Long.MAX_VALUE while there is none
 * @param lastCloseMs close of the last bar, ms since 1970 UTC; Long.MIN_VALUE while there is none
 */
public record SeriesStatistics(
    long bars, long duplicates, long conflicts, long firstStartMs, long lastCloseMs) {}
