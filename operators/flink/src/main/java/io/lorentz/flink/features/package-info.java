/**
 * Features: closed bars in, {@code FeatureVector} out; on the side what the group needs, bars and
 * {@code Levels}. Keyed by instrument; keeps a {@code FeatureStage}; no timers.
 */
package io.lorentz.flink.features;
