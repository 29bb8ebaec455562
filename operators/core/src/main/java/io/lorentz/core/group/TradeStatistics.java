package io.lorentz.core.group;

/**
 * What an account's trades came to since its {@link TradeTally} began. Immutable.
 *
 * @param trades trades that were closed
 * @param wins those with a profit after costs
 * @param grossProfit sum of the profits after costs, quote currency, 0 or more
 * @param grossLoss sum of the losses after costs, quote currency, 0 or more
 * @param winRate wins over trades of the last {@link TradeTally#WINDOW}, 0 to 1; NaN before the
 *     first
 * @param profitFactor gross profit over gross loss of the last {@link TradeTally#WINDOW}; infinite
 *     without a loss, NaN before the first
 */
public record TradeStatistics(
    long trades,
    long wins,
    double grossProfit,
    double grossLoss,
    double winRate,
    double profitFactor) {

  static final TradeStatistics NONE = new TradeStatistics(0, 0, 0, 0, Double.NaN, Double.NaN);
}
