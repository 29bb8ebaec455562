/**
 * Features: closed bars in, {@code FeatureVector} out, {@code Levels} on the side. Keyed by
 * instrument; keeps a {@code FeatureStage}; no timers.
 */
package io.lorentz.flink.features;
