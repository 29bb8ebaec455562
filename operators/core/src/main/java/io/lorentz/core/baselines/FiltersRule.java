package io.lorentz.core.baselines;

import io.lorentz.core.features.KernelFilter;
import io.lorentz.core.features.RegimeFilter;
import io.lorentz.core.features.RegisterTape;
import io.lorentz.core.features.VolatilityFilter;
import io.lorentz.schemas.Bar;

/**
 * The filters of the published classifier as it ships them, without the classifier: where the
 * volatility filter (ATR 1 above ATR 10) and the regime filter (-0.1) both pass, the direction in
 * which the rational quadratic kernel (8, 8, 25) of the close moved with this bar. The ADX filter
 * and the EMA and SMA filters are off there, and so here.
 */
final class FiltersRule implements Rule {

  private final VolatilityFilter volatility = new VolatilityFilter(1, 10);
  private final RegimeFilter regime = new RegimeFilter(-0.1);
  private final KernelFilter kernel = new KernelFilter(8.0, 8.0, 25, 2.0);

  @Override
  public int next(Bar bar) {
    boolean moves = volatility.next(bar.getHigh(), bar.getLow(), bar.getClose());
    boolean trends = regime.next(bar.getOpen(), bar.getHigh(), bar.getLow(), bar.getClose());
    kernel.next(bar.getClose());
    if (!moves || !trends) {
      return 0;
    }
    return kernel.rising() ? 1 : kernel.falling() ? -1 : 0;
  }

  @Override
  public void registers(RegisterTape tape) {
    volatility.registers(tape);
    regime.registers(tape);
    kernel.registers(tape);
  }
}
