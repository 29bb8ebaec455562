package io.lorentz.command.market;

/**
 * What the made-up market is doing. A mood lasts some hours, a crash half an hour.
 *
 * <p>Drift and volatility are in units of the usual volatility of a minute.
 */
enum Regime {
  /** Back and forth around where it began. */
  RANGE(0.7, 0, 0.004, 300),
  /** Upwards. */
  TREND_UP(1.0, 0.06, 0, 240),
  /** Downwards, a little wilder. */
  TREND_DOWN(1.3, -0.06, 0, 200),
  /** Everybody sells. */
  CRASH(3.5, -0.7, 0, 30);

  private final double volatility;
  private final double drift;
  private final double pull;
  private final int minutes;

  Regime(double volatility, double drift, double pull, int minutes) {
    this.volatility = volatility;
    this.drift = drift;
    this.pull = pull;
    this.minutes = minutes;
  }

  /** Factor on the usual volatility. */
  double volatility() {
    return volatility;
  }

  /**
   * Mean of a minute's return.
   *
   * @param travelled how far the market has gone since this regime began
   */
  double drift(double travelled) {
    return drift - pull * travelled;
  }

  /** The regime of the next minute. */
  Regime next(RandomNumbers random) {
    if (!random.happens(1.0 / minutes)) {
      return this;
    }
    double u = random.uniform();
    return switch (this) {
      case RANGE -> u < 0.45 ? TREND_UP : u < 0.90 ? TREND_DOWN : CRASH;
      case TREND_UP -> u < 0.60 ? RANGE : u < 0.90 ? TREND_DOWN : CRASH;
      case TREND_DOWN -> u < 0.60 ? RANGE : u < 0.90 ? TREND_UP : CRASH;
      case CRASH -> u < 0.50 ? RANGE : TREND_UP;
    };
  }
}
