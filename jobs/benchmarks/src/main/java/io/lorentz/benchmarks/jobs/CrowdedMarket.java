package io.lorentz.benchmarks.jobs;

import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.DayRoll;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.units.InstrumentSpec;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A made-up market of any number of symbols, minute by minute, as a log has it: all bars of a
 * minute, the progress that ends it, the day roll. Prices are random walks whose drift turns now
 * and then, so that predictions of several timeframes agree often. The same number of symbols is
 * the same market.
 *
 * <p>Not thread-safe.
 */
final class CrowdedMarket {

  /** Length of its bars, ms. */
  static final long MINUTE_MS = 60_000;

  private static final long DAY_MS = 24 * 60 * MINUTE_MS;
  private static final long START_MS = Instant.parse("2025-01-01T00:00:00Z").toEpochMilli();
  private static final int FIRST_PRICE = 100;
  private static final double TICKS = 1_000;
  private static final double VOLATILITY = 0.0008;
  private static final double DRIFT = 0.0002;

  /** A drift lasts two hours in the mean. */
  private static final double TURNS = 1.0 / 120;

  private final List<String> symbols;
  private final SplittableRandom[] random;
  private final double[] price;
  private final double[] drift;
  private long closeMs;

  /** A market that begins at 2025-01-01. */
  CrowdedMarket(int symbols) {
    this(symbols, START_MS, new double[] {FIRST_PRICE});
  }

  /**
   * A market that goes on.
   *
   * @param symbols number of symbols
   * @param closeMs close of the minute before its first, ms since 1970 UTC
   * @param lastPrices symbol i goes on from the i-th of them, and round again
   */
  CrowdedMarket(int symbols, long closeMs, double[] lastPrices) {
    this.symbols = symbols(symbols);
    this.closeMs = closeMs;
    random = new SplittableRandom[symbols];
    price = new double[symbols];
    drift = new double[symbols];
    for (int i = 0; i < symbols; i++) {
      random[i] = new SplittableRandom(i);
      price[i] = lastPrices[i % lastPrices.length];
      drift[i] = i % 2 == 0 ? DRIFT : -DRIFT;
    }
  }

  /**
   * Names of the symbols, sorted; the first three are those that a configuration has by default.
   */
  static List<String> symbols(int symbols) {
    return IntStream.range(0, symbols)
        .mapToObj(
            i -> i < 3 ? List.of("BTCUSDT", "ETHUSDT", "SOLUSDT").get(i) : "X%04d".formatted(i))
        .sorted()
        .toList();
  }

  /** What a venue would allow of each symbol. */
  static List<InstrumentSpec> instruments(int symbols) {
    InstrumentSpec shipped = InstrumentSpec.defaults().get(0);
    BigDecimal step = new BigDecimal("0.001");
    return symbols(symbols).stream()
        .map(name -> new InstrumentSpec(name, step, step, step, BigDecimal.ONE, shipped.brackets()))
        .collect(Collectors.toList());
  }

  /** Close of the last minute that was given; before the first, the start of the market. */
  long closeMs() {
    return closeMs;
  }

  /** The last price of each symbol. */
  double[] prices() {
    return price.clone();
  }

  /** The payloads of the next minute, in the order of law 3. */
  List<Object> next() {
    closeMs += MINUTE_MS;
    List<Object> payloads = new ArrayList<>(symbols.size() + 2);
    for (int i = 0; i < symbols.size(); i++) {
      payloads.add(bar(i));
    }
    payloads.add(new Heartbeat(closeMs));
    if (closeMs % DAY_MS == 0) {
      payloads.add(new DayRoll(closeMs));
    }
    return payloads;
  }

  private Bar bar(int i) {
    SplittableRandom numbers = random[i];
    if (numbers.nextDouble() < TURNS) {
      drift[i] = numbers.nextBoolean() ? DRIFT : -DRIFT;
    }
    double open = price[i];
    double close = onTick(open * Math.exp(drift[i] + VOLATILITY * numbers.nextGaussian()));
    double reach = VOLATILITY * Math.abs(numbers.nextGaussian()) / 2;
    price[i] = close;
    return new Bar(
        symbols.get(i),
        MINUTE_MS,
        closeMs,
        open,
        onTick(Math.max(open, close) * (1 + reach)),
        onTick(Math.min(open, close) * (1 - reach)),
        close,
        1.0 + numbers.nextInt(1_000),
        BarQuality.COMPLETE,
        false,
        0);
  }

  private static double onTick(double price) {
    return Math.max(1, Math.rint(price * TICKS)) / TICKS;
  }

  /**
   * The next minute as records of a file: {@code logTimeMs = max(close, last + 1)}.
   *
   * @param lastLogTimeMs log time of the record before
   */
  List<LogRecord> nextRecords(long lastLogTimeMs) {
    List<LogRecord> records = new ArrayList<>();
    long last = lastLogTimeMs;
    for (Object payload : next()) {
      last = Math.max(closeMs, last + 1);
      records.add(new LogRecord(last, 0, payload));
    }
    return records;
  }
}
