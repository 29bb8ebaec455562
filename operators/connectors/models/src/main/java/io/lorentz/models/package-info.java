/**
 * Trained models as files: a folder per version with a manifest, weights and one memory per
 * timeframe. A version's id is the SHA-256 of its manifest, and the manifest names the SHA-256 of
 * every other file, so an id says all that a decision can depend on.
 *
 * <pre>
 *   store/&lt;id&gt;/manifest.json      what it was trained on, with what, and what it is worth
 *              weights.json       members, calibration, expected move, per timeframe
 *              memory-60000.bin   rows and labels to compare with, per timeframe
 * </pre>
 *
 * <p>Knows the core and JSON; nothing of Flink.
 */
package io.lorentz.models;
