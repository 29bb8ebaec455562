package io.lorentz.command.page;

/**
 * Loss limits of an account, as fractions.
 *
 * @param on whether they are in force
 * @param dayLoss of the equity at the start of the UTC day, above 0
 * @param drawdown of the peak of equity, above 0
 */
public record AccountLimits(boolean on, double dayLoss, double drawdown) {}
