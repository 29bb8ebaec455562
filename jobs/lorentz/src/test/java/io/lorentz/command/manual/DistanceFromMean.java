package io.lorentz.command.manual;

import io.lorentz.core.features.Indicator;
import io.lorentz.core.features.RegisterTape;
import io.lorentz.core.features.SimpleAverage;

/** How far a close lies from the mean of the last closes, as a fraction of that mean. */
public final class DistanceFromMean implements Indicator {

  private final SimpleAverage mean;

  /**
   * @param length bars of the mean, at least 1
   */
  public DistanceFromMean(int length) {
    mean = new SimpleAverage(length);
  }

  /**
   * Takes the close of one bar.
   *
   * @return 0.01 for one percent above; NaN while undefined
   */
  public double next(double close) {
    return close / mean.next(close) - 1;
  }

  @Override
  public int warmUpBars() {
    return mean.warmUpBars();
  }

  @Override
  public void registers(RegisterTape tape) {
    mean.registers(tape);
  }
}
