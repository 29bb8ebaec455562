package io.lorentz.command.market;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Writes bars of a market with a known edge: it drifts one way for some hours, then perhaps the
 * other. Who sees the drift can ride it, and it is large against any cost; with a drift of 0 it is
 * a random walk.
 */
public final class TidalFile {

  /** Start of the first bar, ms since 1970 UTC. */
  public static final long START_MS = 1_735_689_600_000L;

  private static final long MINUTE_MS = 60_000;
  private static final int STEPS = 6;
  private static final double TURN_PER_MINUTE = 1.0 / 240;

  private TidalFile() {}

  /**
   * Writes 1m bars.
   *
   * @param drift per minute, fraction of the price
   * @param noise deviation of a minute, fraction of the price
   */
  public static Path write(Path csv, int bars, double drift, double noise, long seed)
      throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    double price = 60_000;
    int tide = 1;
    try (Writer out = Files.newBufferedWriter(csv)) {
      out.write("open_time_ms,open,high,low,close,volume\n");
      for (int i = 0; i < bars; i++) {
        if (random.nextDouble() < TURN_PER_MINUTE) {
          tide = -tide;
        }
        double open = tick(price);
        double high = open;
        double low = open;
        for (int step = 0; step < STEPS; step++) {
          double normal = gaussian(random);
          price *= 1 + tide * drift / STEPS + noise / Math.sqrt(STEPS) * normal;
          high = Math.max(high, tick(price));
          low = Math.min(low, tick(price));
        }
        out.write(
            String.format(
                Locale.ROOT,
                "%d,%.1f,%.1f,%.1f,%.1f,%.3f%n",
                START_MS + i * MINUTE_MS,
                open,
                high,
                low,
                tick(price),
                500 + 40 * random.nextDouble()));
      }
    }
    return csv;
  }

  /** Twelve uniform numbers less six: near enough, and the same on every machine. */
  private static double gaussian(SplittableRandom random) {
    double sum = -6;
    for (int i = 0; i < 12; i++) {
      sum += random.nextDouble();
    }
    return sum;
  }

  private static double tick(double price) {
    return Math.round(price * 10) / 10.0;
  }
}
