package io.lorentz.command.market;

/**
 * What all coins have in common, minute by minute: the regime, how wild the market is, and their
 * shared moves. Volatility clusters: its logarithm goes back to its mean over hours and is pushed
 * about in between. Moves have fat tails. Not thread-safe.
 */
final class Tide {

  /** Steps of a minute; a bar's high and low are those of these steps. */
  static final int STEPS = 12;

  /** What is left after a minute of how far the log of volatility is from its mean. */
  private static final double PERSISTENCE = 0.99;

  /** Standard deviation of the log of volatility. */
  private static final double SPREAD = 0.45;

  private final RandomNumbers random;
  private final double[] moves = new double[STEPS];
  private Regime regime = Regime.RANGE;
  private double logVolatility;
  private double volatility = 1;
  private double drift;
  private double travelled;

  Tide(RandomNumbers random) {
    this.random = random;
  }

  /** Lets a minute pass. */
  void next() {
    Regime before = regime;
    regime = regime.next(random);
    if (regime != before) {
      travelled = 0;
    }
    double push = SPREAD * StrictMath.sqrt(1 - PERSISTENCE * PERSISTENCE);
    logVolatility = PERSISTENCE * logVolatility + push * random.normal();
    // Less half the variance: the mean of the volatility stays 1.
    volatility = regime.volatility() * StrictMath.exp(logVolatility - SPREAD * SPREAD / 2);
    drift = regime.drift(travelled);
    double deviation = StrictMath.sqrt(random.heavyVariance() / STEPS);
    for (int i = 0; i < STEPS; i++) {
      moves[i] = deviation * random.normal();
      travelled += volatility * moves[i] + drift / STEPS;
    }
  }

  /** Mean of the minute's return in units of its usual volatility. */
  double drift() {
    return drift;
  }

  /** Volatility of the minute in units of the usual one. */
  double volatility() {
    return volatility;
  }

  /** The shared move of a step, of variance 1 over the minute. */
  double move(int step) {
    return moves[step];
  }
}
