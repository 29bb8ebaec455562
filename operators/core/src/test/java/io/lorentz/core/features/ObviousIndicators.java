package io.lorentz.core.features;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * Every column of the {@link IndicatorTable}, over a whole series at once, as its definition reads:
 * each window is looked through again, each running extreme is taken over the whole past. Shares no
 * code with the fast indicators.
 */
final class ObviousIndicators {

  private static final double NONE = Double.NaN;

  private final Bars bars;
  private final double[] high;
  private final double[] low;
  private final double[] close;
  private final int size;
  private final Map<String, double[]> columns = new LinkedHashMap<>();

  private ObviousIndicators(Bars bars) {
    this.bars = bars;
    this.high = bars.high;
    this.low = bars.low;
    this.close = bars.close;
    this.size = bars.size();
  }

  /** All columns by name. */
  static Map<String, double[]> of(Bars bars) {
    ObviousIndicators all = new ObviousIndicators(bars);
    all.features();
    all.labels();
    all.filters();
    all.kernels();
    all.tradingView();
    all.exits();
    all.taLib();
    return all.columns;
  }

  private void features() {
    columns.put("rsi14", rsi(close, 14, 100.0));
    columns.put("rsi9", rsi(close, 9, 100.0));
    double[][] wave = waveTrend(bars.typical(), 10, 11);
    columns.put("wt1_10_11", wave[0]);
    columns.put("wt2_10_11", wave[1]);
    columns.put("cci20_close", cci(close, 20, NONE));
    double[][] adx = lorentzianAdx(20);
    columns.put("lc_plus_di20", adx[0]);
    columns.put("lc_minus_di20", adx[1]);
    columns.put("lc_dx20", adx[2]);
    columns.put("lc_adx20", adx[3]);
    columns.put("f1", each(i -> columns.get("rsi14")[i] / 100.0));
    columns.put("f2", normalised(each(i -> wave[0][i] - wave[1][i])));
    columns.put("f3", normalised(columns.get("cci20_close")));
    columns.put("f4", each(i -> adx[3][i] / 100.0));
    columns.put("f5", each(i -> columns.get("rsi9")[i] / 100.0));
  }

  private void labels() {
    columns.put("label_pine", each(i -> i < 4 ? 0.0 : -sign(close[i] - close[i - 4])));
    columns.put("label_fwd4", each(i -> i + 4 < size ? sign(close[i + 4] - close[i]) : NONE));
  }

  private void filters() {
    double[] atr1 = rma(trueRange(true), 1);
    double[] atr10 = rma(trueRange(true), 10);
    columns.put("atr1", atr1);
    columns.put("atr10", atr10);
    columns.put("filter_volatility", each(i -> flag(above(atr1[i], atr10[i]))));
    regime();
    double[] adx14 = lorentzianAdx(14)[3];
    columns.put("lc_adx14", adx14);
    columns.put("filter_adx20", each(i -> flag(above(adx14[i], 20.0))));
    columns.put("ema200", ema(close, 200));
    columns.put("sma200", sma(close, 200));
  }

  private void regime() {
    double[] p = bars.price();
    double[] v1 = new double[size];
    double[] v2 = new double[size];
    double[] k = new double[size];
    for (int i = 0; i < size; i++) {
      v1[i] = i == 0 ? NONE : 0.2 * (p[i] - p[i - 1]) + 0.8 * nz(v1[i - 1]);
      v2[i] = 0.1 * (high[i] - low[i]) + 0.8 * (i == 0 ? 0.0 : nz(v2[i - 1]));
      double w = v2[i] == 0.0 ? NONE : Math.abs(v1[i] / v2[i]);
      // The script's own form: where w is large it loses digits, and so has to be taken literally.
      double q = w * w;
      double a = (-q + Math.sqrt(q * q + 16.0 * q)) / 8.0;
      k[i] = a * p[i] + (1.0 - a) * (i == 0 ? 0.0 : nz(k[i - 1]));
    }
    double[] slope = each(i -> i == 0 ? NONE : Math.abs(k[i] - k[i - 1]));
    double[] mean = ema(slope, 200);
    double[] decline = each(i -> mean[i] == 0.0 ? NONE : (slope[i] - mean[i]) / mean[i]);
    columns.put("klmf", k);
    columns.put("abs_curve_slope", slope);
    columns.put("slope_ema200", mean);
    columns.put("norm_slope_decline", decline);
    columns.put("filter_regime", each(i -> flag(decline[i] - -0.1 >= -1e-10)));
  }

