/**
 * Features: a closed bar becomes what the model sees and what risk needs.
 *
 * <p><b>Takes</b> {@code Bar}, one instrument, all timeframes, in the order of the log.
 *
 * <p><b>Gives</b> per bar that is not synthetic one {@code FeatureVector} (f1 to f5, Chandelier
 * direction, ATR, the label that matures with it) and one {@code Levels} (ATR, Chandelier stops),
 * to a {@link io.lorentz.core.features.FeatureSink}. NaN stands for undefined.
 *
 * <p><b>Keeps</b> per timeframe the registers of its indicators, and those from before the last
 * bar, so that a corrected bar can take the last one's place. {@code SYNTHETIC} bars change
 * nothing; an unbridged gap ({@code missingBefore > 0}) makes the indicators start anew.
 *
 * <p>Beside the stage stand the indicators, one small class each, and {@link
 * io.lorentz.core.features.IndicatorTable}, all of them as columns for research. An indicator is
 * fed one bar at a time and answers with its value on that bar; before its warm-up is over it
 * answers NaN. The formulas are TradingView's or TA-Lib's, as each class says. Means and extremes
 * over a window are taken anew on every bar, oldest value first: a series that starts later gives
 * the same bits once the window is full.
 *
 * <p>Nothing here is safe for use by several threads; one object belongs to one of them.
 */
package io.lorentz.core.features;
