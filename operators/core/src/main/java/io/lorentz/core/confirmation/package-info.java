/**
 * Confirmation: {@code Prediction} in, {@code Signal} out; one instrument at a time.
 *
 * <pre>
 * Prediction ──► Tiering ──(confident 1m and 5m only)──► Candidate ──► ConfirmationMatcher ──► Signal
 *                  │ last prediction of 5m and 15m          │ open candidates
 * </pre>
 *
 * <p>The rule is written twice: here as a plain matcher, which the bare loop runs, and in Flink as
 * a CEP pattern, which the job runs. A property test holds one against the other.
 */
package io.lorentz.core.confirmation;
