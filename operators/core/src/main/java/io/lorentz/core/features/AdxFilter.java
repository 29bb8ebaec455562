package io.lorentz.core.features;

/** The optional ADX filter of the classifier: the script's own ADX lies above a threshold. */
public final class AdxFilter implements Indicator {

  private final LorentzianDirectionalIndex index;
  private final double threshold;
  private double adx = Double.NaN;

  /**
   * @param length bars of the ADX; 14 by default
   * @param threshold 0 to 100; 20 by default
   */
  public AdxFilter(int length, double threshold) {
    this.index = new LorentzianDirectionalIndex(length);
    this.threshold = threshold;
  }

  /**
   * Takes one bar.
   *
   * @return whether it passes; false while undefined
   */
  public boolean next(double high, double low, double close) {
    adx = index.next(high, low, close);
    return PineComparison.greater(adx, threshold);
  }

  /** The ADX of the last bar, 0 to 100; NaN while undefined. */
  public double adx() {
    return adx;
  }

  @Override
  public int warmUpBars() {
    return index.warmUpBars();
  }

  @Override
  public void registers(RegisterTape tape) {
    index.registers(tape);
  }
}
