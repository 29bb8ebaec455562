package io.lorentz.core.features;

import static io.lorentz.core.features.IndicatorColumn.flag;
import static io.lorentz.core.features.IndicatorColumn.real;
import static io.lorentz.core.features.IndicatorColumn.whole;

import java.util.List;

/** Indicators as TradingView's built-ins and community scripts compute them. */
final class TradingViewColumns {

  private final ExponentialAverage ema20 = ExponentialAverage.ema(20);
  private final SimpleAverage sma20 = new SimpleAverage(20);
  private final ExponentialAverage ema200 = ExponentialAverage.ema(200);
  private final SimpleAverage sma200 = new SimpleAverage(200);
  private final ExponentialAverage rma14 = ExponentialAverage.rma(14);
  private final TrueRange trueRange = new TrueRange(Seeding.TRADINGVIEW);
  private final AverageTrueRange atr1 = new AverageTrueRange(1, Seeding.TRADINGVIEW);
  private final AverageTrueRange atr10 = new AverageTrueRange(10, Seeding.TRADINGVIEW);
  private final AverageTrueRange atr14 = new AverageTrueRange(14, Seeding.TRADINGVIEW);
  private final AverageTrueRange atr22 = new AverageTrueRange(22, Seeding.TRADINGVIEW);
  private final RelativeStrength rsi9 = new RelativeStrength(9, Seeding.TRADINGVIEW);
  private final RelativeStrength rsi14 = new RelativeStrength(14, Seeding.TRADINGVIEW);
  private final CommodityChannel cci20Close = new CommodityChannel(20, Seeding.TRADINGVIEW);
  private final CommodityChannel cci20Typical = new CommodityChannel(20, Seeding.TRADINGVIEW);
  private final TradingViewDirectionalIndex dmi14 = new TradingViewDirectionalIndex(14);
  private final TradingViewDirectionalIndex dmi20 = new TradingViewDirectionalIndex(20);
  private final WaveTrend wave21 = new WaveTrend(10, 21);
  private final ChandelierExit closes = new ChandelierExit(22, 3.0, ChandelierExit.Extremes.CLOSES);
  private final ChandelierExit highsAndLows =
      new ChandelierExit(22, 3.0, ChandelierExit.Extremes.HIGHS_AND_LOWS);
  private final PlainChandelier plain = new PlainChandelier(22, 3.0);

  List<IndicatorColumn> columns() {
    return List.of(
        real("tv_ema20", ema20.warmUpBars()),
        real("tv_sma20", sma20.warmUpBars()),
        real("tv_ema200", ema200.warmUpBars()),
        real("tv_sma200", sma200.warmUpBars()),
        real("tv_rma14_close", rma14.warmUpBars()),
        real("tv_tr", trueRange.warmUpBars()),
        real("tv_atr1", atr1.warmUpBars()),
        real("tv_atr10", atr10.warmUpBars()),
        real("tv_atr14", atr14.warmUpBars()),
        real("tv_atr22", atr22.warmUpBars()),
        real("tv_rsi9", rsi9.warmUpBars()),
        real("tv_rsi14", rsi14.warmUpBars()),
        real("tv_cci20_close", cci20Close.warmUpBars()),
        real("tv_cci20_hlc3", cci20Typical.warmUpBars()),
        real("tv_plus_di14", dmi14.directionWarmUpBars()),
        real("tv_minus_di14", dmi14.directionWarmUpBars()),
        real("tv_adx14", dmi14.warmUpBars()),
        real("tv_plus_di20", dmi20.directionWarmUpBars()),
        real("tv_minus_di20", dmi20.directionWarmUpBars()),
        real("tv_adx20", dmi20.warmUpBars()),
        real("wt1_10_21", wave21.waveWarmUpBars()),
        real("wt2_10_21", wave21.warmUpBars()),
        real("ce_close_long_stop", closes.warmUpBars()),
        real("ce_close_short_stop", closes.warmUpBars()),
        whole("ce_close_dir", 0),
        flag("ce_close_buy"),
        flag("ce_close_sell"),
        real("ce_hl_long_stop", highsAndLows.warmUpBars()),
        real("ce_hl_short_stop", highsAndLows.warmUpBars()),
        whole("ce_hl_dir", 0),
        flag("ce_hl_buy"),
        flag("ce_hl_sell"),
        real("ce_plain_long", plain.warmUpBars()),
        real("ce_plain_short", plain.warmUpBars()));
  }

  void next(double high, double low, double close, RowWriter row) {
    averages(close, row);
    ranges(high, low, close, row);
    double typical = (high + low + close) / 3.0;
    row.put(rsi9.next(close)).put(rsi14.next(close));
    row.put(cci20Close.next(close)).put(cci20Typical.next(typical));
    directions(dmi14, high, low, close, row);
    directions(dmi20, high, low, close, row);
    wave21.next(typical);
    row.put(wave21.wt1()).put(wave21.wt2());
    exits(closes, high, low, close, row);
    exits(highsAndLows, high, low, close, row);
    plain.next(high, low, close);
    row.put(plain.longStop()).put(plain.shortStop());
  }

  private void averages(double close, RowWriter row) {
    row.put(ema20.next(close)).put(sma20.next(close));
    row.put(ema200.next(close)).put(sma200.next(close)).put(rma14.next(close));
  }

  private void ranges(double high, double low, double close, RowWriter row) {
    row.put(trueRange.next(high, low, close)).put(atr1.next(high, low, close));
    row.put(atr10.next(high, low, close)).put(atr14.next(high, low, close));
    row.put(atr22.next(high, low, close));
  }

  private static void directions(
      TradingViewDirectionalIndex dmi, double high, double low, double close, RowWriter row) {
    double adx = dmi.next(high, low, close);
    row.put(dmi.plusDi()).put(dmi.minusDi()).put(adx);
  }

  private static void exits(
      ChandelierExit exit, double high, double low, double close, RowWriter row) {
    exit.next(high, low, close);
    row.put(exit.longStop()).put(exit.shortStop()).put(exit.direction());
    row.put(exit.turnedLong()).put(exit.turnedShort());
  }
}
