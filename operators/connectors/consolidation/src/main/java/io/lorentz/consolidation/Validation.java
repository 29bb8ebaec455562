package io.lorentz.consolidation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is wrong with the series of an archive: bars that are missing, off the grid, or cannot be,
 * and series that agree with another venue's only when shifted.
 *
 * <p>A bar is <b>misaligned</b> if its start is no multiple of its length; a <b>gap</b> is a run of
 * missing bars between two; a bar <b>cannot be</b> if its high is below, or its low above, another
 * of its prices. <b>Quality</b> is the share of the bars from the first to the last that are there,
 * aligned and possible. Two venues' series of one symbol and length are held against each other bar
 * by bar, and shifted by up to {@value #SHIFTS} bars: a series is <b>shifted</b> if the median
 * deviation of its closes is less than half as large there as where it lies.
 *
 * <p>A bar <b>differs from its parts</b> if the shortest bars of the same venue and symbol that lie
 * in it are all there and do not add up to it: it was stored while it was open, or one of them was.
 * A <b>spike</b> is a bar whose close lies at least 1 % and twenty times the series' median move
 * off both of its neighbours' closes, on one side. A bar that {@link Filling} made is counted
 * apart.
 */
public final class Validation implements AutoCloseable {

  static final int SHIFTS = 3;

  private static final long DAY_MS = 86_400_000;
  private static final double LEAST_SPIKE = 0.01;
  private static final int SPIKE_MOVES = 20;
  private static final String TOLERANCE = "1e-9";

  /** Fewer bars in common say nothing of a shift. */
  private static final long LEAST_IN_COMMON = 300;

  private final Connection duck;
  private final Archive archive;

  private Validation(Connection duck, Archive archive) {
    this.duck = duck;
    this.archive = archive;
  }

  /**
   * A run of missing bars.
   *
   * @param afterMs start of the last bar before it, ms since 1970 UTC
   * @param bars how many are missing
   */
  public record Gap(long afterMs, long bars) {}

  /**
   * A bar that its parts do not add up to.
   *
   * @param startMs its start, ms since 1970 UTC
   * @param volume its volume
   * @param partsVolume volume of its parts
   */
  public record Unequal(long startMs, double volume, double partsVolume) {}

  /**
   * What is known of a series.
   *
   * @param bars bars there are
   * @param expected bars from the first to the last on their grid
   * @param firstMs start of the first, ms since 1970 UTC
   * @param lastMs start of the last
   * @param misaligned bars off the grid
   * @param impossible bars whose high or low contradicts their other prices
   * @param zeroVolume bars without a trade
   * @param largestMove largest logarithm of a close over the close before, as a distance from 0
   * @param filled bars that were made of others
   * @param conflicts rows that differed from the one that was kept
   * @param gaps in order of time
   * @param againstParts bars that could be held against shorter ones of the same venue
   * @param unequal those of them that differ
   * @param spikes starts of bars that stand out, ms since 1970 UTC
   */
  public record Findings(
      Archive.Series series,
      long bars,
      long expected,
      long firstMs,
      long lastMs,
      long misaligned,
      long impossible,
      long zeroVolume,
      double largestMove,
      long filled,
      long conflicts,
      List<Gap> gaps,
      long againstParts,
      List<Unequal> unequal,
      List<Long> spikes) {

    /** Missing bars of all gaps. */
    public long missing() {
      return gaps.stream().mapToLong(Gap::bars).sum();
    }

    /** Share of the expected bars that are there, aligned and possible, 0 to 1. */
    public double quality() {
      return (double) Math.max(0, bars - misaligned - impossible) / Math.max(bars, expected);
    }
  }

  /**
   * Two venues' series of one symbol and length.
   *
   * @param common bars that both have
   * @param medianBps median deviation of the closes, bp
   * @param largestBps largest
   * @param shift bars by which the second lies too late, if they agree there alone
   */
  public record Pair(
      Archive.Series first,
      Archive.Series second,
      long common,
      double medianBps,
      double largestBps,
      Optional<Integer> shift) {}

  /**
   * Opens one.
   *
   * @throws ConsolidationException if the folder is no archive
   */
  public static Validation of(Path folder) {
    try {
      return new Validation(DriverManager.getConnection("jdbc:duckdb:"), Archive.open(folder));
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /**
   * How much of a day is there.
   *
   * @param dayMs its beginning, ms since 1970 UTC
   * @param bars places of the grid that have a bar
   * @param expected places from the series' first to its last bar that lie in the day
   */
  public record Day(long dayMs, long bars, long expected) {}

  /** The days from the first to the last bar of a series, those without a bar too. */
  public List<Day> days(Findings of) {
    long length = Timeframes.ms(of.series().timeframe());
    Map<Long, Long> there = new HashMap<>();
    for (Object[] row :
        rows(
            "SELECT start_ms // "
                + DAY_MS
                + ", count(DISTINCT start_ms // "
                + length
                + ") FROM "
                + archive.rows(of.series())
                + " GROUP BY 1")) {
      there.put((Long) row[0], (Long) row[1]);
    }
    List<Day> days = new ArrayList<>();
    for (long day = of.firstMs() / DAY_MS; day <= of.lastMs() / DAY_MS; day++) {
      long firstPlace = Math.max(of.firstMs() / length, day * DAY_MS / length);
      long lastPlace = Math.min(of.lastMs() / length, ((day + 1) * DAY_MS - 1) / length);
      long expected = lastPlace - firstPlace + 1;
      if (expected > 0) {
        days.add(new Day(day * DAY_MS, there.getOrDefault(day, 0L), expected));
      }
    }
    return days;
  }

  /** Findings of every series, in order of their names. */
  public List<Findings> series() {
    return archive.series().stream().map(this::findings).toList();
  }

  /** All pairs of venues that have a symbol in one length, in order of their names. */
  public List<Pair> pairs() {
    List<Archive.Series> all = archive.series();
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      for (int k = i + 1; k < all.size(); k++) {
        if (all.get(i).symbol().equals(all.get(k).symbol())
            && all.get(i).timeframe().equals(all.get(k).timeframe())) {
          pair(all.get(i), all.get(k)).ifPresent(pairs::add);
        }
      }
    }
    return pairs;
  }

  private Findings findings(Archive.Series series) {
    long length = Timeframes.ms(series.timeframe());
    String bars = archive.rows(series);
    Object[] sums =
        rows("SELECT count(*), min(start_ms), max(start_ms),"
                + (" count(*) FILTER (start_ms % " + length + " <> 0),")
                + " count(*) FILTER (high < greatest(open, close, low) OR low > least(open, close)),"
                + " count(*) FILTER (volume = 0),"
                + " coalesce(max(abs(ln(close / before))), 0),"
                + (" count(*) FILTER (source LIKE '" + Filling.MARK + "%')")
                + " FROM (SELECT *, lag(close) OVER (ORDER BY start_ms) AS before FROM "
                + bars
                + ")")
            .get(0);
    List<Gap> gaps = new ArrayList<>();
    for (Object[] gap :
        rows(
            // By the places of the grid: a misaligned bar stands for the one it began in.
            "SELECT before, missing FROM (SELECT lag(start_ms) OVER (ORDER BY start_ms) AS before,"
                + (" start_ms // " + length + " - before // " + length + " - 1 AS missing FROM ")
                + bars
                + ") WHERE missing > 0 ORDER BY before")) {
      gaps.add(new Gap((Long) gap[0], (Long) gap[1]));
    }
    long firstMs = (Long) sums[1];
    long lastMs = (Long) sums[2];
    AgainstParts held = againstParts(series);
    return new Findings(
        series,
        (Long) sums[0],
        lastMs / length - firstMs / length + 1,
        firstMs,
        lastMs,
        (Long) sums[3],
        (Long) sums[4],
        (Long) sums[5],
        (Double) sums[6],
        (Long) sums[7],
        conflicts(series),
        gaps,
        held.bars(),
        held.unequal(),
        spikes(bars));
  }

  private long conflicts(Archive.Series series) {
    Path file = archive.folder().resolve("conflicts.csv");
    if (!Files.exists(file)) {
      return 0;
    }
    return (Long)
        rows("SELECT count(*) FROM read_csv('"
                + Archive.quoted(file.toString())
                + "', all_varchar = true) WHERE venue = '"
                + series.venue()
                + "' AND symbol = '"
                + series.symbol()
                + "' AND timeframe = '"
                + series.timeframe()
                + "'")
            .get(0)[0];
  }

  /** What came of holding a series against the shorter bars in it. */
  private record AgainstParts(long bars, List<Unequal> unequal) {}

  /** Nothing where there are no shorter bars that divide it. */
  private AgainstParts againstParts(Archive.Series series) {
    Optional<Archive.Series> parts = Filling.parts(archive, series);
    if (parts.isEmpty()) {
      return new AgainstParts(0, List.of());
    }
    List<Unequal> unequal = new ArrayList<>();
    long bars = 0;
    // One row at least: the number of bars stands in each.
    for (Object[] row :
        rows(
            "WITH held AS MATERIALIZED (SELECT b.start_ms, b.volume AS volume, f.volume AS parts,"
                + " b.open <> f.open OR b.high <> f.high OR b.low <> f.low OR b.close <> f.close"
                + " OR abs(b.volume - f.volume) > "
                + TOLERANCE
                + " * greatest(b.volume, f.volume) AS differs FROM "
                + archive.rows(series)
                + " b JOIN ("
                + Filling.joined(archive, parts.get(), Timeframes.ms(series.timeframe()))
                + ") f ON b.start_ms = f.start_ms) SELECT n, start_ms, volume, parts FROM"
                + " (SELECT count(*) AS n FROM held) LEFT JOIN (FROM held WHERE differs) ON true"
                + " ORDER BY start_ms")) {
      bars = (Long) row[0];
      if (row[1] != null) {
        unequal.add(new Unequal((Long) row[1], (Double) row[2], (Double) row[3]));
      }
    }
    return new AgainstParts(bars, unequal);
  }

  private List<Long> spikes(String bars) {
    List<Long> starts = new ArrayList<>();
    for (Object[] row :
        rows(
            "WITH moved AS (SELECT start_ms, ln(close / lag(close) OVER w) AS came,"
                + " ln(lead(close) OVER w / close) AS went FROM "
                + bars
                + " WINDOW w AS (ORDER BY start_ms)), usual AS (SELECT median(abs(came)) AS m FROM"
                + " moved) SELECT start_ms FROM moved, usual WHERE came * went < 0 AND"
                + " least(abs(came), abs(went)) >= greatest("
                + LEAST_SPIKE
                + ", "
                + SPIKE_MOVES
                + " * m) ORDER BY start_ms")) {
      starts.add((Long) row[0]);
    }
    return starts;
  }

  private Optional<Pair> pair(Archive.Series first, Archive.Series second) {
    Object[] here = deviation(first, second, 0);
    long common = (Long) here[0];
    if (common == 0) {
      return Optional.empty();
    }
    double median = (Double) here[1];
    return Optional.of(
        new Pair(
            first,
            second,
            common,
            median,
            (Double) here[2],
            common < LEAST_IN_COMMON ? Optional.empty() : shift(first, second, median)));
  }

  private Optional<Integer> shift(Archive.Series first, Archive.Series second, double median) {
    Optional<Integer> best = Optional.empty();
    double least = median / 2;
    for (int shift = -SHIFTS; shift <= SHIFTS; shift++) {
      Object[] there = deviation(first, second, shift);
      if (shift != 0 && (Long) there[0] >= LEAST_IN_COMMON && (Double) there[1] < least) {
        least = (Double) there[1];
        best = Optional.of(shift);
      }
    }
    return best;
  }

  /**
   * Bars in common, median and largest deviation in bp, the second taken {@code shift} bars later.
   */
  private Object[] deviation(Archive.Series first, Archive.Series second, int shift) {
    long offset = shift * Timeframes.ms(first.timeframe());
    return rows("SELECT count(*), coalesce(median(d), 0), coalesce(max(d), 0) FROM"
            + " (SELECT 10000 * abs(ln(a.close / b.close)) AS d FROM "
            + archive.rows(first)
            + " a JOIN "
            + archive.rows(second)
            + " b ON b.start_ms = a.start_ms + "
            + offset
            + ")")
        .get(0);
  }

  private List<Object[]> rows(String sql) {
    try {
      return QueryRows.of(duck, sql);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static ConsolidationException failed(SQLException e) {
    return new ConsolidationException(
        "the archive cannot be read (" + e.getMessage() + "); make it again");
  }

  @Override
  public void close() {
    try {
      duck.close();
    } catch (SQLException e) {
      throw failed(e);
    }
  }
}
