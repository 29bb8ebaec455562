package io.lorentz.core.features;

import static org.assertj.core.api.Assumptions.assumeThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** One gzip CSV of the golden folder, column by column; empty fields are NaN. */
record GoldenSeries(Map<String, double[]> columns, int rows) {

  private static final String FOLDER = System.getProperty("lorentz.shared", "");

  /** Reads a file, or skips the test if the folder with golden values is absent. */
  static GoldenSeries read(String name) {
    Path file = Path.of(FOLDER, "golden", name + ".csv.gz");
    assumeThat(Files.isReadable(file))
        .as("golden values absent: system property lorentz.shared must name their folder")
        .isTrue();
    try (CsvReader<NamedCsvRecord> csv =
        CsvReader.builder()
            .ofNamedCsvRecord(
                new InputStreamReader(
                    new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      return of(csv.stream().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static GoldenSeries of(List<NamedCsvRecord> records) {
    Map<String, double[]> columns = new LinkedHashMap<>();
    for (String name : records.get(0).getHeader()) {
      double[] values = new double[records.size()];
      Arrays.setAll(values, i -> number(records.get(i).getField(name)));
      columns.put(name, values);
    }
    return new GoldenSeries(columns, records.size());
  }

  private static double number(String field) {
    boolean numeric = !field.isEmpty() && !field.endsWith("Z");
    return numeric ? Double.parseDouble(field) : Double.NaN;
  }

  double[] column(String name) {
    double[] column = columns.get(name);
    if (column == null) {
      throw new IllegalArgumentException("no column " + name + " in " + columns.keySet());
    }
    return column;
  }

  boolean has(String name) {
    return columns.containsKey(name);
  }

  Bars bars() {
    double[] volume = has("volume") ? column("volume") : new double[rows];
    return new Bars(column("open"), column("high"), column("low"), column("close"), volume);
  }
}
