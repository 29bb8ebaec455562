/**
 * Flink shells around the core, one package per stage: state, timers, side outputs, metrics. No
 * arithmetic lives here; a shell fetches its stage's live object from keyed state, hands it the
 * record, and emits what it gives.
 */
package io.lorentz.flink;
