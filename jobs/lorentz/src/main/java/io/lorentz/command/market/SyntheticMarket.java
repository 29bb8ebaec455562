package io.lorentz.command.market;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A made-up market of BTC, ETH and SOL in 1-minute bars with what makes real ones hard: trends,
 * ranges and crashes; fat tails; volatility, and volume with it, that comes in clusters; three
 * coins that move together; minutes that are missing; funding and mark prices that follow the
 * trend. It is there to show the program at work.
 */
public final class SyntheticMarket {

  private static final long START_MS = Instant.parse("2025-01-01T00:00:00Z").toEpochMilli();
  private static final long MINUTE_MS = 60_000;
  private static final int MINUTES_PER_DAY = 24 * 60;
  private static final int FUNDING_MINUTES = 8 * 60;

  /** Real stamps lie up to this after the hour, ms. */
  private static final int MAX_STAMP_DELAY_MS = 16;

  /** A coin's feed drops out about this often: short enough to be bridged. */
  private static final int DAYS_PER_SHORT_GAP = 3;

  private static final int LONGEST_SHORT_GAP = 5;

  /** The whole exchange is down about this often: too long to be bridged. */
  private static final int DAYS_PER_OUTAGE = 7;

  private static final int SHORTEST_OUTAGE = 20;
  private static final int LONGEST_OUTAGE = 60;

  private final long seed;
  private final int days;

  /**
   * Names a market; the same seed is the same market on every machine, and a longer one begins with
   * the same rows.
   *
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
   * Which bars the files lack: now and then up to five minutes of one coin, and about once a week
   * twenty minutes to an hour of all three.
   */
  public List<MissingBars> missing() {
    RandomNumbers random = new RandomNumbers(seed * 31 + 30);
    List<MissingBars> missing = new ArrayList<>();
    for (int day = 0; day < days; day += DAYS_PER_SHORT_GAP) {
      for (Coin coin : Coin.ALL) {
        missing.add(
            new MissingBars(
                coin.symbol(), somewhere(random, day), random.between(1, LONGEST_SHORT_GAP)));
      }
    }
    RandomNumbers outages = new RandomNumbers(seed * 31 + 29);
    for (int day = 1; day < days; day += DAYS_PER_OUTAGE) {
      long startMs = somewhere(outages, day);
      int minutes = outages.between(SHORTEST_OUTAGE, LONGEST_OUTAGE);
      Coin.ALL.forEach(coin -> missing.add(new MissingBars(coin.symbol(), startMs, minutes)));
    }
    return missing;
  }

  /** Far enough from the ends of a day to stay within it. */
  private static long somewhere(RandomNumbers random, int day) {
    int minute = random.between(2 * LONGEST_OUTAGE, MINUTES_PER_DAY - 2 * LONGEST_OUTAGE);
    return START_MS + ((long) day * MINUTES_PER_DAY + minute) * MINUTE_MS;
  }

  /**
   * Writes per coin a file of bars ({@code open_time_ms,open,high,low,close,volume}), one of
   * funding and one of mark prices, whose rows name {@code SYNTHETIC} as their source, and a README
   * that says what they are.
   *
   * @param folder made if it is missing
   * @throws IOException if the folder cannot be written
   */
  public MarketFiles write(Path folder) throws IOException {
    return write(folder, true);
  }

  /** Writes the same bars alone. */
  public SortedMap<String, Path> writeBars(Path folder) throws IOException {
    return write(folder, false).bars();
  }

  private MarketFiles write(Path folder, boolean all) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("README.md"),
        "# SYNTHETIC market\n\nMade up by `lorentz demo` with seed "
            + seed
            + ". No price here was ever traded; what is found on it says nothing of any market.\n");
    MarketFiles files =
        new MarketFiles(
            files(folder, "1m"),
            all ? files(folder, "funding") : new TreeMap<>(),
            all ? files(folder, "mark") : new TreeMap<>());
    List<Sheet> sheets = new ArrayList<>();
    try {
      for (int i = 0; i < Coin.ALL.size(); i++) {
        sheets.add(new Sheet(i, files));
      }
      fill(sheets);
    } finally {
      for (Sheet sheet : sheets) {
        sheet.close();
      }
    }
    return files;
  }

  private static SortedMap<String, Path> files(Path folder, String what) {
    SortedMap<String, Path> files = new TreeMap<>();
    for (Coin coin : Coin.ALL) {
      files.put(coin.symbol(), folder.resolve("SYNTHETIC_" + coin.symbol() + "_" + what + ".csv"));
    }
    return files;
  }

  private void fill(List<Sheet> sheets) throws IOException {
    Tide tide = new Tide(new RandomNumbers(seed * 31));
    for (int minute = 0; minute < days * MINUTES_PER_DAY; minute++) {
      tide.next();
      for (Sheet sheet : sheets) {
        sheet.next(tide, START_MS + minute * MINUTE_MS);
      }
    }
  }

  /** The files of one coin under way. */
  private final class Sheet implements Closeable {

    private final Coin coin;
    private final CoinSeries series;
    private final RandomNumbers stamps;
    private final List<MissingBars> missing;
    private final List<BufferedWriter> writers = new ArrayList<>();
    private final boolean all;

    Sheet(int number, MarketFiles files) throws IOException {
      coin = Coin.ALL.get(number);
      series = new CoinSeries(coin, new RandomNumbers(seed * 31 + number + 1));
      stamps = new RandomNumbers(seed * 31 + 20 + number);
      missing = missing().stream().filter(gap -> gap.symbol().equals(coin.symbol())).toList();
      all = files.funding().containsKey(coin.symbol());
      open(files.bars().get(coin.symbol()), "open_time_ms,open,high,low,close,volume\n");
      if (all) {
        open(files.funding().get(coin.symbol()), "source,symbol,funding_time_ms,funding_rate\n");
        open(files.marks().get(coin.symbol()), "source,symbol,timestamp_ms,mark_price\n");
      }
    }

    private void open(Path file, String header) throws IOException {
      BufferedWriter writer = Files.newBufferedWriter(file);
      writers.add(writer);
      writer.write(header);
    }

    void next(Tide tide, long startMs) throws IOException {
      series.next(tide);
      boolean isUp = missing.stream().noneMatch(gap -> gap.holds(coin.symbol(), startMs));
      if (isUp) {
        writers.get(0).write(startMs + "," + series.bar() + "\n");
      }
      long closeMs = startMs + MINUTE_MS;
      if (all) {
        if (closeMs / MINUTE_MS % FUNDING_MINUTES == 0) {
          long stampMs = closeMs + stamps.between(0, MAX_STAMP_DELAY_MS);
          write(1, stampMs, series.fundingRate().toPlainString());
        }
        if (isUp) {
          write(2, closeMs, series.mark().toPlainString());
        }
      }
    }

    private void write(int file, long stampMs, String value) throws IOException {
      writers.get(file).write("SYNTHETIC," + coin.symbol() + "," + stampMs + "," + value + "\n");
    }

    @Override
    public void close() throws IOException {
      for (BufferedWriter writer : writers) {
        writer.close();
      }
    }
  }
}
