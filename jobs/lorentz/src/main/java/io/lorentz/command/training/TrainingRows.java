package io.lorentz.command.training;

import io.lorentz.core.inference.FeatureRing;
import java.util.ArrayList;
import java.util.List;

/**
 * The labelled rows of one timeframe of all instruments in one window, by close and then in order
 * of instrument. Immutable.
 */
final class TrainingRows {

  private final double[][] features;
  private final byte[] labels;
  private final double[] moves;
  private final byte[] directions;
  private final byte[] before;
  private final long[] closeMs;
  private final long[] decidedMs;

  /** Where a row lies before it is put in order. */
  private record Place(SeriesRows rows, int row, int label) {}

  private TrainingRows(List<Place> places, int horizonBars) {
    int n = places.size();
    features = new double[FeatureRing.FEATURES][n];
    labels = new byte[n];
    moves = new double[n];
    directions = new byte[n];
    before = new byte[n];
    closeMs = new long[n];
    decidedMs = new long[n];
    for (int i = 0; i < n; i++) {
      SeriesRows rows = places.get(i).rows();
      int row = places.get(i).row();
      for (int feature = 0; feature < FeatureRing.FEATURES; feature++) {
        features[feature][i] = rows.feature(feature, row);
      }
      labels[i] = (byte) places.get(i).label();
      moves[i] = LabelRule.scaledMove(rows, row, horizonBars);
      directions[i] = (byte) rows.direction(row);
      before[i] = (byte) moveBefore(rows, row, horizonBars);
      closeMs[i] = rows.closeMs(row);
      decidedMs[i] = rows.closeMs(row + horizonBars);
    }
  }

  /**
   * Labels the rows of a window.
   *
   * @param series the rows of each instrument, cut at the end of the window
   * @param fromMs first close of the window
   */
  static TrainingRows of(
      List<SeriesRows> series, long fromMs, Labeller labeller, LabelOptions options) {
    List<Place> places = new ArrayList<>();
    int[] next = new int[series.size()];
    for (int s = 0; s < next.length; s++) {
      next[s] = series.get(s).firstAfter(fromMs - 1);
    }
    int earliest = earliest(series, next);
    while (earliest >= 0) {
      SeriesRows rows = series.get(earliest);
      int row = next[earliest]++;
      int label = rows.isDefined(row) ? labeller.label(rows, row, options) : LabelRule.UNKNOWN;
      if (label != LabelRule.UNKNOWN) {
        places.add(new Place(rows, row, label));
      }
      earliest = earliest(series, next);
    }
    return new TrainingRows(places, options.horizonBars());
  }

  private static int earliest(List<SeriesRows> series, int[] next) {
    int earliest = -1;
    for (int s = 0; s < next.length; s++) {
      SeriesRows rows = series.get(s);
      boolean earlier =
          next[s] < rows.size()
              && (earliest < 0
                  || rows.closeMs(next[s]) < series.get(earliest).closeMs(next[earliest]));
      if (earlier) {
        earliest = s;
      }
    }
    return earliest;
  }

  /** Sign of the move over as many bars before as the label looks ahead; 0 where unknown. */
  static int moveBefore(SeriesRows rows, int row, int bars) {
    return rows.areConnected(row - bars, row)
        ? (int) Math.signum(rows.close(row) - rows.close(row - bars))
        : 0;
  }

  int size() {
    return labels.length;
  }

  double[] features(int row) {
    double[] values = new double[FeatureRing.FEATURES];
    for (int feature = 0; feature < values.length; feature++) {
      values[feature] = features[feature][row];
    }
    return values;
  }

  double[] column(int feature) {
    return features[feature];
  }

  int label(int row) {
    return labels[row];
  }

  /** Move over the horizon, in ATR(14). */
  double move(int row) {
    return moves[row];
  }

  /** Direction of the Chandelier Exit. */
  int direction(int row) {
    return directions[row];
  }

  /** Sign of the move before. */
  int before(int row) {
    return before[row];
  }

  long closeMs(int row) {
    return closeMs[row];
  }

  /** Close of the bar that decides the label at the latest: bridged minutes are no rows. */
  long decidedMs(int row) {
    return decidedMs[row];
  }

  /** The chosen rows as a memory to compare with. */
  FeatureRing memory(int[] rows) {
    double[][] columns = new double[FeatureRing.FEATURES][rows.length];
    byte[] chosen = new byte[rows.length];
    for (int i = 0; i < rows.length; i++) {
      for (int feature = 0; feature < FeatureRing.FEATURES; feature++) {
        columns[feature][i] = features[feature][rows[i]];
      }
      chosen[i] = labels[rows[i]];
    }
    return FeatureRing.of(columns, chosen);
  }
}
