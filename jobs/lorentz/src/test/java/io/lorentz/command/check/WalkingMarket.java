package io.lorentz.command.check;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;

/** Bars of a random walk whose volatility comes and goes. */
public final class WalkingMarket {

  /** Start of the first bar: 2025-05-04 00:00 UTC. */
  public static final long START_MS = 1_746_316_800_000L;

  /** Length of its bars. */
  public static final long MINUTE_MS = 60_000;

  private static final int STEPS = 6;

  private WalkingMarket() {}

  /** Writes 1m bars. */
  public static Path write(Path csv, int bars, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    double price = 60_000;
    double volatility = 0.0006;
    double drift = 0;
    try (Writer out = Files.newBufferedWriter(csv)) {
      out.write("open_time_ms,open,high,low,close,volume\n");
      for (int i = 0; i < bars; i++) {
        if (i % 240 == 0) {
          volatility = 0.0003 + 0.0007 * random.nextDouble();
          drift = volatility * 0.1 * (random.nextDouble() - 0.5);
        }
        // A market does not open where it closed.
        price *= 1 + volatility * 0.5 * (random.nextDouble() - 0.5);
        double open = tick(price);
        double high = open;
        double low = open;
        for (int step = 0; step < STEPS; step++) {
          price *= 1 + drift / STEPS + volatility * (random.nextDouble() - 0.5);
          high = Math.max(high, tick(price));
          low = Math.min(low, tick(price));
        }
        double volume = 5 + 40 * random.nextDouble();
        out.write(
            String.format(
                Locale.ROOT,
                "%d,%.1f,%.1f,%.1f,%.1f,%.3f%n",
                START_MS + i * MINUTE_MS,
                open,
                high,
                low,
                tick(price),
                volume));
      }
    }
    return csv;
  }

  private static double tick(double price) {
    return Math.round(price * 10) / 10.0;
  }
}
