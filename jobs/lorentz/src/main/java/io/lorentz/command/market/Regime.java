package io.lorentz.command.market;

/**
 * What the made-up market is doing: how wildly it moves, and where to. It stays in one mood for
 * some hours. Not thread-safe.
 */
final class Regime {

  /** Factors on the usual volatility: calm, usual, wild. */
  private static final double[] VOLATILITIES = {0.5, 1.0, 2.2};

  /** Drift per minute in units of the volatility of a minute. */
  private static final double TREND = 0.10;

  /** A change of volatility every four hours in the mean, of trend every two. */
  private static final double NEW_VOLATILITY = 1.0 / 240;

  private static final double NEW_TREND = 1.0 / 120;

  private final RandomNumbers random;
  private int volatility = 1;
  private int trend;

  Regime(RandomNumbers random) {
    this.random = random;
  }

  /** Lets a minute pass. */
  void next() {
    if (random.happens(NEW_VOLATILITY)) {
      volatility = (int) (random.uniform() * VOLATILITIES.length);
    }
    if (random.happens(NEW_TREND)) {
      trend = (int) (random.uniform() * 3) - 1;
    }
  }

  /** Factor on the usual volatility. */
  double volatility() {
    return VOLATILITIES[volatility];
  }

  /** Mean of a minute's return in units of its volatility. */
  double drift() {
    return trend * TREND;
  }
}
