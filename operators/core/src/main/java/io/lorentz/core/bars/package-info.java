/**
 * Stage bars: from shortest bars, or trades, to closed bars of every timeframe.
 *
 * <pre>
 *   Bar 1m | Trade --> BarBuilder --> Bar 15m, 5m, 1m (longer first)
 *   Heartbeat ------^  decides what is missing
 * </pre>
 *
 * <p>Takes: bars of the shortest timeframe or trades of one instrument, progress, the end of the
 * series. Gives: closed bars with their quality, corrections, and the number of bars missing before
 * each. Keeps: the open window of each longer timeframe and a copy from before the last bar, the
 * last bar, the run of missing bars, counters ({@code BarState}).
 */
package io.lorentz.core.bars;
