/**
 * Confirmation: predictions in, {@code Signal} out. Keyed by instrument; a small function keeps the
 * last predictions of the tiers and lets only confident ones through to the CEP pattern, which
 * costs 10 to 70 µs an event.
 */
package io.lorentz.flink.confirmation;
