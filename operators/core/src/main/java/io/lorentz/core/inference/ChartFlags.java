package io.lorentz.core.inference;

/**
 * What the published indicator's signals need of one bar beside the prediction.
 *
 * @param filtersPass true if all filters that are switched on pass (by default volatility and
 *     regime); false while one is undefined
 * @param kernelBullish true if the rational quadratic estimate rises against the bar before
 * @param kernelBearish true if it falls
 * @param kernelTurnsBullish true if it rises now and fell on the bar before
 * @param kernelTurnsBearish true if it falls now and rose on the bar before
 * @param upTrend true if the EMA and SMA filters allow longs; true where they are switched off
 * @param downTrend true if the EMA and SMA filters allow shorts; true where they are switched off
 */
public record ChartFlags(
    boolean filtersPass,
    boolean kernelBullish,
    boolean kernelBearish,
    boolean kernelTurnsBullish,
    boolean kernelTurnsBearish,
    boolean upTrend,
    boolean downTrend) {

  /** The flags with the indicator's defaults: EMA and SMA filters off. */
  public static ChartFlags byDefault(
      boolean volatilityPasses,
      boolean regimePasses,
      boolean kernelBullish,
      boolean kernelBearish,
      boolean kernelTurnsBullish,
      boolean kernelTurnsBearish) {
    return new ChartFlags(
        volatilityPasses && regimePasses,
        kernelBullish,
        kernelBearish,
        kernelTurnsBullish,
        kernelTurnsBearish,
        true,
        true);
  }
}
