/**
 * Baselines: closed bars in, signals of the baselines out, as inputs of the account group. Keyed by
 * instrument; keeps a {@code BaselineStage}; no timers. It is in the graph only where an account
 * trades a baseline.
 */
package io.lorentz.flink.baselines;
