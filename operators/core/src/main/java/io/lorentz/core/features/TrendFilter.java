package io.lorentz.core.features;

/**
 * The optional trend filters of the classifier: close above its EMA and its SMA for longs, below
 * both for shorts. Both directions are false while undefined.
 */
public final class TrendFilter implements Indicator {

  private final ExponentialAverage exponential;
  private final SimpleAverage simple;
  private double close = Double.NaN;
  private double ema = Double.NaN;
  private double sma = Double.NaN;

  /**
   * @param emaLength bars of the EMA; 200 by default
   * @param smaLength bars of the SMA; 200 by default
   */
  public TrendFilter(int emaLength, int smaLength) {
    this.exponential = ExponentialAverage.ema(emaLength);
    this.simple = new SimpleAverage(smaLength);
  }

  /**
   * Takes the close of one bar.
   *
   * @return the EMA, quote currency per unit; NaN while undefined
   */
  public double next(double closePrice) {
    close = closePrice;
    ema = exponential.next(closePrice);
    sma = simple.next(closePrice);
    return ema;
  }

  /** The SMA of the last bar, quote currency per unit; NaN while undefined. */
  public double sma() {
    return sma;
  }

  /** Whether the close lies above the EMA. */
  public boolean aboveEma() {
    return PineComparison.greater(close, ema);
  }

  /** Whether the close lies below the EMA. */
  public boolean belowEma() {
    return PineComparison.greater(ema, close);
  }

  /** Whether the close lies above the SMA. */
  public boolean aboveSma() {
    return PineComparison.greater(close, sma);
  }

  /** Whether the close lies below the SMA. */
  public boolean belowSma() {
    return PineComparison.greater(sma, close);
  }

  @Override
  public int warmUpBars() {
    return Math.max(exponential.warmUpBars(), simple.warmUpBars());
  }

  @Override
  public void registers(RegisterTape tape) {
    exponential.registers(tape);
    simple.registers(tape);
  }
}
