/**
 * Orders at Bitget's USDT-M futures, classic accounts (v2).
 *
 * <pre>
 *   Ask ─► OrderDialect ─► RestCall ─► RequestQueue ─► Wire ─► Outcome     RestSender
 *                                   Signing, ServerClock ┘
 *   Push ◄─ PrivateDialog ◄─ WebSocket                                     PrivateStream
 * </pre>
 *
 * <p>What is v2's own is in the classes whose names begin with {@code Classic}, behind {@link
 * io.lorentz.bitget.OrderDialect} and {@link io.lorentz.bitget.PrivateDialog}. {@link
 * io.lorentz.bitget.AccountFamily} tells whether a key is for v2 at all.
 *
 * <p>Secrets live in {@link io.lorentz.bitget.Credentials} and nowhere else; no text of any class
 * here shows one.
 */
package io.lorentz.bitget;