  private void kernels() {
    double[] y = kernel(i -> StrictMath.pow(1.0 + i * i / (2.0 * 8.0 * 64.0), -8.0));
    double[] s = kernel(i -> StrictMath.exp(-i * i / (2.0 * 36.0)));
    columns.put("yhat1_rq", y);
    columns.put("yhat2_gauss", s);
    boolean[] up = new boolean[size];
    boolean[] down = new boolean[size];
    for (int i = 1; i < size; i++) {
      up[i] = above(y[i], y[i - 1]);
      down[i] = above(y[i - 1], y[i]);
    }
    columns.put("kernel_bull", each(i -> flag(up[i])));
    columns.put("kernel_bear", each(i -> flag(down[i])));
    columns.put("kernel_bull_change", each(i -> flag(i > 0 && up[i] && down[i - 1])));
    columns.put("kernel_bear_change", each(i -> flag(i > 0 && down[i] && up[i - 1])));
    columns.put("kernel_bull_smooth", each(i -> flag(y[i] - s[i] <= 1e-10)));
    columns.put("kernel_bear_smooth", each(i -> flag(s[i] - y[i] <= 1e-10)));
  }

  private void tradingView() {
    double[] range = trueRange(true);
    columns.put("tv_ema20", ema(close, 20));
    columns.put("tv_sma20", sma(close, 20));
    columns.put("tv_ema200", ema(close, 200));
    columns.put("tv_sma200", sma(close, 200));
    columns.put("tv_rma14_close", rma(close, 14));
    columns.put("tv_tr", range);
    for (int n : new int[] {1, 10, 14, 22}) {
      columns.put("tv_atr" + n, rma(range, n));
    }
    columns.put("tv_rsi9", rsi(close, 9, 100.0));
    columns.put("tv_rsi14", rsi(close, 14, 100.0));
    columns.put("tv_cci20_close", cci(close, 20, NONE));
    columns.put("tv_cci20_hlc3", cci(bars.typical(), 20, NONE));
    for (int n : new int[] {14, 20}) {
      double[][] dmi = dmi(n);
      columns.put("tv_plus_di" + n, dmi[0]);
      columns.put("tv_minus_di" + n, dmi[1]);
      columns.put("tv_adx" + n, dmi[2]);
    }
    double[][] wave = waveTrend(bars.typical(), 10, 21);
    columns.put("wt1_10_21", wave[0]);
    columns.put("wt2_10_21", wave[1]);
  }

  private void exits() {
    exit("ce_close", close, close);
    exit("ce_hl", high, low);
    double[] a = rma(trueRange(true), 22);
    columns.put("ce_plain_long", each(i -> highest(high, i, 22) - 3.0 * a[i]));
    columns.put("ce_plain_short", each(i -> lowest(low, i, 22) + 3.0 * a[i]));
  }

