package io.lorentz.command;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * A CSV file with a header, in memory.
 *
 * @param columns names of the columns
 * @param rows its rows
 */
record CsvTable(List<String> columns, List<NamedCsvRecord> rows) {

  /** Reads a plain or gzip file with at least one row. */
  static CsvTable read(Path file) throws IOException {
    try (InputStream raw = Files.newInputStream(file);
        InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
        Reader text = new InputStreamReader(in, StandardCharsets.UTF_8);
        CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(text)) {
      List<NamedCsvRecord> rows = csv.stream().toList();
      return new CsvTable(rows.get(0).getHeader(), rows);
    }
  }

  String cell(int row, String column) {
    return rows.get(row).getField(column);
  }
}
