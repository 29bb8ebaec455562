package io.lorentz.core.features;

import static io.lorentz.core.features.IndicatorColumn.real;

import java.util.List;

/** Indicators as TA-Lib 0.4 computes them (default compatibility, unstable period 0). */
final class TaLibColumns {

  private final RelativeStrength rsi9 = new RelativeStrength(9, Seeding.TA_LIB);
  private final RelativeStrength rsi14 = new RelativeStrength(14, Seeding.TA_LIB);
  private final ExponentialAverage ema10 = ExponentialAverage.ema(10);
  private final ExponentialAverage ema20 = ExponentialAverage.ema(20);
  private final ExponentialAverage ema200 = ExponentialAverage.ema(200);
  private final SimpleAverage sma20 = new SimpleAverage(20);
  private final SimpleAverage sma200 = new SimpleAverage(200);
  private final TrueRange trueRange = new TrueRange(Seeding.TA_LIB);
  private final AverageTrueRange atr1 = new AverageTrueRange(1, Seeding.TA_LIB);
  private final AverageTrueRange atr10 = new AverageTrueRange(10, Seeding.TA_LIB);
  private final AverageTrueRange atr14 = new AverageTrueRange(14, Seeding.TA_LIB);
  private final AverageTrueRange atr22 = new AverageTrueRange(22, Seeding.TA_LIB);
  private final TaLibDirectionalIndex index14 = new TaLibDirectionalIndex(14);
  private final TaLibDirectionalIndex index20 = new TaLibDirectionalIndex(20);
  private final CommodityChannel cci14 = new CommodityChannel(14, Seeding.TA_LIB);
  private final CommodityChannel cci20 = new CommodityChannel(20, Seeding.TA_LIB);
  private final CommodityChannel cci20Close = new CommodityChannel(20, Seeding.TA_LIB);

  List<IndicatorColumn> columns() {
    return List.of(
        real("talib_rsi9", rsi9.warmUpBars()),
        real("talib_rsi14", rsi14.warmUpBars()),
        real("talib_ema10", ema10.warmUpBars()),
        real("talib_ema20", ema20.warmUpBars()),
        real("talib_ema200", ema200.warmUpBars()),
        real("talib_sma20", sma20.warmUpBars()),
        real("talib_sma200", sma200.warmUpBars()),
        real("talib_trange", trueRange.warmUpBars()),
        real("talib_atr1", atr1.warmUpBars()),
        real("talib_atr10", atr10.warmUpBars()),
        real("talib_atr14", atr14.warmUpBars()),
        real("talib_atr22", atr22.warmUpBars()),
        real("talib_adx14", index14.warmUpBars()),
        real("talib_dx14", index14.directionWarmUpBars()),
        real("talib_plus_di14", index14.directionWarmUpBars()),
        real("talib_minus_di14", index14.directionWarmUpBars()),
        real("talib_adx20", index20.warmUpBars()),
        real("talib_dx20", index20.directionWarmUpBars()),
        real("talib_plus_di20", index20.directionWarmUpBars()),
        real("talib_minus_di20", index20.directionWarmUpBars()),
        real("talib_cci14", cci14.warmUpBars()),
        real("talib_cci20", cci20.warmUpBars()),
        real("talib_cci20_closeonly", cci20Close.warmUpBars()));
  }

  void next(double high, double low, double close, RowWriter row) {
    row.put(rsi9.next(close)).put(rsi14.next(close));
    row.put(ema10.next(close)).put(ema20.next(close)).put(ema200.next(close));
    row.put(sma20.next(close)).put(sma200.next(close));
    row.put(trueRange.next(high, low, close)).put(atr1.next(high, low, close));
    row.put(atr10.next(high, low, close)).put(atr14.next(high, low, close));
    row.put(atr22.next(high, low, close));
    directions(index14, high, low, close, row);
    directions(index20, high, low, close, row);
    double typical = (high + low + close) / 3.0;
    row.put(cci14.next(typical)).put(cci20.next(typical)).put(cci20Close.next(close));
  }

  private static void directions(
      TaLibDirectionalIndex index, double high, double low, double close, RowWriter row) {
    double adx = index.next(high, low, close);
    row.put(adx).put(index.dx()).put(index.plusDi()).put(index.minusDi());
  }
}
