package io.lorentz.command.check;

import io.lorentz.archive.LogOpener;
import io.lorentz.command.check.WarmUpResult.Column;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongConsumer;

/**
 * Starts the series later and looks after how many bars each column is again what it is in the run
 * over the whole history.
 *
 * <p>All runs go side by side, heartbeat by heartbeat, and begin to trade at the same time, so that
 * accounts start equal. Real numbers agree within {@value #TOLERANCE} of the larger of 1 and the
 * value; whole numbers, flags and texts exactly; undefined agrees with undefined. A row that only
 * one of the runs has agrees in no column.
 *
 * <p>What counts rows from the start of the log (numbers of rows, the neighbours named by them, and
 * the counters of {@code equity}) differs by definition and is left out, and so is what is of the
 * bar itself.
 */
public final class WarmUpCheck {

  /** How far apart real numbers may lie that agree. */
  public static final double TOLERANCE = 1e-9;

  /** Name of the only column of tables whose rows are events: agrees if all of the row does. */
  public static final String WHOLE_ROW = "row";

  private static final Set<String> EVENTS =
      Set.of(
          RowNames.ORDERS, RowNames.OUTCOMES, RowNames.OPENED, RowNames.CLOSED, RowNames.SIGNALS);

  /** These count rows from the start of the log, or are of the bar itself. */
  private static final Set<String> LEFT_OUT =
      Set.of(
          "logTimeMs",
          "partition",
          "rowIndex",
          "maturedRowIndex",
          "stream_kept_idx",
          "stream_kept_dist",
          "knn8_idx",
          "knn8_dist",
          "instrument",
          "timeframeMs",
          "closeTimeMs",
          "marketTimeMs",
          "label_fwd4_of_ms",
          "time",
          "open",
          "high",
          "low",
          "close",
          "volume",
          "corrected");

  private static final Comparator<Place> BY_NAME =
      Comparator.comparing(Place::table).thenComparing(Place::key).thenComparing(Place::timeMs);

  private final CheckedSystem system;
  private final LogOpener log;

  /**
   * Makes the check.
   *
   * @param system what is checked
   * @param log the whole log; trading starts in it at the time given to {@link #check}
   */
  public WarmUpCheck(CheckedSystem system, LogOpener log) {
    this.system = system;
    this.log = log;
  }

  /**
   * Checks.
   *
   * @param startsMs starts of the shorter histories, ms since 1970 UTC
   * @param tradingFromMs when all runs begin to trade, ms since 1970 UTC
   * @param progress is told the market time that was reached
   */
  public WarmUpResult check(List<Long> startsMs, long tradingFromMs, LongConsumer progress) {
    List<Late> lates = new ArrayList<>();
    try (CheckedRun whole = system.open(log)) {
      for (long startMs : startsMs) {
        lates.add(new Late(startMs, system.open(() -> new LaterLog(log.open(), startMs))));
      }
      Map<Place, CheckedRow> rows = new LinkedHashMap<>();
      while (whole.step(row -> put(row, rows))) {
        for (Late late : lates) {
          late.compare(rows, whole.progressMs(), tradingFromMs);
        }
        rows.clear();
        progress.accept(whole.progressMs());
      }
    } finally {
      lates.forEach(late -> late.run.close());
    }
    return new WarmUpResult(startsMs, tradingFromMs, columns(lates));
  }

  private static void put(CheckedRow row, Map<Place, CheckedRow> rows) {
    if (!row.table().equals(RowNames.EQUITY)) {
      rows.put(new Place(row.table(), row.key(), row.timeMs()), row);
    }
  }

  /** Where a row stands, whatever the order in which rows came. */
  private record Place(String table, String key, long timeMs) {}

  private List<Column> columns(List<Late> lates) {
    Map<String, Column> columns = new TreeMap<>();
    for (Late late : lates) {
      late.tables.forEach(
          (table, columnsOf) ->
              columnsOf.forEach(
                  (name, track) ->
                      columns.merge(
                          table + "/" + name,
                          track.column(
                              table,
                              name,
                              system.declaredWarmUpBars(table, name),
                              system.isTraded(table, name)),
                          Column::worse)));
    }
    return List.copyOf(columns.values());
  }

