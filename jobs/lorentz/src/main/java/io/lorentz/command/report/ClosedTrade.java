package io.lorentz.command.report;

/**
 * A closed trade as a verdict looks at it.
 *
 * @param instrument its symbol
 * @param side 1 long, -1 short
 * @param openTimeMs market time of its entry, ms since 1970 UTC
 * @param closeTimeMs market time of its exit, ms since 1970 UTC
 * @param grossBps before all costs, 1/10,000 of its notional
 * @param netBps after all costs, 1/10,000 of its notional
 */
public record ClosedTrade(
    String instrument,
    int side,
    long openTimeMs,
    long closeTimeMs,
    double grossBps,
    double netBps) {}