  private void exit(String name, double[] tops, double[] bottoms) {
    double[] a = rma(trueRange(true), 22);
    double[] longs = new double[size];
    double[] shorts = new double[size];
    double[] directions = new double[size];
    for (int i = 0; i < size; i++) {
      double rawLong = highest(tops, i, 22) - 3.0 * a[i];
      double rawShort = lowest(bottoms, i, 22) + 3.0 * a[i];
      double wasLong = i == 0 || Double.isNaN(longs[i - 1]) ? rawLong : longs[i - 1];
      double wasShort = i == 0 || Double.isNaN(shorts[i - 1]) ? rawShort : shorts[i - 1];
      double before = i == 0 ? NONE : close[i - 1];
      longs[i] = above(before, wasLong) ? Math.max(rawLong, wasLong) : rawLong;
      shorts[i] = above(wasShort, before) ? Math.min(rawShort, wasShort) : rawShort;
      directions[i] = i == 0 ? 1.0 : directions[i - 1];
      if (above(close[i], wasShort)) {
        directions[i] = 1.0;
      } else if (above(wasLong, close[i])) {
        directions[i] = -1.0;
      }
    }
    columns.put(name + "_long_stop", longs);
    columns.put(name + "_short_stop", shorts);
    columns.put(name + "_dir", directions);
    columns.put(name + "_buy", each(i -> flag(i > 0 && directions[i] > directions[i - 1])));
    columns.put(name + "_sell", each(i -> flag(i > 0 && directions[i] < directions[i - 1])));
  }

  private void taLib() {
    double[] range = trueRange(false);
    columns.put("talib_rsi9", rsi(close, 9, 0.0));
    columns.put("talib_rsi14", rsi(close, 14, 0.0));
    columns.put("talib_ema10", ema(close, 10));
    columns.put("talib_ema20", ema(close, 20));
    columns.put("talib_ema200", ema(close, 200));
    columns.put("talib_sma20", sma(close, 20));
    columns.put("talib_sma200", sma(close, 200));
    columns.put("talib_trange", range);
    for (int n : new int[] {1, 10, 14, 22}) {
      columns.put("talib_atr" + n, rma(range, n));
    }
    for (int n : new int[] {14, 20}) {
      double[][] index = taLibAdx(n);
      columns.put("talib_adx" + n, index[3]);
      columns.put("talib_dx" + n, index[2]);
      columns.put("talib_plus_di" + n, index[0]);
      columns.put("talib_minus_di" + n, index[1]);
    }
    columns.put("talib_cci14", cci(bars.typical(), 14, 0.0));
    columns.put("talib_cci20", cci(bars.typical(), 20, 0.0));
    columns.put("talib_cci20_closeonly", cci(close, 20, 0.0));
  }

  private interface At {
    double value(int bar);
  }

  private double[] each(At at) {
    double[] series = new double[size];
    Arrays.setAll(series, at::value);
    return series;
  }

  private double[] sma(double[] x, int n) {
    return each(i -> i < n - 1 ? NONE : Arrays.stream(x, i - n + 1, i + 1).sum() / n);
  }

  private double[] ema(double[] x, int n) {
    return average(x, n, 2.0 / (n + 1));
  }

  private double[] rma(double[] x, int n) {
    return average(x, n, 1.0 / n);
  }

  /** The mean of the first n defined values, then the recursion over the defined ones. */
  private double[] average(double[] x, int n, double alpha) {
    int[] defined = IntStream.range(0, size).filter(i -> !Double.isNaN(x[i])).toArray();
    double[] out = new double[size];
    Arrays.fill(out, NONE);
    double sum = 0.0;
    for (int k = 0; k < defined.length; k++) {
      int i = defined[k];
      sum += x[i];
      if (k == n - 1) {
        out[i] = sum / n;
      } else if (k >= n) {
        out[i] = alpha * x[i] + (1.0 - alpha) * out[defined[k - 1]];
      }
    }
    return out;
  }

  private double[] trueRange(boolean firstBar) {
    return each(
        i -> {
          if (i == 0) {
            return firstBar ? high[0] - low[0] : NONE;
          }
          double top = Math.max(high[i], close[i - 1]);
          return top - Math.min(low[i], close[i - 1]);
        });
  }

