package io.lorentz.core.features;

/** The volatility filter of the classifier: the recent ATR lies above the historical one. */
public final class VolatilityFilter implements Indicator {

  private final AverageTrueRange recent;
  private final AverageTrueRange historical;
  private double recentRange = Double.NaN;
  private double historicalRange = Double.NaN;

  /**
   * @param recentLength bars of the recent ATR; 1 by default
   * @param historicalLength bars of the historical ATR; 10 by default
   */
  public VolatilityFilter(int recentLength, int historicalLength) {
    this.recent = new AverageTrueRange(recentLength, Seeding.TRADINGVIEW);
    this.historical = new AverageTrueRange(historicalLength, Seeding.TRADINGVIEW);
  }

  /**
   * Takes one bar.
   *
   * @return whether it passes; false while undefined
   */
  public boolean next(double high, double low, double close) {
    recentRange = recent.next(high, low, close);
    historicalRange = historical.next(high, low, close);
    return PineComparison.greater(recentRange, historicalRange);
  }

  /** The recent ATR, quote currency per unit; NaN while undefined. */
  public double recentRange() {
    return recentRange;
  }

  /** The historical ATR, quote currency per unit; NaN while undefined. */
  public double historicalRange() {
    return historicalRange;
  }

  @Override
  public int warmUpBars() {
    return Math.max(recent.warmUpBars(), historical.warmUpBars());
  }

  @Override
  public void registers(RegisterTape tape) {
    recent.registers(tape);
    historical.registers(tape);
  }
}
