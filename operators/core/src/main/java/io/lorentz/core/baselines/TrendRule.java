package io.lorentz.core.baselines;

import io.lorentz.core.features.ChandelierExit;
import io.lorentz.core.features.ExponentialAverage;
import io.lorentz.core.features.RegisterTape;
import io.lorentz.schemas.Bar;

/**
 * The sign of the mean of five signs, made for 4h bars: direction of the Chandelier Exit (22, 3),
 * EMA 20 against EMA 50, the side on which the close last left the Donchian channel of the 55 bars
 * before, and the move over 84 and over 168 bars. Nothing until all five are defined, and where
 * they add up to 0.
 */
final class TrendRule implements Rule {

  private static final int CHANNEL = 55;

  private final ChandelierExit chandelier =
      new ChandelierExit(22, 3.0, ChandelierExit.Extremes.CLOSES);
  private final ExponentialAverage fast = ExponentialAverage.ema(20);
  private final ExponentialAverage slow = ExponentialAverage.ema(50);
  private final Lookback highs = new Lookback(CHANNEL);
  private final Lookback lows = new Lookback(CHANNEL);
  private final MomentumRule fortnight = new MomentumRule(84);
  private final MomentumRule month = new MomentumRule(168);
  private int channel;

  @Override
  public int next(Bar bar) {
    double close = bar.getClose();
    chandelier.next(bar.getHigh(), bar.getLow(), close);
    int average = MomentumRule.sign(fast.next(close), slow.next(close));
    leaveChannel(bar);
    int fortnightly = fortnight.next(bar);
    int monthly = month.next(bar);
    if (Double.isNaN(chandelier.longStop())
        || average == 0
        || channel == 0
        || fortnightly == 0
        || monthly == 0) {
      return 0;
    }
    return Integer.signum(chandelier.direction() + average + channel + fortnightly + monthly);
  }

  /** Holds the close against the channel of the bars before, then lets this bar into it. */
  private void leaveChannel(Bar bar) {
    if (bar.getClose() > highs.highest()) {
      channel = 1;
    } else if (bar.getClose() < lows.lowest()) {
      channel = -1;
    }
    highs.push(bar.getHigh());
    lows.push(bar.getLow());
  }

  @Override
  public void registers(RegisterTape tape) {
    chandelier.registers(tape);
    fast.registers(tape);
    slow.registers(tape);
    highs.registers(tape);
    lows.registers(tape);
    fortnight.registers(tape);
    month.registers(tape);
    channel = tape.passInt(channel);
  }
}
