package io.lorentz.core.features;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Every indicator, feature, filter, kernel and label as one row per bar, for research: what the
 * classifier's script shows, the same indicators as TradingView computes them ({@code tv_*}) and as
 * TA-Lib does ({@code talib_*}), all with their default parameters.
 *
 * <p>Values are doubles, NaN where undefined; flags are 0 or 1.
 *
 * <p>One column looks ahead: {@code label_fwd4}, the sign of the close four rows on less the close
 * of the row. It is NaN in the row just given and becomes known four rows later: after each {@link
 * #next}, {@link #maturedLabel()} is the value that belongs into column {@link #labelColumn()} of
 * the row {@link #labelDelayRows()} rows before. On the last four rows it stays undefined. It is
 * never an input of another column.
 *
 * <p>After an unbridged gap a new table starts anew.
 */
public final class IndicatorTable {

  private static final String FORWARD_LABEL = "label_fwd4";

  private final LorentzianColumns lorentzian = new LorentzianColumns();
  private final TradingViewColumns tradingView = new TradingViewColumns();
  private final TaLibColumns taLib = new TaLibColumns();
  private final RowWriter writer = new RowWriter();
  private final List<IndicatorColumn> columns;
  private final int labelColumn;

  /** A table that has seen no bar. */
  public IndicatorTable() {
    List<IndicatorColumn> all = new ArrayList<>(lorentzian.columns());
    all.addAll(tradingView.columns());
    all.addAll(taLib.columns());
    this.columns = Collections.unmodifiableList(all);
    this.labelColumn = columns.stream().map(IndicatorColumn::name).toList().indexOf(FORWARD_LABEL);
  }

  /** The columns, in the order of the values in a row. */
  public List<IndicatorColumn> columns() {
    return columns;
  }

  /**
   * Takes one closed bar and gives its row.
   *
   * @param open first price, quote currency per unit
   * @param high highest price
   * @param low lowest price
   * @param close last price
   * @param volume traded amount in base currency; no present column uses it
   * @param row filled with one value per column
   * @throws IllegalArgumentException if the row has another number of values than columns
   */
  public void next(
      double open, double high, double low, double close, double volume, double[] row) {
    if (row.length != columns.size()) {
      throw new IllegalArgumentException(
          "row: must hold " + columns.size() + " values, was " + row.length + "; use columns()");
    }
    writer.begin(row);
    lorentzian.next(open, high, low, close, writer);
    tradingView.next(high, low, close, writer);
    taLib.next(high, low, close, writer);
  }

  /**
   * The forward label that the last bar made known: of the row {@link #labelDelayRows()} before it.
   *
   * @return 1, 0 or -1; NaN if there is no such row
   */
  public double maturedLabel() {
    return lorentzian.maturedLabel();
  }

  /** Index of the column {@code label_fwd4}. */
  public int labelColumn() {
    return labelColumn;
  }

  /** Number of rows after which a forward label is known. */
  public int labelDelayRows() {
    return LorentzianColumns.LABEL_HORIZON;
  }
}
