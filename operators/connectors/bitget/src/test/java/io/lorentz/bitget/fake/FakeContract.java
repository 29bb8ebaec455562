package io.lorentz.bitget.fake;

import java.math.BigDecimal;

/**
 * What may be traded.
 *
 * @param tick step of prices, quote currency
 * @param step of sizes, base currency; the smallest size too
 * @param minNotional smallest value of an order that may open, quote currency
 * @param maxLeverage 1 or more
 */
public record FakeContract(
    String symbol, BigDecimal tick, BigDecimal step, BigDecimal minNotional, int maxLeverage) {

  /** As the real BTCUSDT is in 2026. */
  public static FakeContract btc() {
    return usual("BTCUSDT", "0.1", "0.0001");
  }

  /** As the real ETHUSDT is in 2026. */
  public static FakeContract eth() {
    return usual("ETHUSDT", "0.01", "0.01");
  }

  private static FakeContract usual(String symbol, String tick, String step) {
    return new FakeContract(
        symbol, new BigDecimal(tick), new BigDecimal(step), new BigDecimal("5"), 125);
  }

  boolean onTick(BigDecimal price) {
    return price.remainder(tick).signum() == 0;
  }

  boolean onStep(BigDecimal size) {
    return size.remainder(step).signum() == 0;
  }
}
