/**
 * Stage market: which venue's bars an instrument is traded on.
 *
 * <pre>
 *   VenueBar    --> Arbiter --> Bar, one per close, in order
 *   MarketClock ------^    \--> FeedDecision (another source, prices doubted)
 *   Heartbeat --------^
 * </pre>
 *
 * <p>Takes: closed bars of every venue that is fed, the edge's clock, progress. Gives: the bars of
 * one venue at a time, and what it decided about venues. Keeps: the source, bars not decided on,
 * the last bars given, how reliably each venue came ({@code ArbiterState}). A log made from files
 * names no venues and passes by it.
 */
package io.lorentz.core.market;
