package io.lorentz.core.features;

import static io.lorentz.core.features.IndicatorColumn.flag;
import static io.lorentz.core.features.IndicatorColumn.real;
import static io.lorentz.core.features.IndicatorColumn.whole;

import java.util.List;

/** Features, labels, filters and kernels of the classifier, with its default parameters. */
final class LorentzianColumns {

  /** Bars between a row and the close its forward label looks at. */
  static final int LABEL_HORIZON = 4;

  private final RelativeStrength rsi14 = new RelativeStrength(14, Seeding.TRADINGVIEW);
  private final RelativeStrength rsi9 = new RelativeStrength(9, Seeding.TRADINGVIEW);
  private final WaveTrend waveTrend = new WaveTrend(10, 11);
  private final CommodityChannel cci20 = new CommodityChannel(20, Seeding.TRADINGVIEW);
  private final LorentzianDirectionalIndex adx20 = new LorentzianDirectionalIndex(20);
  private final RunningRange waveRange = new RunningRange();
  private final RunningRange cciRange = new RunningRange();
  private final Window closes = new Window(LABEL_HORIZON + 1);
  private final VolatilityFilter volatility = new VolatilityFilter(1, 10);
  private final RegimeFilter regime = new RegimeFilter(-0.1);
  private final AdxFilter adxFilter = new AdxFilter(14, 20.0);
  private final TrendFilter trend = new TrendFilter(200, 200);
  private final KernelFilter kernel = new KernelFilter(8.0, 8.0, 25, 2.0);
  private double maturedLabel = Double.NaN;

  List<IndicatorColumn> columns() {
    return List.of(
        real("rsi14", rsi14.warmUpBars()),
        real("rsi9", rsi9.warmUpBars()),
        real("wt1_10_11", waveTrend.waveWarmUpBars()),
        real("wt2_10_11", waveTrend.warmUpBars()),
        real("cci20_close", cci20.warmUpBars()),
        real("lc_plus_di20", 0),
        real("lc_minus_di20", 0),
        real("lc_dx20", 0),
        real("lc_adx20", adx20.warmUpBars()),
        real("f1", rsi14.warmUpBars()),
        real("f2", waveTrend.warmUpBars() + waveRange.warmUpBars()),
        real("f3", cci20.warmUpBars() + cciRange.warmUpBars()),
        real("f4", adx20.warmUpBars()),
        real("f5", rsi9.warmUpBars()),
        whole("label_pine", 0),
        whole("label_fwd4", 0),
        real("atr1", 0),
        real("atr10", volatility.warmUpBars()),
        flag("filter_volatility"),
        real("klmf", regime.lineWarmUpBars()),
        real("abs_curve_slope", regime.slopeWarmUpBars()),
        real("slope_ema200", regime.warmUpBars()),
        real("norm_slope_decline", regime.warmUpBars()),
        flag("filter_regime"),
        real("lc_adx14", adxFilter.warmUpBars()),
        flag("filter_adx20"),
        real("ema200", trend.warmUpBars()),
        real("sma200", trend.warmUpBars()),
        real("yhat1_rq", kernel.warmUpBars()),
        real("yhat2_gauss", kernel.warmUpBars()),
        flag("kernel_bull"),
        flag("kernel_bear"),
        flag("kernel_bull_change"),
        flag("kernel_bear_change"),
        flag("kernel_bull_smooth"),
        flag("kernel_bear_smooth"));
  }

  void next(double open, double high, double low, double close, RowWriter row) {
    features(high, low, close, row);
    labels(close, row);
    filters(open, high, low, close, row);
    kernels(close, row);
  }

  private void features(double high, double low, double close, RowWriter row) {
    double slow = rsi14.next(close);
    double fast = rsi9.next(close);
    double wave = waveTrend.next((high + low + close) / 3.0);
    double cci = cci20.next(close);
    double adx = adx20.next(high, low, close);
    row.put(slow).put(fast).put(waveTrend.wt1()).put(waveTrend.wt2()).put(cci);
    row.put(adx20.plusDi()).put(adx20.minusDi()).put(adx20.dx()).put(adx);
    row.put(slow / 100.0).put(waveRange.next(wave)).put(cciRange.next(cci));
    row.put(adx / 100.0).put(fast / 100.0);
  }

  private void labels(double close, RowWriter row) {
    closes.push(close);
    double then = closes.ago(LABEL_HORIZON);
    double pine = 0.0;
    if (PineComparison.greater(close, then)) {
      pine = -1.0;
    } else if (PineComparison.greater(then, close)) {
      pine = 1.0;
    }
    maturedLabel = Math.signum(close - then);
    row.put(pine).put(Double.NaN);
  }

  private void filters(double open, double high, double low, double close, RowWriter row) {
    boolean lively = volatility.next(high, low, close);
    row.put(volatility.recentRange()).put(volatility.historicalRange()).put(lively);
    boolean trending = regime.next(open, high, low, close);
    row.put(regime.line()).put(regime.slope()).put(regime.meanSlope());
    row.put(regime.normalisedDecline()).put(trending);
    boolean directed = adxFilter.next(high, low, close);
    row.put(adxFilter.adx()).put(directed);
    row.put(trend.next(close)).put(trend.sma());
  }

  private void kernels(double close, RowWriter row) {
    row.put(kernel.next(close)).put(kernel.gaussian());
    row.put(kernel.rising()).put(kernel.falling());
    row.put(kernel.turnedUp()).put(kernel.turnedDown());
    row.put(kernel.smoothBullish()).put(kernel.smoothBearish());
  }

  /** sign(close now - close {@link #LABEL_HORIZON} rows ago); NaN before there is such a row. */
  double maturedLabel() {
    return maturedLabel;
  }
}
