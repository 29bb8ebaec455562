package io.lorentz.command.check;

import java.util.List;
import java.util.OptionalInt;

/**
 * How long everything depends on where history starts.
 *
 * @param startsMs starts of the shorter histories, ms since 1970 UTC
 * @param tradingFromMs when all runs began to trade, ms since 1970 UTC
 * @param columns every column, by table and name
 */
public record WarmUpResult(List<Long> startsMs, long tradingFromMs, List<Column> columns) {

  /** A column that does not agree again within the data. */
  public static final long NEVER = Long.MAX_VALUE;

  /** To agree for good means for the last tenth of the rows at least. */
  static final int LAST_PART = 10;

  /**
   * One column; over several starts the worst of each.
   *
   * @param table its table
   * @param name its name
   * @param declaredBars bars before its first value, as its indicator declares them
   * @param traded whether it can change what is traded
   * @param rows rows compared
   * @param differing rows that differed
   * @param agreedAfter rows of its table after which it agreed for the first time; {@link #NEVER}
   * @param agreesAfter rows after which it agreed for good; {@link #NEVER} if it did not for the
   *     last tenth of the rows
   * @param differingInTrading rows that differed after trading had begun
   */
  public record Column(
      String table,
      String name,
      OptionalInt declaredBars,
      boolean traded,
      long rows,
      long differing,
      long agreedAfter,
      long agreesAfter,
      long differingInTrading) {

    Column worse(Column other) {
      return new Column(
          table,
          name,
          declaredBars,
          traded,
          rows + other.rows,
          differing + other.differing,
          Math.max(agreedAfter, other.agreedAfter),
          Math.max(agreesAfter, other.agreesAfter),
          differingInTrading + other.differingInTrading);
    }

    /** Whether what is traded depends on where history started. */
    public boolean found() {
      return traded && differingInTrading > 0;
    }
  }

  /** True if nothing that trades differed once trading had begun. */
  public boolean clean() {
    return columns.stream().noneMatch(Column::found);
  }
}
