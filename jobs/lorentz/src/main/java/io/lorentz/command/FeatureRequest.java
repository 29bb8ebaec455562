package io.lorentz.command;

import io.lorentz.archive.BarFileOptions;

/**
 * One table of features to be computed.
 *
 * @param options the resolved configuration
 * @param instrument symbol of the only series
 * @param bars its files; consecutive if gaps are to be ignored, and then of the timeframe's length
 * @param timeframeMs timeframe of the rows, ms
 * @param firstStartMs bars that start before it are passed over as if they did not exist, ms since
 *     1970 UTC; {@link #FIRST_BAR} passes over none
 * @param <T> type of the options
 */
public record FeatureRequest<T extends Record>(
    T options, String instrument, BarFileOptions bars, long timeframeMs, long firstStartMs) {

  /** Every bar is read. */
  public static final long FIRST_BAR = Long.MIN_VALUE;
}
