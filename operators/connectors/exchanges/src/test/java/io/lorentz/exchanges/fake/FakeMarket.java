package io.lorentz.exchanges.fake;

import java.math.BigDecimal;
import java.util.SplittableRandom;

/**
 * Bars that never were, as a function of venue, instrument and minute. A minute's price goes in
 * steps; what a venue shows of it depends on how many have been made.
 */
public final class FakeMarket {

  public static final long MINUTE_MS = 60_000;

  /** Price changes within a minute. */
  public static final int STEPS = 12;

  private final long seed;

  public FakeMarket(long seed) {
    this.seed = seed;
  }

  /** A bar so far; the volume is a number of contracts. */
  public record Shape(
      BigDecimal open, BigDecimal high, BigDecimal low, BigDecimal close, long contracts) {}

  /**
   * A bar as it stands.
   *
   * @param steps steps made, 1 to {@link #STEPS}
   */
  public Shape bar(String venue, String instrument, long startMs, int steps) {
    long level =
        switch (instrument) {
          case "BTCUSDT" -> 600_000;
          case "ETHUSDT" -> 30_000;
          default -> 1_500;
        };
    SplittableRandom random =
        new SplittableRandom(seed ^ (instrument.hashCode() * 31L + startMs / MINUTE_MS));
    // The venues differ by a tick, which is far from the bound of doubt.
    long price = level + random.nextInt(40) - 20 + venue.length() % 3;
    long open = price;
    long high = price;
    long low = price;
    long contracts = 0;
    for (int step = 0; step < steps; step++) {
      price += random.nextInt(7) - 3;
      high = Math.max(high, price);
      low = Math.min(low, price);
      contracts += 1 + random.nextInt(500);
    }
    return new Shape(money(open), money(high), money(low), money(price), contracts);
  }

  private static BigDecimal money(long tenths) {
    return BigDecimal.valueOf(tenths, 1);
  }
}
