/**
 * Orders at Bitget's USDT-M futures, classic accounts (v2). Not wired to a job yet: here are the
 * parts that everything else stands on.
 *
 * <pre>
 *   Credentials ─► Signing ─┐
 *   ServerClock ────────────┴─► request ─► RequestQueue ─► (wire) ─► Answers ─► what it asks of us
 * </pre>
 *
 * <p>Secrets live in {@link io.lorentz.bitget.Credentials} and nowhere else; no text of any class
 * here shows one.
 */
package io.lorentz.bitget;
