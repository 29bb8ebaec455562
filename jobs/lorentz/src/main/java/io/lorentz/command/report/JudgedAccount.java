package io.lorentz.command.report;

import java.util.List;

/**
 * An account as a verdict looks at it.
 *
 * @param summary its figures
 * @param trades its closed trades, by time of opening
 * @param dailyReturns its return on each day of trading, fractions
 */
public record JudgedAccount(
    AccountSummary summary, List<ClosedTrade> trades, List<Double> dailyReturns) {}
