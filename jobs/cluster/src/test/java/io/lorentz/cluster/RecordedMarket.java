package io.lorentz.cluster;

import io.lorentz.exchanges.fake.FakeMarket;
import io.lorentz.exchanges.fake.FakeMarket.Shape;
import io.lorentz.exchanges.fake.FakeRecording;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A recording of a market that trends and turns, so that the default strategy trades on it. Made by
 * a walk of its own; nothing of it happened.
 */
public final class RecordedMarket {

  private static final int STEPS = FakeMarket.STEPS;

  private final long seed;
  private final long originMs;
  private final Map<String, double[]> paths = new HashMap<>();

  /** A market whose prices are drawn from a seed, from a time on. */
  public RecordedMarket(long seed, long originMs, int minutes, List<String> instruments) {
    this.seed = seed;
    this.originMs = originMs;
    for (String instrument : instruments) {
      paths.put(instrument, path(instrument, minutes));
    }
  }

  private double[] path(String instrument, int minutes) {
    double price =
        switch (instrument) {
          case "BTCUSDT" -> 60_000;
          case "ETHUSDT" -> 3_000;
          default -> 150;
        };
    SplittableRandom random = new SplittableRandom(seed ^ instrument.hashCode());
    double[] path = new double[minutes * STEPS + 1];
    double drift = 0;
    for (int i = 0; i < path.length; i++) {
      if (i % (STEPS * 12) == 0) {
        drift = (random.nextDouble() - 0.5) * 0.0008 / STEPS * 4;
      }
      price *= 1 + drift + (random.nextDouble() - 0.5) * 0.0006;
      path[i] = price;
    }
    return path;
  }

  /** A bar after so many of {@link FakeMarket#STEPS} steps. */
  public Shape bar(String venue, String instrument, long startMs, int steps) {
    double[] path = paths.get(instrument);
    int first = (int) ((startMs - originMs) / FakeMarket.MINUTE_MS) * STEPS;
    int decimals = instrument.equals("BTCUSDT") ? 1 : 2;
    double level = 1 + venue.length() * 1e-6;
    double high = path[first];
    double low = path[first];
    long contracts = 0;
    for (int i = 0; i <= steps; i++) {
      high = Math.max(high, path[first + i]);
      low = Math.min(low, path[first + i]);
    }
    SplittableRandom random = new SplittableRandom(seed + startMs + instrument.hashCode());
    for (int i = 0; i < steps; i++) {
      contracts += 1_000 + random.nextInt(90_000);
    }
    return new Shape(
        money(path[first] * level, decimals),
        money(high * level, decimals),
        money(low * level, decimals),
        money(path[first + steps] * level, decimals),
        contracts);
  }

  /** Price of an instrument at a time, quote currency. */
  public BigDecimal price(String instrument, long timeMs) {
    int step = (int) ((timeMs - originMs) * STEPS / FakeMarket.MINUTE_MS);
    return money(paths.get(instrument)[step], instrument.equals("BTCUSDT") ? 1 : 2);
  }

  private static BigDecimal money(double value, int decimals) {
    return BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_UP);
  }

  /** Writes what was recorded. */
  public void write(
      Path file,
      List<String> venues,
      List<String> instruments,
      List<FakeRecording.Outage> outages,
      long beginMs,
      int historyMinutes,
      int minutes)
      throws IOException {
    new FakeRecording(this::bar, venues, instruments, outages)
        .write(file, beginMs, historyMinutes, minutes);
  }

  /** For a look by hand: file, minutes of history, minutes. */
  public static void main(String[] arguments) throws IOException {
    int history = Integer.parseInt(arguments[1]);
    int minutes = Integer.parseInt(arguments[2]);
    long beginMs = 1_772_323_210_000L;
    long originMs =
        Math.floorDiv(beginMs, FakeMarket.MINUTE_MS) * FakeMarket.MINUTE_MS
            - history * FakeMarket.MINUTE_MS;
    List<String> instruments = List.of("BTCUSDT", "ETHUSDT", "SOLUSDT");
    long outMs = beginMs + minutes / 3 * FakeMarket.MINUTE_MS;
    new RecordedMarket(5, originMs, history + minutes + 3, instruments)
        .write(
            Path.of(arguments[0]),
            List.of("bitget", "binance", "bybit"),
            instruments,
            List.of(new FakeRecording.Outage("bitget", outMs, outMs + 300_000)),
            beginMs,
            history,
            minutes);
  }
}
