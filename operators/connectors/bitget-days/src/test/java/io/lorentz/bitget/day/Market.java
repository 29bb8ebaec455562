package io.lorentz.bitget.day;

import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.Levels;
import io.lorentz.schemas.Signal;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A random market of one instrument, as a function of seed and minute: whoever asks again gets the
 * same, as a job does that works a log off twice.
 */
final class Market {

  static final long MINUTE_MS = 60_000;
  static final long TIER_MS = 300_000;
  private static final double STEP = 0.0006;
  private static final double SIGNALS = 0.25;

  private final String instrument;
  private final BigDecimal tick;
  private final long startMs;
  private final double[][] minutes;
  private final int[] directions;

  /** Prices of so many minutes: open, two in between, close. */
  Market(String instrument, BigDecimal tick, double start, long startMs, int count, long seed) {
    this.instrument = instrument;
    this.tick = tick;
    this.startMs = startMs;
    SplittableRandom random = new SplittableRandom(seed);
    minutes = new double[count][4];
    directions = new int[count];
    double price = start;
    for (int i = 0; i < count; i++) {
      for (int k = 0; k < 4; k++) {
        double jump = random.nextInt(400) == 0 ? 12 : 1;
        price *= 1 + STEP * jump * (random.nextDouble() - 0.5);
        minutes[i][k] = onTick(price).doubleValue();
      }
      boolean closes = (i + 1) % 5 == 0 && random.nextDouble() < SIGNALS;
      directions[i] = closes ? (random.nextBoolean() ? 1 : -1) : 0;
    }
  }

  private BigDecimal onTick(double price) {
    return BigDecimal.valueOf(price)
        .divide(tick, 0, RoundingMode.HALF_UP)
        .multiply(tick)
        .stripTrailingZeros();
  }

  int minute(long timeMs) {
    return (int) ((timeMs - startMs) / MINUTE_MS);
  }

  /** The price of a moment: one each quarter of a minute. */
  BigDecimal price(long timeMs) {
    long into = (timeMs - startMs) % MINUTE_MS;
    return onTick(minutes[minute(timeMs)][(int) (into / 15_000)]);
  }

  /** The mark price runs a little after it. */
  BigDecimal mark(long timeMs) {
    BigDecimal last = price(timeMs);
    BigDecimal before = timeMs - 15_000 < startMs ? last : price(timeMs - 15_000);
    return onTick(last.add(before).doubleValue() / 2);
  }

  BigDecimal tick() {
    return tick;
  }

  /** The bar that ends at a close. */
  Bar bar(long closeMs) {
    double[] m = minutes[minute(closeMs) - 1];
    double high = Math.max(Math.max(m[0], m[1]), Math.max(m[2], m[3]));
    double low = Math.min(Math.min(m[0], m[1]), Math.min(m[2], m[3]));
    return new Bar(
        instrument, MINUTE_MS, closeMs, m[0], high, low, m[3], 1e6, BarQuality.COMPLETE, false, 0);
  }

  /** Levels of the tier, if one of its bars ends here. */
  Optional<Levels> levels(long closeMs) {
    if (closeMs % TIER_MS != 0) {
      return Optional.empty();
    }
    double close = minutes[minute(closeMs) - 1][3];
    double atr = close * 0.001;
    return Optional.of(
        new Levels(
            instrument,
            TIER_MS,
            closeMs,
            atr,
            close - 1.5 * atr,
            close + 1.5 * atr,
            BarQuality.COMPLETE));
  }

  /** A signal, if there is one at this close. */
  Optional<Signal> signal(long closeMs, long logTimeMs) {
    int i = minute(closeMs) - 1;
    if (directions[i] == 0) {
      return Optional.empty();
    }
    double close = minutes[i][3];
    return Optional.of(
        new Signal(
            logTimeMs,
            0,
            instrument,
            closeMs,
            closeMs,
            directions[i],
            0.8,
            0.9,
            TIER_MS,
            close * 0.001,
            close,
            BarQuality.COMPLETE,
            "main"));
  }
}
