package io.lorentz.command.report;

/**
 * What was read of funding or of mark prices, of all instruments.
 *
 * @param records records given to the run
 * @param outside rows dropped because they lie before the first bar of their instrument or after
 *     its last
 * @param duplicates rows dropped because they say again what another row had said
 * @param conflicts rows dropped because another row had said something else of the same time
 */
public record StampedData(long records, long outside, long duplicates, long conflicts) {

  /** No such data. */
  public static final StampedData NONE = new StampedData(0, 0, 0, 0);
}
