package io.lorentz.command.market;

import java.math.BigDecimal;

/**
 * One coin's minutes: bars, the premium of the perpetual, mark price and funding. Not thread-safe.
 */
final class CoinSeries {

  /** Share of a minute's variance that all coins have in common. */
  private static final double COMMON = 0.65;

  /** The premium follows the trend of some hours. */
  private static final double TREND_MEMORY = 1 - 1.0 / 480;

  private static final double PREMIUM_MEMORY = 1 - 1.0 / 60;

  /** Premium per return of those hours: after 3 % in eight hours longs pay 0.07 %. */
  private static final double PREMIUM_OF_TREND = 0.04;

  private static final double PREMIUM_NOISE = 0.00003;

  /** The rule of the exchanges: the premium, with the interest rate drawn towards it. */
  private static final double INTEREST = 0.0001;

  private static final double MAX_INTEREST_GAP = 0.0005;
  private static final double MAX_RATE = 0.0075;
  private static final int RATE_DECIMALS = 8;

  private final Coin coin;
  private final RandomNumbers random;
  private double logPrice;
  private double premium;
  private double trend;
  private double busy = 1;
  private BigDecimal open = BigDecimal.ZERO;
  private BigDecimal high = BigDecimal.ZERO;
  private BigDecimal low = BigDecimal.ZERO;
  private BigDecimal close = BigDecimal.ZERO;
  private BigDecimal volume = BigDecimal.ZERO;

  CoinSeries(Coin coin, RandomNumbers random) {
    this.coin = coin;
    this.random = random;
    this.logPrice = StrictMath.log(coin.price());
  }

  /** Lets a minute of the tide pass. */
  void next(Tide tide) {
    double before = logPrice;
    double own = StrictMath.sqrt((1 - COMMON) * random.heavyVariance() / Tide.STEPS);
    double shared = StrictMath.sqrt(COMMON);
    double travelled = 0;
    open = coin.onTick(StrictMath.exp(logPrice));
    high = open;
    low = open;
    for (int i = 0; i < Tide.STEPS; i++) {
      double move = shared * tide.move(i) + own * random.normal();
      double step = coin.volatility() * (tide.drift() / Tide.STEPS + tide.volatility() * move);
      logPrice += step;
      travelled += Math.abs(step);
      close = coin.onTick(StrictMath.exp(logPrice));
      high = high.max(close);
      low = low.min(close);
    }
    volume = volume(travelled);
    follow(logPrice - before);
  }

  /** Volume follows how far the price went, and is itself slow to calm down. */
  private BigDecimal volume(double travelled) {
    double went = travelled / (coin.volatility() * StrictMath.sqrt(Tide.STEPS));
    busy = 0.9 * busy + 0.1 * went;
    double traded = coin.volume() * (0.5 * busy + 0.5 * went);
    traded *= StrictMath.exp(0.35 * random.normal());
    return BigDecimal.valueOf(Math.max(1, Math.round(traded * 1000)), 3);
  }

  private void follow(double change) {
    trend = TREND_MEMORY * trend + change;
    double sought = PREMIUM_OF_TREND * trend;
    premium =
        PREMIUM_MEMORY * premium
            + (1 - PREMIUM_MEMORY) * sought
            + PREMIUM_NOISE * StrictMath.sqrt(1 - PREMIUM_MEMORY) * random.normal();
  }

  /** The minute as {@code open,high,low,close,volume}. */
  String bar() {
    return open + "," + high + "," + low + "," + close + "," + volume;
  }

  /** Mark price at the end of the minute: without the premium that the last price bears. */
  BigDecimal mark() {
    double mark = StrictMath.exp(logPrice) * (1 - premium / 2);
    return BigDecimal.valueOf(Math.round(mark * 1e8), 8);
  }

  /** Rate of a funding payment at the end of the minute. */
  BigDecimal fundingRate() {
    double gap = Math.max(-MAX_INTEREST_GAP, Math.min(MAX_INTEREST_GAP, INTEREST - premium));
    double rate = Math.max(-MAX_RATE, Math.min(MAX_RATE, premium + gap));
    return BigDecimal.valueOf(Math.round(rate * 1e8), RATE_DECIMALS);
  }
}
