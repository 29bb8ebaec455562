package io.lorentz.core.features;

/**
 * Chandelier Exit in its first form (C. LeBeau), without a ratchet: highest high of n bars -
 * multiple * ATR(n), lowest low + multiple * ATR(n).
 */
public final class PlainChandelier implements Indicator {

  private final double multiple;
  private final AverageTrueRange range;
  private final Window highs;
  private final Window lows;
  private double longStop = Double.NaN;
  private double shortStop = Double.NaN;

  /**
   * @param length number of bars n, at least 1
   * @param multiple distance of the stop from the extreme in ATR
   */
  public PlainChandelier(int length, double multiple) {
    this.multiple = multiple;
    this.range = new AverageTrueRange(length, Seeding.TRADINGVIEW);
    this.highs = new Window(length);
    this.lows = new Window(length);
  }

  /**
   * Takes one bar.
   *
   * @return the stop of a long, quote currency per unit; NaN while undefined
   */
  public double next(double high, double low, double close) {
    highs.push(high);
    lows.push(low);
    double distance = multiple * range.next(high, low, close);
    longStop = highs.highest() - distance;
    shortStop = lows.lowest() + distance;
    return longStop;
  }

  /** Stop of a long, quote currency per unit; NaN while undefined. */
  public double longStop() {
    return longStop;
  }

  /** Stop of a short, quote currency per unit; NaN while undefined. */
  public double shortStop() {
    return shortStop;
  }

  @Override
  public int warmUpBars() {
    return range.warmUpBars();
  }

  @Override
  public void registers(RegisterTape tape) {
    range.registers(tape);
    highs.registers(tape);
    lows.registers(tape);
  }
}