  private double[] rsi(double[] x, int n, double whenStill) {
    double[] up = rma(each(i -> i == 0 ? NONE : Math.max(x[i] - x[i - 1], 0.0)), n);
    double[] down = rma(each(i -> i == 0 ? NONE : Math.max(x[i - 1] - x[i], 0.0)), n);
    return each(
        i -> {
          double zero = whenStill == 0.0 ? 1e-8 : Double.MIN_VALUE;
          if (up[i] + down[i] < zero) {
            return whenStill;
          }
          return 100.0 * up[i] / (up[i] + down[i]);
        });
  }

  private double[] cci(double[] x, int n, double whenFlat) {
    return each(
        i -> {
          if (i < n - 1) {
            return NONE;
          }
          double[] window = Arrays.copyOfRange(x, i - n + 1, i + 1);
          // One and the same (h + l + c) / 3 may differ in its last bit.
          if (highest(x, i, n) - lowest(x, i, n) <= 1e-12 * x[i]) {
            return whenFlat;
          }
          double mean = Arrays.stream(window).average().orElseThrow();
          double deviation = Arrays.stream(window).map(v -> Math.abs(v - mean)).sum() / n;
          return (x[i] - mean) / 0.015 / deviation;
        });
  }

  private double[][] waveTrend(double[] x, int n1, int n2) {
    double[] e = ema(x, n1);
    double[] d = ema(each(i -> Math.abs(x[i] - e[i])), n1);
    double[] wt1 = ema(each(i -> d[i] == 0.0 ? NONE : (x[i] - e[i]) / (0.015 * d[i])), n2);
    return new double[][] {wt1, sma(wt1, 4)};
  }

  /**
   * Running normalisation. It magnifies the last bits of its input without bound while its range is
   * small, so a comparison gives it the very values the other side normalised.
   */
  static double[] normalised(double[] x) {
    double[] out = new double[x.length];
    double[] mirrored = Arrays.stream(x).map(v -> -v).toArray();
    Arrays.setAll(
        out,
        i -> {
          double lo = -highest(mirrored, i, i + 1, -1e11);
          double hi = highest(x, i, i + 1, -1e11);
          return (x[i] - lo) / Math.max(hi - lo, 1e-9);
        });
    return out;
  }

  /** Highest of a start and the defined values of the last n. */
  private static double highest(double[] x, int i, int n, double start) {
    double highest = start;
    for (int j = i - n + 1; j <= i; j++) {
      if (x[j] > highest) {
        highest = x[j];
      }
    }
    return highest;
  }

  private static double highest(double[] x, int i, int n) {
    return i < n - 1 ? NONE : Arrays.stream(x, i - n + 1, i + 1).max().orElseThrow();
  }

  private static double lowest(double[] x, int i, int n) {
    return i < n - 1 ? NONE : Arrays.stream(x, i - n + 1, i + 1).min().orElseThrow();
  }

  private double[] kernel(DoubleUnaryOperator weight) {
    return each(
        i -> {
          if (i < 26) {
            return NONE;
          }
          double sum = 0.0;
          double weights = 0.0;
          for (int lag = 0; lag <= 26; lag++) {
            sum += close[i - lag] * weight.applyAsDouble(lag);
            weights += weight.applyAsDouble(lag);
          }
          return sum / weights;
        });
  }

  /**
   * Up-move (sign 1) or down-move (sign -1) of a bar, if it is the larger of both; bar 0 from 0.
   */
  private double move(int i, int sign, double tolerance) {
    double up = high[i] - (i == 0 ? 0.0 : high[i - 1]);
    double down = (i == 0 ? 0.0 : low[i - 1]) - low[i];
    double mine = sign > 0 ? up : down;
    double other = sign > 0 ? down : up;
    return mine - other > tolerance ? Math.max(mine, 0.0) : 0.0;
  }

