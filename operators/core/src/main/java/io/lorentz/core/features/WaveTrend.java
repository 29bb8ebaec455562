package io.lorentz.core.features;

/**
 * WaveTrend (LazyBear) of a source, usually (high + low + close) / 3: e = EMA(x, n1), d = EMA(|x -
 * e|, n1), ci = (x - e) / (0.015 d), wt1 = EMA(ci, n2), wt2 = SMA(wt1, 4). ci is undefined while d
 * is 0 and is then left out of wt1.
 */
public final class WaveTrend implements Indicator {

  private static final double SCALE = 0.015;
  private static final int SIGNAL_LENGTH = 4;

  private final ExponentialAverage centre;
  private final ExponentialAverage deviation;
  private final ExponentialAverage wave;
  private final SimpleAverage signal;
  private double wt1 = Double.NaN;
  private double wt2 = Double.NaN;

  /**
   * @param channelLength n1 in bars, at least 1; 10 by default in the classifier and in the script
   * @param averageLength n2 in bars, at least 1; 11 in the classifier, 21 in the script
   */
  public WaveTrend(int channelLength, int averageLength) {
    this.centre = ExponentialAverage.ema(channelLength);
    this.deviation = ExponentialAverage.ema(channelLength);
    this.wave = ExponentialAverage.ema(averageLength);
    this.signal = new SimpleAverage(SIGNAL_LENGTH);
  }

  /**
   * Takes the value of one bar.
   *
   * @return wt1 - wt2; NaN while undefined
   */
  public double next(double value) {
    double e = centre.next(value);
    double d = deviation.next(Math.abs(value - e));
    wt1 = wave.next(d == 0.0 ? Double.NaN : (value - e) / (SCALE * d));
    wt2 = signal.next(wt1);
    return wt1 - wt2;
  }

  /** The wave of the last bar; NaN while undefined. */
  public double wt1() {
    return wt1;
  }

  /** Its average of the last bar; NaN while undefined. */
  public double wt2() {
    return wt2;
  }

  /** Bars before the first {@link #wt1()}. */
  public int waveWarmUpBars() {
    return centre.warmUpBars() + deviation.warmUpBars() + wave.warmUpBars();
  }

  @Override
  public int warmUpBars() {
    return waveWarmUpBars() + signal.warmUpBars();
  }

  @Override
  public void registers(RegisterTape tape) {
    centre.registers(tape);
    deviation.registers(tape);
    wave.registers(tape);
    signal.registers(tape);
  }
}
