package io.lorentz.consolidation;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the rows of a Parquet file, by DuckDB; the columns are recognised by their names. */
final class ParquetRows {

  private final Optional<List<String>> columns;

  /**
   * @param columns names of the columns, where a person gives them; empty: those of the file
   */
  ParquetRows(Optional<List<String>> columns) {
    this.columns = columns;
  }

  /**
   * Reads all rows; a row's line is its number, from 1.
   *
   * @throws BadPieceException if these are no bars, or it is no whole Parquet
   */
  void read(Path file, Optional<LocalDate> day, RowSink sink) {
    String from = "read_parquet('" + Archive.quoted(file.toString()) + "')";
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      List<String> names = new ArrayList<>();
      List<String> types = new ArrayList<>();
      for (Object[] column : QueryRows.of(duck, "DESCRIBE SELECT * FROM " + from)) {
        names.add((String) column[0]);
        types.add((String) column[1]);
      }
      BarColumns found =
          BarColumns.byName(columns.orElse(names), true)
              .orElseThrow(
                  () ->
                      new BadPieceException(
                          "holds no bars: its columns are " + String.join(",", names)));
      if (found.least() > names.size()) {
        throw new BadPieceException("has " + names.size() + " columns, needs " + found.least());
      }
      statement.execute("SET threads = 1");
      try (ResultSet rows = statement.executeQuery(query(names, types, found, from))) {
        give(rows, new BarTimes(day), sink);
      }
    } catch (SQLException e) {
      throw new BadPieceException("is no whole Parquet (" + firstLine(e) + ")");
    }
  }

  private static String firstLine(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private static String query(
      List<String> names, List<String> types, BarColumns found, String from) {
    List<String> selected = new ArrayList<>();
    String time = quoted(names.get(found.time()));
    boolean isTime = types.get(found.time()).startsWith("TIMESTAMP");
    selected.add(isTime ? "epoch_ms(" + time + "::TIMESTAMP)" : time);
    for (int column : found.prices()) {
      selected.add(quoted(names.get(column)) + "::DOUBLE");
    }
    return "SELECT " + String.join(", ", selected) + " FROM " + from;
  }

  private static String quoted(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  private static void give(ResultSet rows, BarTimes times, RowSink sink) throws SQLException {
    for (long line = 1; rows.next(); line++) {
      try {
        double[] values = new double[5];
        for (int i = 0; i < values.length; i++) {
          values[i] = rows.getDouble(i + 2);
          if (rows.wasNull()) {
            throw new BadPieceException("a field is empty");
          }
        }
        String time = rows.getString(1);
        if (time == null) {
          throw new BadPieceException("a time is empty");
        }
        RowReader.give(times.ms(time), values, line, sink);
      } catch (BadPieceException e) {
        sink.bad(line, e.getMessage());
      }
    }
  }
}
