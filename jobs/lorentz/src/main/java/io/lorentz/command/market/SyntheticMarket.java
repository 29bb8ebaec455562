package io.lorentz.command.market;

import java.io.BufferedWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A made-up market of BTC, ETH and SOL in 1-minute bars: volatility and trend change in regimes,
 * prices jump now and then, and the three move together as real ones do. It is there to show the
 * program at work.
 */
public final class SyntheticMarket {

  private static final long START_MS = Instant.parse("2025-01-01T00:00:00Z").toEpochMilli();
  private static final long MINUTE_MS = 60_000;
  private static final int MINUTES_PER_DAY = 24 * 60;

  /** A bar's high and low are those of this many steps. */
  private static final int STEPS = 12;

  /** Share of a step's variance that all coins have in common. */
  private static final double COMMON = 0.6;

  /** A jump every two days in the mean. */
  private static final double JUMP = 1.0 / 2880;

  /** Size of a jump in units of the volatility of a minute. */
  private static final double JUMP_SIZE = 8;

  private static final List<Coin> COINS =
      List.of(
          new Coin("BTCUSDT", 60_000, 1, 0.0006, 40),
          new Coin("ETHUSDT", 3_000, 2, 0.0008, 600),
          new Coin("SOLUSDT", 150, 2, 0.0011, 8_000));

  private final long seed;
  private final int days;

  /**
   * A coin of this market.
   *
   * @param symbol symbol
   * @param price first price, quote currency
   * @param decimals decimals of its tick
   * @param volatility usual standard deviation of a minute's return
   * @param volume usual volume of a minute, base currency
   */
  private record Coin(String symbol, double price, int decimals, double volatility, double volume) {

    BigDecimal onTick(double price) {
      double ticksPerUnit = StrictMath.pow(10, decimals);
      return BigDecimal.valueOf(Math.max(1, Math.round(price * ticksPerUnit)), decimals);
    }
  }

  /**
   * @param seed another number is another market
   * @param days length in days, 1 or more
   */
  public SyntheticMarket(long seed, int days) {
    if (days < 1) {
      throw new IllegalArgumentException("days: must be 1 or more, was " + days + "; 14 is usual");
    }
    this.seed = seed;
    this.days = days;
  }

  /**
   * Writes one file per coin in the layout {@code open_time_ms,open,high,low,close,volume}, and a
   * README that says what they are.
   *
   * @param folder made if it is missing
   * @return the files by symbol
   * @throws IOException if the folder cannot be written
   */
  public SortedMap<String, Path> write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("README.md"),
        "# SYNTHETIC market\n\nMade up by `lorentz demo` with seed "
            + seed
            + ". No price here was ever traded; what is found on it says nothing of any market.\n");
    double[][] common = common();
    SortedMap<String, Path> files = new TreeMap<>();
    for (int i = 0; i < COINS.size(); i++) {
      Coin coin = COINS.get(i);
      Path file = folder.resolve("SYNTHETIC_" + coin.symbol() + "_1m.csv");
      write(file, coin, new RandomNumbers(seed * 31 + i + 1), common);
      files.put(coin.symbol(), file);
    }
    return files;
  }

  /** The steps that all coins share, in units of the volatility of a minute. */
  private double[][] common() {
    RandomNumbers random = new RandomNumbers(seed * 31);
    Regime regime = new Regime(random);
    double[][] steps = new double[days * MINUTES_PER_DAY][STEPS];
    for (double[] minute : steps) {
      regime.next();
      for (int i = 0; i < STEPS; i++) {
        minute[i] =
            regime.drift() / STEPS
                + regime.volatility() * random.normal() * StrictMath.sqrt(COMMON / STEPS);
      }
      if (random.happens(JUMP)) {
        minute[(int) (random.uniform() * STEPS)] += JUMP_SIZE * random.normal();
      }
    }
    return steps;
  }

  private static void write(Path file, Coin coin, RandomNumbers random, double[][] common)
      throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("open_time_ms,open,high,low,close,volume\n");
      double logPrice = StrictMath.log(coin.price());
      for (int minute = 0; minute < common.length; minute++) {
        BigDecimal open = coin.onTick(StrictMath.exp(logPrice));
        BigDecimal high = open;
        BigDecimal low = open;
        BigDecimal close = open;
        double travelled = 0;
        for (double shared : common[minute]) {
          double own = random.normal() * StrictMath.sqrt((1 - COMMON) / STEPS);
          double step = coin.volatility() * (shared + own);
          logPrice += step;
          travelled += Math.abs(step);
          close = coin.onTick(StrictMath.exp(logPrice));
          high = high.max(close);
          low = low.min(close);
        }
        out.write(
            (START_MS + minute * MINUTE_MS) + "," + open + "," + high + "," + low + "," + close);
        out.write("," + volume(coin, random, travelled) + "\n");
      }
    }
  }

  /** Volume follows how far the price went. */
  private static BigDecimal volume(Coin coin, RandomNumbers random, double travelled) {
    double busy = travelled / (coin.volatility() * StrictMath.sqrt(STEPS));
    double volume = coin.volume() * busy * StrictMath.exp(0.5 * random.normal());
    return BigDecimal.valueOf(Math.max(1, Math.round(volume * 1000)), 3);
  }
}
