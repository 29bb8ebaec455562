/**
 * Baselines: {@code Bar} in, {@code Signal}s of the sources that a strategy has to beat out; one
 * instrument at a time.
 *
 * <pre>
 * Bar ──► BaselineStage ── per timeframe: ATR, rules, hashes ──► Signal(source)
 *           buy-and-hold   random-000 … random-999   momentum-4   filters   trend
 * </pre>
 *
 * <p>Each is a pure function of the log and of its name: the random ones too, whose coin is a hash
 * of seed, instrument and market time. Only the sources that some account trades are computed. A
 * bar with a hole in it moves the rules and gives no signal. The indicators are those of {@code
 * features}, the earlier stage.
 */
package io.lorentz.core.baselines;
