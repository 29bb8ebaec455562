/**
 * Inference: {@code FeatureVector} in, {@code Prediction} out, batched and asynchronous. Keyed by
 * instrument; keeps an {@code InferenceMemory}, changed on the task thread only.
 *
 * <pre>
 * vector ─► memory.absorb ─► query ─┐
 * watermark ────────────────────────┴─► queue ─► batch ─► worker ─► mailbox ─► emitted in order
 * </pre>
 *
 * <p>Nothing is in flight when a checkpoint is taken: the operator drains before the barrier, so it
 * may be rescaled. (Flink's own async operator puts its queue into the checkpoint and redistributes
 * it out of order.)
 */
package io.lorentz.flink.inference;
