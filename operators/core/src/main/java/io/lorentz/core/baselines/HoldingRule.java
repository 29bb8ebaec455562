package io.lorentz.core.baselines;

import io.lorentz.core.features.RegisterTape;
import io.lorentz.schemas.Bar;

/**
 * Long at the first bar that closes in each hour, at 00:00 of it where the timeframe divides an
 * hour. The stage does not know when trading starts, and a source that spoke once would speak
 * before it.
 */
final class HoldingRule implements Rule {

  private static final long HOUR_MS = 3_600_000L;

  @Override
  public int next(Bar bar) {
    long closeMs = bar.getCloseTimeMs();
    long hour = Math.floorDiv(closeMs, HOUR_MS);
    return hour > Math.floorDiv(closeMs - bar.getLengthMs(), HOUR_MS) ? 1 : 0;
  }

  @Override
  public void registers(RegisterTape tape) {}
}
