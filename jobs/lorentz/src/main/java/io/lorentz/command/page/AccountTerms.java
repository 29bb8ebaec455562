package io.lorentz.command.page;

/**
 * What an account is held to, as the configuration says.
 *
 * @param limited whether its loss limits are in force
 * @param dayLoss limit of the loss of a day, fraction of the equity at the start of the UTC day
 * @param drawdown limit of the fall from the peak of equity, fraction of the peak
 * @param signals name of the signal source that it trades
 */
public record AccountTerms(boolean limited, double dayLoss, double drawdown, String signals) {}
