package io.lorentz.command.training;

import io.lorentz.command.fault.FaultException;
import io.lorentz.command.report.Cells;

/**
 * Holds the labels of a training window against those that all rows give: a row that has a label at
 * the end of the window must have the same one without that end, and a row that is labelled with
 * all rows by what closes inside the window must be labelled within it.
 */
final class LeakCheck {

  private LeakCheck() {}

  /**
   * Checks the rows near the end of a window, where a label that looks too far has to look out.
   *
   * @param all the rows of the whole series
   * @param window the same cut at the end of the window
   * @throws FaultException if a label knows what lies behind the window; it is named
   */
  static void require(Labeller labeller, SeriesRows all, SeriesRows window, LabelOptions options) {
    int horizon = options.horizonBars();
    for (int row = Math.max(0, window.size() - 4 * horizon); row < window.size(); row++) {
      boolean inside = all.areConnected(row, row + horizon) && row + horizon < window.size();
      int expected = inside ? labeller.label(all, row, options) : LabelRule.UNKNOWN;
      int actual;
      try {
        actual = labeller.label(window, row, options);
      } catch (ArrayIndexOutOfBoundsException e) {
        actual = Integer.MIN_VALUE;
      }
      if (actual != expected) {
        throw new FaultException(
            "the label of "
                + all.instrument()
                + " "
                + Cells.timeframe(all.timeframeMs())
                + " at "
                + Cells.utc(all.closeMs(row))
                + " knows more than the "
                + horizon
                + " bars of its horizon: with the bars after "
                + Cells.utc(window.closeMs(window.size() - 1))
                + " it is another than without them");
      }
    }
  }
}
