/**
 * Classifiers on a device, by DJL and PyTorch: CPU, CUDA, or ROCm, which PyTorch addresses as CUDA.
 *
 * <pre>
 *   queries of one model ─► columns that lie on the device ─► products ─► k + margin rows proposed
 *                                                                          │
 *   votes ◄──────────── ranked exactly on the host (core ProposalRanking) ◄┘
 * </pre>
 *
 * <p>A trained memory is taken to the device once and stays. Rows that a series gathers itself are
 * never sent: plain Java is through with them before a device has begun.
 *
 * <p>Native libraries bind to the class loader that loaded them: on a cluster DJL's jars lie in
 * Flink's {@code lib/}. Nothing is downloaded; {@link io.lorentz.pytorch.Torch} sees to that.
 */
package io.lorentz.pytorch;
