package io.lorentz.archive;

/**
 * What was read of the funding or the mark prices of one instrument so far.
 *
 * @param given records given
 * @param outside rows dropped because they lie before the close of the instrument's first bar or
 *     after that of its last
 * @param duplicates rows dropped because they say again what another row had said
 * @param conflicts rows dropped because another row had said something else of the same time
 */
public record StampStatistics(long given, long outside, long duplicates, long conflicts) {}
