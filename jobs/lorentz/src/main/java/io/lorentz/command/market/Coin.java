package io.lorentz.command.market;

import java.math.BigDecimal;
import java.util.List;

/**
 * A coin of this market.
 *
 * @param symbol symbol
 * @param price first price, quote currency
 * @param decimals decimals of its tick
 * @param volatility usual standard deviation of a minute's return
 * @param volume usual volume of a minute, base currency
 */
record Coin(String symbol, double price, int decimals, double volatility, double volume) {

  /** In order of symbol. */
  static final List<Coin> ALL =
      List.of(
          new Coin("BTCUSDT", 60_000, 1, 0.0006, 40),
          new Coin("ETHUSDT", 3_000, 2, 0.0008, 600),
          new Coin("SOLUSDT", 150, 2, 0.0011, 8_000));

  BigDecimal onTick(double price) {
    double ticksPerUnit = StrictMath.pow(10, decimals);
    return BigDecimal.valueOf(Math.max(1, Math.round(price * ticksPerUnit)), decimals);
  }
}
