package io.lorentz.core.execution;

import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;

/**
 * Assumption: only a bar that was traded can fill or trigger. A SYNTHETIC bar stands for minutes
 * nobody saw, and a corrected one comes after its minute was decided; neither touches an order. So
 * a gap never creates profit, and a fill is never rewritten.
 */
final class FillableBars {

  private FillableBars() {}

  static boolean fillable(Bar bar) {
    return bar.getQuality() != BarQuality.SYNTHETIC && !bar.getCorrected();
  }
}
