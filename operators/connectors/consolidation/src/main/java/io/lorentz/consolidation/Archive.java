package io.lorentz.consolidation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An archive that {@link Consolidation} has written. */
public final class Archive {

  private static final String VENUE = "venue=";
  private static final String SYMBOL = "symbol=";
  private static final String TIMEFRAME = "timeframe=";

  /** Shorter bars first. */
  static final Comparator<Series> BY_LENGTH =
      Comparator.comparingLong(series -> Timeframes.ms(series.timeframe()));

  private final Path bars;
  private final Path folder;

  private Archive(Path folder) {
    this.folder = folder;
    this.bars = folder.resolve("bars");
  }

  /**
   * One series of it.
   *
   * @param venue venue and market
   * @param symbol symbol
   * @param timeframe length of its bars, e.g. 1m
   */
  public record Series(String venue, String symbol, String timeframe) {

    @Override
    public String toString() {
      return venue + " " + symbol + " " + timeframe;
    }
  }

  /**
   * Opens one.
   *
   * @throws ConsolidationException if the folder is none
   */
  public static Archive open(Path folder) {
    Archive archive = new Archive(folder.toAbsolutePath().normalize());
    if (!Files.isDirectory(archive.bars)) {
      throw new ConsolidationException(
          folder + ": is no archive; make one with 'lorentz data consolidate'");
    }
    return archive;
  }

  /** All series, in order of their names. */
  public List<Series> series() {
    try (Stream<Path> folders = Files.walk(bars, 3)) {
      return folders
          .filter(path -> path.getFileName().toString().startsWith(TIMEFRAME))
          .map(Archive::named)
          .sorted((a, b) -> a.toString().compareTo(b.toString()))
          .toList();
    } catch (IOException e) {
      throw new ConsolidationException(
          folder + ": cannot be read (" + e.getMessage() + "); check its rights");
    }
  }

  private static Series named(Path timeframe) {
    Path symbol = timeframe.getParent();
    return new Series(
        symbol.getParent().getFileName().toString().substring(VENUE.length()),
        symbol.getFileName().toString().substring(SYMBOL.length()),
        timeframe.getFileName().toString().substring(TIMEFRAME.length()));
  }

  /**
   * Writes a series as CSV: {@code open_time_ms,open,high,low,close,volume}, in order, each number
   * as the shortest text that gives it again; gzip if the name ends in {@code .gz}.
   *
   * @return bars written
   * @throws ConsolidationException if there is no such series, or it cannot be written
   */
  public long export(Series wanted, Path file) {
    List<Series> all = series();
    if (!all.contains(wanted)) {
      throw new ConsolidationException(
          folder
              + ": holds no "
              + wanted
              + "; it has "
              + all.stream().map(Series::toString).collect(Collectors.joining(", ")));
    }
    List<String> statements = new ArrayList<>(List.of("SET threads = 1"));
    statements.add(
        copying(
            "SELECT start_ms AS open_time_ms, open, high, low, close, volume FROM "
                + rows(wanted)
                + " ORDER BY start_ms",
            file,
            "FORMAT csv, HEADER" + (file.toString().endsWith(".gz") ? ", COMPRESSION gzip" : "")));
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
      return statement.getLargeUpdateCount();
    } catch (SQLException e) {
      throw new ConsolidationException(
          file + ": cannot be written (" + e.getMessage() + "); choose another place");
    }
  }

  /** The one of these with the shortest bars. */
  public static Series shortest(List<Series> series) {
    return series.stream()
        .min(BY_LENGTH)
        .orElseThrow(() -> new IllegalArgumentException("series: must not be empty"));
  }

  /** Whether a folder is one. */
  public static boolean is(Path folder) {
    return Files.isDirectory(folder.resolve("bars")) && Files.exists(folder.resolve("report.json"));
  }

  /**
   * A series as a CSV file inside the archive, written when it is first asked for: what reads files
   * reads an archive by it.
   *
   * @throws ConsolidationException if there is no such series, or the archive cannot be written to
   */
  public Path exported(Series wanted) {
    Path file =
        folder
            .resolve("exports")
            .resolve(wanted.venue() + "_" + wanted.symbol() + "_" + wanted.timeframe() + ".csv.gz");
    if (Files.exists(file)) {
      return file;
    }
    Path half = file.resolveSibling("half-" + file.getFileName());
    try {
      Files.createDirectories(file.getParent());
      export(wanted, half);
      Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
      return file;
    } catch (IOException e) {
      throw new ConsolidationException(
          file
              + ": cannot be written ("
              + e.getMessage()
              + "); make the archive writable, or write the series elsewhere with 'lorentz data"
              + " export'");
    }
  }

  Path folder() {
    return folder;
  }

  /** What to select a series' bars from. */
  String rows(Series series) {
    return "read_parquet('" + quoted(place(bars, series) + "/*/*.parquet") + "')";
  }

  private static Path place(Path bars, Series series) {
    return bars.resolve(VENUE + series.venue())
        .resolve(SYMBOL + series.symbol())
        .resolve(TIMEFRAME + series.timeframe());
  }

  /**
   * Makes a series' folder in an archive that is being written.
   *
   * @param bars the archive's folder {@code bars}
   * @param from table of the bars and their sources, with a condition if there is one
   * @return the statement that writes them there
   */
  static String writing(Path bars, Series series, String from) throws IOException {
    Path folder = place(bars, series);
    Files.createDirectories(folder);
    return copying(
        "SELECT strftime(epoch_ms(start_ms), '%Y-%m') AS month, start_ms, open, high, low, close,"
            + " volume, source FROM "
            + from
            + " ORDER BY start_ms",
        folder,
        "FORMAT parquet, COMPRESSION zstd, PARTITION_BY (month), OVERWRITE_OR_IGNORE");
  }

  /** The statement that writes the rows of a query. */
  static String copying(String query, Path target, String options) {
    return "COPY (" + query + ") TO '" + quoted(target.toString()) + "' (" + options + ")";
  }

  static String quoted(String text) {
    return text.replace("'", "''");
  }
}
