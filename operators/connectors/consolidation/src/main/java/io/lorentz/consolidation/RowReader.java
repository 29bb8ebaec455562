package io.lorentz.consolidation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads rows out of a piece: CSV with or without header, or an array of arrays as REST answers. */
final class RowReader {

  private static final JsonFactory JSON = new JsonFactory();

  private final Optional<List<String>> columns;

  /**
   * @param columns names of the columns, where a person gives them; empty: they are recognised
   */
  RowReader(Optional<List<String>> columns) {
    this.columns = columns;
  }

  /**
   * Reads all rows.
   *
   * @throws BadPieceException if these are no bars; rows given before stay given
   */
  void read(BufferedInputStream bytes, Optional<LocalDate> day, RowSink sink) throws IOException {
    BarTimes times = new BarTimes(day);
    int first = Pieces.peek(bytes, 0);
    if (first < 0) {
      throw new BadPieceException("is empty");
    }
    if (first == '[') {
      json(bytes, times, sink);
    } else if (first == '{' || first == 'P' || first == 'A') {
      requireText(bytes);
      csv(bytes, times, sink);
    } else {
      csv(bytes, times, sink);
    }
  }

  private static void requireText(BufferedInputStream bytes) throws IOException {
    if (Pieces.startsAs(bytes, Pieces.PARQUET)) {
      throw new BadPieceException("is Parquet inside another file; unpack it");
    }
    if (Pieces.startsAs(bytes, "ARROW1")) {
      throw new BadPieceException("is Feather, which is not read; give it as Parquet or CSV");
    }
    if (Pieces.startsAs(bytes, "{")) {
      throw new BadPieceException("is a JSON object, no array of bars");
    }
  }

  private void csv(BufferedInputStream bytes, BarTimes times, RowSink sink) {
    BarColumns found = null;
    try (CsvReader<CsvRecord> rows =
        CsvReader.builder().ofCsvRecord(new InputStreamReader(bytes, StandardCharsets.UTF_8))) {
      for (CsvRecord next : rows) {
        boolean isFirst = found == null;
        if (isFirst) {
          found = columns(next.getFields());
        }
        if (!(isFirst && found.header())) {
          csvRow(next, found, times, sink);
        }
      }
    } catch (CsvParseException | UncheckedIOException e) {
      throw new BadPieceException("breaks off: " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (found == null) {
      throw new BadPieceException("is empty");
    }
  }

  private BarColumns columns(List<String> first) {
    return columns
        .flatMap(names -> BarColumns.byName(names, !first.get(0).strip().matches("\\d.*")))
        .or(() -> BarColumns.of(first))
        .orElseThrow(
            () ->
                new BadPieceException(
                    "holds no bars: its first row is " + String.join(",", first)));
  }

  private static void csvRow(CsvRecord row, BarColumns found, BarTimes times, RowSink sink) {
    long line = row.getStartingLineNumber();
    if (row.getFieldCount() < found.least()) {
      sink.bad(line, "has " + row.getFieldCount() + " columns, needs " + found.least());
      return;
    }
    try {
      double[] values = new double[found.prices().size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = number(row.getField(found.prices().get(i)));
      }
      give(times.ms(row.getField(found.time())), values, line, sink);
    } catch (BadPieceException e) {
      sink.bad(line, e.getMessage());
    }
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text.strip());
    } catch (NumberFormatException e) {
      throw new BadPieceException("'" + text + "' is no number");
    }
  }

  /** A price is greater than 0, a volume at least 0; a row that says otherwise is none. */
  static void give(long startMs, double[] values, long line, RowSink sink) {
    for (int i = 0; i < 4; i++) {
      if (!(values[i] > 0) || Double.isInfinite(values[i])) {
        throw new BadPieceException("a price of " + values[i]);
      }
    }
    if (!(values[4] >= 0) || Double.isInfinite(values[4])) {
      throw new BadPieceException("a volume of " + values[4]);
    }
    sink.row(new BarRow(startMs, values[0], values[1], values[2], values[3], values[4], line));
  }

  private static void json(BufferedInputStream bytes, BarTimes times, RowSink sink)
      throws IOException {
    try (JsonParser parser = JSON.createParser(bytes)) {
      parser.nextToken();
      long number = 0;
      while (parser.nextToken() == JsonToken.START_ARRAY) {
        number++;
        jsonRow(parser, number, times, sink);
      }
      if (parser.currentToken() != JsonToken.END_ARRAY) {
        throw new BadPieceException("holds no bars: element " + (number + 1) + " is no array");
      }
    } catch (JsonEOFException e) {
      throw new BadPieceException("breaks off: " + e.getOriginalMessage());
    } catch (JsonParseException e) {
      throw new BadPieceException("is no JSON: " + e.getOriginalMessage());
    }
  }

  private static void jsonRow(JsonParser parser, long number, BarTimes times, RowSink sink)
      throws IOException {
    List<String> fields = new ArrayList<>(12);
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() == null || parser.currentToken().isStructStart()) {
        throw new BadPieceException("holds no bars: element " + number + " is not flat");
      }
      fields.add(parser.getText());
    }
    if (fields.size() < 6) {
      sink.bad(number, "has " + fields.size() + " fields, needs 6");
      return;
    }
    try {
      double[] values = new double[5];
      for (int i = 0; i < values.length; i++) {
        values[i] = number(fields.get(i + 1));
      }
      give(times.ms(fields.get(0)), values, number, sink);
    } catch (BadPieceException e) {
      sink.bad(number, e.getMessage());
    }
  }
}
