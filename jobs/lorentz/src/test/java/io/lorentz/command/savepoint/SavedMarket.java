package io.lorentz.command.savepoint;

import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.DayRoll;
import io.lorentz.schemas.Funding;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.MarkPrice;
import io.lorentz.schemas.OperatorAction;
import io.lorentz.schemas.OperatorCommand;
import io.lorentz.schemas.TradingStart;
import io.lorentz.schemas.units.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A made-up log of 36 hours and three instruments, with what state is kept for: trends, gaps short
 * and long, corrections, funding, mark prices, a day's end, an operator's halt. Kept savepoints
 * were taken on it, so it never changes; a new savepoint may take a new one.
 */
final class SavedMarket {

  private static final long START_MS = Instant.parse("2025-05-05T15:00:00Z").toEpochMilli();
  private static final long MINUTE_MS = 60_000;
  private static final long DAY_MS = 86_400_000;
  private static final int MINUTES = 2_160;
  private static final int WARM_UP_MINUTES = 300;
  private static final int STEPS = 6;
  private static final int REGIME_MINUTES = 180;

  private final List<LogRecord> records = new ArrayList<>();
  private final List<Coin> coins =
      List.of(
          new Coin("BTCUSDT", 60_000, 1),
          new Coin("ETHUSDT", 2_500, 2),
          new Coin("SOLUSDT", 150, 3));
  private long lastMs = Long.MIN_VALUE;

  private SavedMarket() {}

  /** The whole log. */
  static List<LogRecord> records() {
    SavedMarket market = new SavedMarket();
    for (int minute = 0; minute < MINUTES; minute++) {
      market.addMinute(minute);
    }
    return market.records;
  }

  /** What tells whether the log is still the one it was; of values, whatever becomes of schemas. */
  static String text(LogRecord logRecord) {
    Object payload = logRecord.getPayload();
    String kind = logRecord.getLogTimeMs() + " " + payload.getClass().getSimpleName();
    return payload instanceof Bar bar
        ? kind + " " + bar.getInstrument() + " " + bar.getClose() + " " + bar.getVolume()
        : kind;
  }

  private void addMinute(int minute) {
    long closeMs = START_MS + (minute + 1) * MINUTE_MS;
    if (minute == WARM_UP_MINUTES) {
      add(closeMs - MINUTE_MS, new TradingStart(closeMs - MINUTE_MS));
    }
    for (Coin coin : coins) {
      Bar bar = coin.next(minute, closeMs);
      if (!isMissing(coin.symbol, minute)) {
        add(closeMs, bar);
      }
    }
    if (minute % 480 == 59) {
      for (Coin coin : coins) {
        add(closeMs, new MarkPrice(coin.symbol, closeMs, coin.price));
        add(closeMs, new Funding(coin.symbol, closeMs, Money.toBorder(new BigDecimal("0.0001"))));
      }
    }
    add(closeMs, new Heartbeat(closeMs));
    if (closeMs % DAY_MS == 0) {
      add(closeMs, new DayRoll(closeMs));
    }
    if (minute % 37 == 0) {
      add(closeMs + 100, coins.get(1).corrected());
    }
    if (minute == 900) {
      add(closeMs + 200, new OperatorCommand(closeMs, "eager", OperatorAction.HALT, ""));
    } else if (minute == 1_700) {
      add(closeMs + 200, new OperatorCommand(closeMs, "eager", OperatorAction.RESUME, ""));
    }
  }

  /** Three minutes of BTC, which are bridged, and twenty of SOL, which are not. */
  private static boolean isMissing(String symbol, int minute) {
    return (symbol.equals("BTCUSDT") && minute >= 802 && minute < 805)
        || (symbol.equals("SOLUSDT") && minute >= 1_003 && minute < 1_023);
  }

  private void add(long timeMs, Object payload) {
    lastMs = Math.max(timeMs, lastMs + 1);
    records.add(new LogRecord(lastMs, 0, payload));
  }

  /** One instrument: a walk whose drift and volatility are others every few hours. */
  private static final class Coin {

    private final String symbol;
    private final SplittableRandom random;
    private double price;
    private double volatility;
    private double drift;
    private Bar last;

    Coin(String symbol, double price, long seed) {
      this.symbol = symbol;
      this.price = price;
      random = new SplittableRandom(seed);
    }

    Bar next(int minute, long closeMs) {
      if (minute % REGIME_MINUTES == 0) {
        volatility = 0.0006 + 0.0014 * random.nextDouble();
        drift = volatility * 0.3 * (random.nextDouble() - 0.5);
      }
      double open = rounded(price);
      double high = open;
      double low = open;
      for (int step = 0; step < STEPS; step++) {
        price *= 1 + drift / STEPS + volatility * (random.nextDouble() - 0.5);
        high = Math.max(high, rounded(price));
        low = Math.min(low, rounded(price));
      }
      last =
          Bar.newBuilder()
              .setInstrument(symbol)
              .setLengthMs(MINUTE_MS)
              .setCloseTimeMs(closeMs)
              .setOpen(open)
              .setHigh(high)
              .setLow(low)
              .setClose(rounded(price))
              .setVolume(rounded(5 + 40 * random.nextDouble()))
              .setQuality(BarQuality.COMPLETE)
              .setCorrected(false)
              .setMissingBefore(0)
              .build();
      return last;
    }

    Bar corrected() {
      return Bar.newBuilder(last).setClose((last.getHigh() + last.getLow()) / 2).build();
    }

    private static double rounded(double value) {
      return Math.rint(value * 100) / 100;
    }
  }
}
