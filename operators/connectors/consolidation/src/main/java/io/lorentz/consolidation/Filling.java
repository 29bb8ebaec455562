package io.lorentz.consolidation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Fills gaps of an archive's series into another archive: from shorter bars of the same venue and
 * symbol where all that lie in a missing bar are there, which is exact; then from other venues that
 * a person names, whose prices are their own. Bars that are there stay as they are. A bar that was
 * filled says in its source what it was made of; what is still missing stands in {@code
 * missing.csv}.
 */
public final class Filling {

  /** Begins the source of a bar that was filled. */
  static final String MARK = "filled:";

  private static final String MISSING = "missing.csv";
  private static final String REPORT = "fill.json";

  private final Archive archive;
  private final Path target;
  private final List<String> venues;
  private final boolean fromParts;

  /**
   * Fills.
   *
   * @param target folder of the new archive; must not be there
   * @param venues venues to take bars of the same symbol and timeframe from, in order of preference
   * @param fromParts whether shorter bars of the same venue are used
   */
  public Filling(Archive archive, Path target, List<String> venues, boolean fromParts) {
    this.archive = archive;
    this.target = target.toAbsolutePath().normalize();
    this.venues = List.copyOf(venues);
    this.fromParts = fromParts;
  }

  /**
   * What came of one series.
   *
   * @param fromParts bars put together from shorter ones
   * @param fromVenues bars of other venues
   * @param missing bars that are missing still
   */
  public record Filled(Archive.Series series, long fromParts, long fromVenues, long missing) {}

