package io.lorentz.core.baselines;

import io.lorentz.core.features.RegisterTape;
import io.lorentz.schemas.Bar;

/** The sign of close - close of {@code bars} bars before; 0 until there is one, or if equal. */
final class MomentumRule implements Rule {

  private final Lookback closes;

  MomentumRule(int bars) {
    this.closes = new Lookback(bars + 1);
  }

  @Override
  public int next(Bar bar) {
    closes.push(bar.getClose());
    return sign(bar.getClose(), closes.oldest());
  }

  /** 1 if a is greater, -1 if it is less, 0 if they are equal or one is undefined. */
  static int sign(double a, double b) {
    return a > b ? 1 : a < b ? -1 : 0;
  }

  @Override
  public void registers(RegisterTape tape) {
    closes.registers(tape);
  }
}
