/**
 * Bars: log records of one instrument in, closed bars of every timeframe out, as inputs of a group
 * that also carry the log time on to the features. Keyed by instrument; keeps a {@code BarBuilder};
 * no timers, since bars close by market time and progress.
 */
package io.lorentz.flink.bars;