  private double[][] lorentzianAdx(int n) {
    double[] range =
        each(
            i -> {
              double before = i == 0 ? 0.0 : close[i - 1];
              return Math.max(high[i], before) - Math.min(low[i], before);
            });
    double[] ranges = wilderSum(range, n);
    double[] ups = wilderSum(each(i -> move(i, 1, 1e-10)), n);
    double[] downs = wilderSum(each(i -> move(i, -1, 1e-10)), n);
    double[] plus = each(i -> 100.0 * ups[i] / ranges[i]);
    double[] minus = each(i -> 100.0 * downs[i] / ranges[i]);
    double[] dx = each(i -> 100.0 * Math.abs(plus[i] - minus[i]) / (plus[i] + minus[i]));
    return new double[][] {plus, minus, dx, rma(dx, n)};
  }

  private double[] wilderSum(double[] x, int n) {
    double[] sums = new double[size];
    for (int i = 0; i < size; i++) {
      double before = i == 0 ? 0.0 : sums[i - 1];
      sums[i] = before - before / n + x[i];
    }
    return sums;
  }

  private double[][] dmi(int n) {
    double[] range = rma(trueRange(false), n);
    double[] up = rma(each(i -> i == 0 ? NONE : move(i, 1, 1e-10)), n);
    double[] down = rma(each(i -> i == 0 ? NONE : move(i, -1, 1e-10)), n);
    double[] plus = held(each(i -> range[i] == 0.0 ? NONE : 100.0 * up[i] / range[i]));
    double[] minus = held(each(i -> range[i] == 0.0 ? NONE : 100.0 * down[i] / range[i]));
    double[] dx =
        each(
            i -> {
              double sum = plus[i] + minus[i];
              return Math.abs(plus[i] - minus[i]) / (sum == 0.0 ? 1.0 : sum);
            });
    double[] adx = rma(dx, n);
    return new double[][] {plus, minus, each(i -> 100.0 * adx[i])};
  }

  /** The last defined value. */
  private double[] held(double[] x) {
    double[] out = x.clone();
    for (int i = 1; i < size; i++) {
      out[i] = Double.isNaN(x[i]) ? out[i - 1] : x[i];
    }
    return out;
  }

  private double[][] taLibAdx(int n) {
    double[] range = taLibSum(trueRange(false), n);
    double[] up = taLibSum(each(i -> move(i, 1, 0.0)), n);
    double[] down = taLibSum(each(i -> move(i, -1, 0.0)), n);
    double[] plus = each(i -> i < n ? NONE : range[i] < 1e-8 ? 0.0 : 100.0 * up[i] / range[i]);
    double[] minus = each(i -> i < n ? NONE : range[i] < 1e-8 ? 0.0 : 100.0 * down[i] / range[i]);
    double[] raw =
        each(
            i -> {
              double sum = plus[i] + minus[i];
              return sum < 1e-8 ? NONE : 100.0 * Math.abs(plus[i] - minus[i]) / sum;
            });
    double[] dx = held(each(i -> i == n && Double.isNaN(raw[i]) ? 0.0 : raw[i]));
    double[] adx = new double[size];
    for (int i = 0; i < size; i++) {
      if (i < 2 * n - 1) {
        adx[i] = NONE;
      } else if (i == 2 * n - 1) {
        adx[i] = Arrays.stream(raw, n, 2 * n).filter(v -> !Double.isNaN(v)).sum() / n;
      } else {
        adx[i] = Double.isNaN(raw[i]) ? adx[i - 1] : (adx[i - 1] * (n - 1) + raw[i]) / n;
      }
    }
    return new double[][] {plus, minus, dx, adx};
  }

  private double[] taLibSum(double[] x, int n) {
    double[] sums = new double[size];
    for (int i = 1; i < size; i++) {
      sums[i] = i < n ? sums[i - 1] + x[i] : sums[i - 1] - sums[i - 1] / n + x[i];
    }
    return sums;
  }

  private static boolean above(double a, double b) {
    return a - b > 1e-10;
  }

  private static double flag(boolean value) {
    return value ? 1.0 : 0.0;
  }

  private static double nz(double x) {
    return Double.isNaN(x) ? 0.0 : x;
  }

  private static double sign(double x) {
    return x > 0.0 ? 1.0 : x < 0.0 ? -1.0 : 0.0;
  }
}
