package io.lorentz.core.features;

import java.util.Arrays;

/** A series of bars, column by column, and what an {@link IndicatorTable} makes of it. */
final class Bars {

  final double[] open;
  final double[] high;
  final double[] low;
  final double[] close;
  final double[] volume;

  Bars(double[] open, double[] high, double[] low, double[] close, double[] volume) {
    this.open = open;
    this.high = high;
    this.low = low;
    this.close = close;
    this.volume = volume;
  }

  int size() {
    return close.length;
  }

  double[] typical() {
    double[] typical = new double[size()];
    Arrays.setAll(typical, i -> (high[i] + low[i] + close[i]) / 3.0);
    return typical;
  }

  double[] price() {
    double[] price = new double[size()];
    Arrays.setAll(price, i -> (open[i] + high[i] + low[i] + close[i]) / 4.0);
    return price;
  }

  Bars from(int first) {
    return new Bars(
        Arrays.copyOfRange(open, first, size()),
        Arrays.copyOfRange(high, first, size()),
        Arrays.copyOfRange(low, first, size()),
        Arrays.copyOfRange(close, first, size()),
        Arrays.copyOfRange(volume, first, size()));
  }

  /** The rows of a fresh table, forward labels filled in where they become known. */
  double[][] table() {
    IndicatorTable table = new IndicatorTable();
    double[][] rows = new double[size()][table.columns().size()];
    for (int i = 0; i < size(); i++) {
      table.next(open[i], high[i], low[i], close[i], volume[i], rows[i]);
      int known = i - table.labelDelayRows();
      if (known >= 0) {
        rows[known][table.labelColumn()] = table.maturedLabel();
      }
    }
    return rows;
  }

  /** For jqwik's report of a falsified property. */
  @Override
  public String toString() {
    return "highs "
        + Arrays.toString(high)
        + " lows "
        + Arrays.toString(low)
        + " closes "
        + Arrays.toString(close);
  }
}