  /**
   * Writes the new archive.
   *
   * @throws ConsolidationException if it is there already, or cannot be written
   */
  public List<Filled> run() {
    if (Files.exists(target)) {
      throw new ConsolidationException(target + ": is there already; choose another folder");
    }
    Path half = target.resolveSibling(target.getFileName() + ".new");
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      statement.execute("SET threads = 1");
      statement.execute(
          "CREATE TABLE missing(venue VARCHAR, symbol VARCHAR, timeframe VARCHAR, start VARCHAR,"
              + " bars BIGINT)");
      List<Filled> all = new ArrayList<>();
      for (Archive.Series series : archive.series()) {
        all.add(fill(duck, statement, series, half));
      }
      statement.execute(
          Archive.copying(
              "SELECT * FROM missing ORDER BY ALL", half.resolve(MISSING), "FORMAT csv, HEADER"));
      copyRest(half);
      report(all, half.resolve(REPORT));
      Files.move(half, target, StandardCopyOption.ATOMIC_MOVE);
      return all;
    } catch (SQLException | IOException e) {
      throw new ConsolidationException(
          target + ": cannot be written (" + e.getMessage() + "); see whether the disk has room");
    }
  }

  private Filled fill(Connection duck, Statement statement, Archive.Series series, Path half)
      throws SQLException, IOException {
    long length = Timeframes.ms(series.timeframe());
    statement.execute(
        "CREATE OR REPLACE TEMP TABLE kept AS SELECT start_ms, open, high, low, close, volume,"
            + " source FROM "
            + archive.rows(series));
    // A misaligned bar stands for the place of the grid that it begins in.
    statement.execute(
        "CREATE OR REPLACE TEMP TABLE hole AS SELECT g * "
            + length
            + " AS start_ms FROM (SELECT unnest(generate_series((SELECT min(start_ms) // "
            + length
            + " FROM kept), (SELECT max(start_ms) // "
            + length
            + " FROM kept))) AS g) WHERE g NOT IN (SELECT start_ms // "
            + length
            + " FROM kept)");
    long parts = 0;
    Optional<Archive.Series> shorter = fromParts ? parts(archive, series) : Optional.empty();
    if (shorter.isPresent()) {
      parts =
          insert(
              statement,
              "(" + joined(archive, shorter.get(), length) + ")",
              "parts of " + shorter.get().timeframe());
    }
    long others = 0;
    for (String venue : venues) {
      Archive.Series other = new Archive.Series(venue, series.symbol(), series.timeframe());
      if (!venue.equals(series.venue()) && archive.series().contains(other)) {
        others += insert(statement, archive.rows(other), venue);
      }
    }
    long missing = ((Number) QueryRows.of(duck, "SELECT count(*) FROM hole").get(0)[0]).longValue();
    gaps(statement, series, length);
    statement.execute(Archive.writing(half.resolve("bars"), series, "kept"));
    return new Filled(series, parts, others, missing);
  }

  private static long insert(Statement statement, String from, String what) throws SQLException {
    statement.execute(
        "INSERT INTO kept SELECT f.start_ms, f.open, f.high, f.low, f.close, f.volume, '"
            + MARK
            + what
            + "' FROM "
            + from
            + " f JOIN hole h ON h.start_ms = f.start_ms");
    long count = statement.getLargeUpdateCount();
    statement.execute("DELETE FROM hole WHERE start_ms IN (SELECT start_ms FROM kept)");
    return count;
  }

  private static void gaps(Statement statement, Archive.Series series, long length)
      throws SQLException {
    statement.execute(
        "INSERT INTO missing SELECT '"
            + series.venue()
            + "', '"
            + series.symbol()
            + "', '"
            + series.timeframe()
            + "', strftime(epoch_ms(min(start_ms)), '%Y-%m-%dT%H:%M:%SZ'), count(*) FROM"
            + " (SELECT start_ms, start_ms // "
            + length
            + " - row_number() OVER (ORDER BY start_ms) AS run FROM hole) GROUP BY run");
  }

  /** The shortest series of the same venue and symbol whose length divides this one's. */
  static Optional<Archive.Series> parts(Archive archive, Archive.Series series) {
    long length = Timeframes.ms(series.timeframe());
    return archive.series().stream()
        .filter(one -> one.venue().equals(series.venue()) && one.symbol().equals(series.symbol()))
        .filter(one -> Timeframes.ms(one.timeframe()) < length)
        .filter(one -> length % Timeframes.ms(one.timeframe()) == 0)
        .min(Archive.BY_LENGTH);
  }

  /**
   * Bars of a length, put together from shorter ones where all of them are there, on the grid, and
   * seen.
   */
  static String joined(Archive archive, Archive.Series parts, long length) {
    long part = Timeframes.ms(parts.timeframe());
    return "SELECT b.start_ms - b.start_ms % "
        + length
        + " AS start_ms, arg_min(open, b.start_ms) AS open, max(high) AS high, min(low) AS low,"
        + " arg_max(close, b.start_ms) AS close, sum(volume) AS volume FROM "
        + archive.rows(parts)
        + " b WHERE b.start_ms % "
        + part
        + " = 0 AND b.source NOT LIKE '"
        + MARK
        + "%' GROUP BY 1 HAVING count(*) = "
        + length / part;
  }

  private void copyRest(Path half) throws IOException {
    try (Stream<Path> files = Files.list(archive.folder())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = file.getFileName().toString();
        if (!name.equals(MISSING) && !name.equals(REPORT)) {
          Files.copy(file, half.resolve(name));
        }
      }
    }
  }

  private void report(List<Filled> all, Path file) throws IOException {
    ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    ObjectNode report = json.createObjectNode();
    report.put("archive", archive.folder().getFileName().toString());
    report.putPOJO("venues", venues);
    report.put("from_parts", all.stream().mapToLong(Filled::fromParts).sum());
    report.put("from_venues", all.stream().mapToLong(Filled::fromVenues).sum());
    report.put("missing", all.stream().mapToLong(Filled::missing).sum());
    ArrayNode list = report.putArray("series");
    for (Filled one : all) {
      list.addObject()
          .put("series", one.series().toString())
          .put("from_parts", one.fromParts())
          .put("from_venues", one.fromVenues())
          .put("missing", one.missing());
    }
    json.writeValue(file.toFile(), report);
  }
}
