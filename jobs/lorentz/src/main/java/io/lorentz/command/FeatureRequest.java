package io.lorentz.command;

import io.lorentz.archive.BarFileOptions;

/**
 * One table of features to be computed.
 *
 * @param options the resolved configuration
 * @param instrument symbol of the only series
 * @param bars its files; consecutive if gaps are to be ignored, and then of the timeframe's length
 * @param timeframeMs timeframe of the rows, ms
 * @param <T> type of the options
 */
public record FeatureRequest<T extends Record>(
    T options, String instrument, BarFileOptions bars, long timeframeMs) {}
