/**
 * The live page: what a run does, read from its topics and pushed to browsers of this machine. It
 * reads and never writes, and nothing of it is part of a decision.
 *
 * <pre>
 * T.signals … T.account ─┐
 * T.bars ────────────────┼─ PageFeed → PageModel ──── PageServer ── events → browser
 * T (its end, then all) ─┘            last row of      token, GET,
 *                                     each key         loopback
 * T (from its beginning) ── Retracing ← RetraceDesk ←──────┴─ what led to this signal?
 * </pre>
 *
 * <p>Memory is bounded on both sides: {@link io.lorentz.command.page.PageModel} keeps the last rows
 * of each table and tells a browser what has changed since the revision that it has.
 */
package io.lorentz.command.page;
