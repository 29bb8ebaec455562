package io.lorentz.command.training;

/**
 * What a row is labelled with once its future is known: up (1), down (-1) or neither (0).
 *
 * <p>Every rule looks at most {@code horizon} rows ahead, and never across a restart of the
 * indicators. "Return" means close to close; a barrier is held against highs and lows, and of two
 * barriers hit by one bar none counts (triple: the stop).
 */
public enum LabelRule {
  /** Sign of the return over the horizon: the job's own label. */
  SIGN {
    @Override
    int known(SeriesRows rows, int row, LabelOptions options) {
      return (int) Math.signum(rows.close(row + options.horizonBars()) - rows.close(row));
    }
  },

  /** Sign of the return over the horizon where it is more than a quarter of ATR(14), else 0. */
  SCALED_RETURN {
    @Override
    int known(SeriesRows rows, int row, LabelOptions options) {
      double inAtr = scaledMove(rows, row, options.horizonBars());
      return Math.abs(inAtr) > QUIET_ATR ? (int) Math.signum(inAtr) : 0;
    }
  },

  /** Which of close ± 1 ATR(14) is reached first within the horizon; 0 if none or both at once. */
  BARRIER {
    @Override
    int known(SeriesRows rows, int row, LabelOptions options) {
      double up = rows.close(row) + rows.atr14(row);
      double down = rows.close(row) - rows.atr14(row);
      for (int later = row + 1; later <= row + options.horizonBars(); later++) {
        boolean reachedUp = rows.high(later) >= up;
        boolean reachedDown = rows.low(later) <= down;
        if (reachedUp || reachedDown) {
          return (reachedUp ? 1 : 0) - (reachedDown ? 1 : 0);
        }
      }
      return 0;
    }
  },

  /**
   * Which side would have earned more than its costs, opened at the next open with the account's
   * stop and target and closed at the horizon's close; 0 if neither.
   */
  TRIPLE_BARRIER {
    @Override
    int known(SeriesRows rows, int row, LabelOptions options) {
      double up = net(rows, row, 1, options);
      double down = net(rows, row, -1, options);
      if (Math.max(up, down) <= 0) {
        return 0;
      }
      return up >= down ? 1 : -1;
    }
  };

  /** The label is not known: its future has not come, or lies behind a restart. */
  public static final int UNKNOWN = 3;

  private static final double QUIET_ATR = 0.25;

  /** The label of a row whose whole horizon is known. */
  abstract int known(SeriesRows rows, int row, LabelOptions options);

  /**
   * The label of a row.
   *
   * @return 1, 0, -1, or {@link #UNKNOWN}
   */
  public int label(SeriesRows rows, int row, LabelOptions options) {
    return rows.areConnected(row, row + options.horizonBars()) && rows.atr14(row) > 0
        ? known(rows, row, options)
        : UNKNOWN;
  }

  /** Return over the horizon in units of ATR(14); the horizon is known. */
  static double scaledMove(SeriesRows rows, int row, int horizonBars) {
    return (rows.close(row + horizonBars) - rows.close(row)) / rows.atr14(row);
  }

  /** Result of a trade as a fraction of its entry, after costs. */
  private static double net(SeriesRows rows, int row, int side, LabelOptions options) {
    double entry = rows.open(row + 1);
    double risk = options.stopAtr() * rows.atr14(row);
    double stop = entry - side * risk;
    double target = entry + side * options.targetR() * risk;
    double exit = rows.close(row + options.horizonBars());
    for (int later = row + 1; later <= row + options.horizonBars(); later++) {
      double worst = side > 0 ? rows.low(later) : rows.high(later);
      double best = side > 0 ? rows.high(later) : rows.low(later);
      if (side * (worst - stop) <= 0) {
        exit = stop;
        break;
      }
      if (options.targetR() > 0 && side * (best - target) >= 0) {
        exit = target;
        break;
      }
    }
    return side * (exit - entry) / entry - options.roundTripCostFraction();
  }
}
