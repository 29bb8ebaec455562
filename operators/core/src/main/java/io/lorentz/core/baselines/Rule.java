package io.lorentz.core.baselines;

import io.lorentz.core.features.RegisterTape;
import io.lorentz.schemas.Bar;

/** What a source says on each bar of one timeframe. */
interface Rule {

  /**
   * Takes the next bar that is not synthetic.
   *
   * @return 1 long, -1 short, 0 nothing
   */
  int next(Bar bar);

  /** Passes every register, as an indicator does. */
  void registers(RegisterTape tape);
}