  /** A run whose history starts later, and how its columns fared. */
  private static final class Late {
    private final long startMs;
    private final CheckedRun run;
    private final Map<Place, CheckedRow> own = new LinkedHashMap<>();
    private final Map<String, Map<String, Track>> tables = new HashMap<>();
    private boolean stepped;

    Late(long startMs, CheckedRun run) {
      this.startMs = startMs;
      this.run = run;
    }

    void compare(Map<Place, CheckedRow> expected, long progressMs, long tradingFromMs) {
      if (progressMs <= startMs) {
        return;
      }
      if (!stepped) {
        stepped = run.step(row -> put(row, own));
      }
      // Behind a gap at the start the whole run comes to heartbeats that this one does not have.
      if (!stepped || run.progressMs() != progressMs) {
        return;
      }
      Set<Place> places = new TreeSet<>(BY_NAME);
      places.addAll(expected.keySet());
      places.addAll(own.keySet());
      for (Place place : places) {
        compare(place, expected.get(place), own.get(place), tradingFromMs);
      }
      own.clear();
      stepped = false;
    }

    private void compare(Place place, CheckedRow expected, CheckedRow found, long tradingFromMs) {
      CheckedRow any = expected == null ? found : expected;
      boolean trading = place.timeMs() > tradingFromMs;
      Map<String, Track> tracks =
          tables.computeIfAbsent(place.table(), unused -> new LinkedHashMap<>());
      if (EVENTS.contains(place.table())) {
        boolean agrees = true;
        for (int i = 0; i < any.cells().size(); i++) {
          agrees &= isOrdering(any.columns().get(i)) || agree(i, expected, found);
        }
        track(WHOLE_ROW, tracks).next(agrees, trading);
        return;
      }
      for (int i = 0; i < any.cells().size(); i++) {
        if (!LEFT_OUT.contains(any.columns().get(i)) && !isOpenLabel(any, i)) {
          track(any.columns().get(i), tracks).next(agree(i, expected, found), trading);
        }
      }
    }

    /** What orders rows of a log, and is no part of an event. */
    private static boolean isOrdering(String column) {
      return column.equals("logTimeMs") || column.equals("partition");
    }

    /** Rows of research come before their label does. */
    private static boolean isOpenLabel(CheckedRow row, int column) {
      return row.table().startsWith(RowNames.RESEARCH)
          && row.columns().get(column).equals("label_fwd4");
    }

    private static Track track(String column, Map<String, Track> tracks) {
      return tracks.computeIfAbsent(column, unused -> new Track());
    }

    private static boolean agree(int column, CheckedRow expected, CheckedRow found) {
      return expected != null
          && found != null
          && WarmUpCheck.agree(expected.cells().get(column), found.cells().get(column));
    }
  }

  static boolean agree(Object a, Object b) {
    if (a instanceof Double x && b instanceof Double y) {
      boolean undefined = x.isNaN() && y.isNaN();
      return undefined || Math.abs(x - y) <= TOLERANCE * Math.max(1, Math.abs(x));
    }
    return Objects.equals(a, b);
  }

  /** How a column of one late run fared, row by row. */
  private static final class Track {
    private long rows;
    private long differing;
    private long firstAgreed = -1;
    private long lastDiffered = -1;
    private long differingInTrading;

    void next(boolean agrees, boolean trading) {
      if (agrees) {
        firstAgreed = firstAgreed < 0 ? rows : firstAgreed;
      } else {
        differing++;
        lastDiffered = rows;
        differingInTrading += trading ? 1 : 0;
      }
      rows++;
    }

    Column column(String table, String name, OptionalInt declared, boolean traded) {
      long lasting = lastDiffered + 1;
      // What agreed only at the very end has not shown that it stays so.
      boolean shown = rows - lasting >= Math.max(1, rows / WarmUpResult.LAST_PART);
      return new Column(
          table,
          name,
          declared,
          traded,
          rows,
          differing,
          firstAgreed < 0 ? WarmUpResult.NEVER : firstAgreed,
          shown ? lasting : WarmUpResult.NEVER,
          differingInTrading);
    }
  }
}
