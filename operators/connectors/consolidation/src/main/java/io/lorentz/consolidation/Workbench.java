package io.lorentz.consolidation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * The database that rows are gathered in, a file beside the archive: what it holds of an input is
 * there whole or not at all, so a run that was killed goes on where it was.
 */
final class Workbench implements AutoCloseable {

  private static final String[] TABLES = {
    "CREATE TABLE IF NOT EXISTS input(name VARCHAR, bytes BIGINT, changed_ms BIGINT)",
    "CREATE TABLE IF NOT EXISTS piece(id INTEGER, name VARCHAR, series INTEGER, taken BIGINT,"
        + " last_ms BIGINT, problem VARCHAR)",
    "CREATE TABLE IF NOT EXISTS series(id INTEGER, venue VARCHAR, symbol VARCHAR,"
        + " timeframe VARCHAR)",
    "CREATE TABLE IF NOT EXISTS bar_row(series INTEGER, start_ms BIGINT, open DOUBLE, high DOUBLE,"
        + " low DOUBLE, close DOUBLE, volume DOUBLE, piece INTEGER, line BIGINT)",
    "CREATE TABLE IF NOT EXISTS bad_row(piece INTEGER, line BIGINT, why VARCHAR)",
  };

  private final DuckDBConnection connection;
  private final Map<List<String>, Integer> series = new HashMap<>();
  private int pieces;

  private Workbench(DuckDBConnection connection) {
    this.connection = connection;
  }

  /**
   * Opens one, with what an earlier run left in it.
   *
   * @param file the database
   * @param memoryMb what it may take of memory; beyond that it writes beside the file
   */
  static Workbench open(Path file, long memoryMb) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      DuckDBConnection connection =
          (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:" + file);
      Workbench bench = new Workbench(connection);
      bench.run("SET memory_limit='" + memoryMb + "MB'");
      bench.run("SET preserve_insertion_order=false");
      for (String table : TABLES) {
        bench.run(table);
      }
      bench.readSeries();
      connection.setAutoCommit(false);
      return bench;
    } catch (SQLException | IOException e) {
      throw new ConsolidationException(
          file + ": cannot be opened (" + e.getMessage() + "); remove it to start over");
    }
  }

  private void readSeries() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM series ORDER BY id")) {
      while (rows.next()) {
        series.put(
            List.of(rows.getString(2), rows.getString(3), rows.getString(4)), rows.getInt(1));
      }
    }
    pieces = (int) number("SELECT coalesce(max(id) + 1, 0) FROM piece");
  }

  /** Inputs that are in it, name to bytes and time of the last change. */
  Map<String, List<Long>> inputs() {
    Map<String, List<Long>> inputs = new HashMap<>();
    for (Object[] row : rows("SELECT name, bytes, changed_ms FROM input")) {
      inputs.put((String) row[0], List.of((Long) row[1], (Long) row[2]));
    }
    return inputs;
  }

  /** Adds inputs with their pieces; all or none are there afterwards. */
  void add(List<Loaded> inputs) {
    try {
      try (DuckDBAppender bars = appender("bar_row");
          DuckDBAppender bad = appender("bad_row")) {
        for (Loaded input : inputs) {
          for (Loaded.Piece piece : input.pieces()) {
            add(piece, bars, bad);
          }
        }
      }
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO input VALUES (?, ?, ?)")) {
        for (Loaded input : inputs) {
          insert.setString(1, input.name());
          insert.setLong(2, input.bytes());
          insert.setLong(3, input.changedMs());
          insert.addBatch();
        }
        insert.executeBatch();
      }
      connection.commit();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private void add(Loaded.Piece piece, DuckDBAppender bars, DuckDBAppender bad)
      throws SQLException {
    int id = pieces++;
    int of = piece.series().isEmpty() ? -1 : series(piece.series());
    long lastMs = Long.MIN_VALUE;
    for (BarRow row : piece.rows()) {
      lastMs = Math.max(lastMs, row.startMs());
      bars.beginRow();
      bars.append(of);
      bars.append(row.startMs());
      bars.append(row.open());
      bars.append(row.high());
      bars.append(row.low());
      bars.append(row.close());
      bars.append(row.volume());
      bars.append(id);
      bars.append(row.line());
      bars.endRow();
    }
    for (Loaded.BadRow row : piece.bad()) {
      bad.beginRow();
      bad.append(id);
      bad.append(row.line());
      bad.append(row.why());
      bad.endRow();
    }
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO piece VALUES (?, ?, ?, ?, ?, ?)")) {
      insert.setInt(1, id);
      insert.setString(2, piece.name());
      insert.setInt(3, of);
      insert.setLong(4, piece.rows().size());
      insert.setLong(5, lastMs);
      insert.setString(6, piece.problem());
      insert.execute();
    }
  }

  private int series(List<String> name) throws SQLException {
    Integer known = series.get(name);
    if (known != null) {
      return known;
    }
    int id = series.size();
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO series VALUES (?, ?, ?, ?)")) {
      insert.setInt(1, id);
      for (int i = 0; i < 3; i++) {
        insert.setString(i + 2, name.get(i));
      }
      insert.execute();
    }
    series.put(name, id);
    return id;
  }

  private DuckDBAppender appender(String table) throws SQLException {
    return connection.createAppender(DuckDBConnection.DEFAULT_SCHEMA, table);
  }

  /** Runs a statement. */
  void run(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** The one number that a query gives. */
  long number(String sql) {
    return ((Number) rows(sql).get(0)[0]).longValue();
  }

  /** All rows of a query. */
  List<Object[]> rows(String sql) {
    try {
      return QueryRows.of(connection, sql);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static ConsolidationException failed(SQLException e) {
    return new ConsolidationException(
        "the database of the consolidation failed ("
            + e.getMessage()
            + "); see whether the disk has room, and start again: it goes on where it was");
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw failed(e);
    }
  }
}
