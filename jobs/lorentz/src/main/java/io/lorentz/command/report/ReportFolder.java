package io.lorentz.command.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.lorentz.command.fault.MisuseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A report, read from its folder: what the page is made of, and nothing else is needed to make it.
 *
 * @param name name of the folder
 * @param manifest {@code manifest.json}
 * @param summary {@code summary.json}
 * @param chart {@code chart.json}
 * @param trades {@code columns} and {@code rows} of {@code trades.csv}, without the accounts that
 *     are counted only
 */
public record ReportFolder(
    String name, JsonNode manifest, JsonNode summary, JsonNode chart, JsonNode trades) {

  /** Numbers keep the digits they were written with. */
  static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private static final String TRADES = "trades.csv";

  /**
   * Reads a folder.
   *
   * @throws MisuseException if it is not the folder of a report of this format, whole and of one
   *     run
   */
  public static ReportFolder read(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new MisuseException(
          folder + ": is no folder; give one that backtest or demo wrote with --out");
    }
    JsonNode manifest = manifest(folder);
    JsonNode summary = json(folder.resolve("summary.json"));
    String orders = summary.path("orders_sha256").asText();
    if (!orders.equals(manifest.path("orders_sha256").asText())) {
      throw new MisuseException(
          folder
              + ": summary.json and manifest.json are of two runs (orders_sha256 differs); run it"
              + " again");
    }
    Path name = folder.toAbsolutePath().normalize().getFileName();
    return new ReportFolder(
        name == null ? folder.toString() : name.toString(),
        manifest,
        summary,
        json(folder.resolve(ChartFile.NAME)),
        trades(folder.resolve(TRADES)));
  }

  /**
   * What a program is told of a folder that was just written.
   *
   * @param figures name of the file with the figures
   */
  public static ObjectNode answer(Path folder, String figures) {
    ObjectNode answer = JSON.createObjectNode();
    answer.put("folder", folder.toString());
    answer.set("summary", json(folder.resolve(figures)));
    return answer;
  }

  private static JsonNode manifest(Path folder) {
    Path file = folder.resolve(OutputDirectory.MANIFEST);
    if (!Files.exists(file)) {
      throw new MisuseException(
          folder
              + ": holds no "
              + OutputDirectory.MANIFEST
              + ", so it is no report of lorentz; give a folder that backtest or demo wrote");
    }
    JsonNode manifest = json(file);
    if (!manifest.path("written_by").asText().equals("lorentz")) {
      throw new MisuseException(
          file + ": was not written by lorentz; give a folder that backtest or demo wrote");
    }
    int format = manifest.path("format").asInt(0);
    if (format != OutputDirectory.FORMAT) {
      throw new MisuseException(
          file
              + ": was written in format "
              + format
              + " by version "
              + manifest.path("code").path("version").asText("unknown")
              + ", this version reads format "
              + OutputDirectory.FORMAT
              + "; run it again with this version");
    }
    return manifest;
  }

  private static JsonNode json(Path file) {
    JsonNode json;
    try {
      json = JSON.readTree(Files.readString(file));
    } catch (JsonProcessingException e) {
      throw new MisuseException(
          file
              + ":"
              + (e.getLocation() == null ? 1 : e.getLocation().getLineNr())
              + ": is no JSON ("
              + e.getOriginalMessage()
              + "); run it again");
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    if (!json.isObject()) {
      throw new MisuseException(file + ":1: is no JSON object; run it again");
    }
    return json;
  }

  private static JsonNode trades(Path file) {
    ObjectNode table = JSON.createObjectNode();
    ArrayNode columns = table.putArray("columns");
    ArrayNode rows = table.putArray("rows");
    try (CsvReader<CsvRecord> csv = CsvReader.builder().ofCsvRecord(file)) {
      for (CsvRecord line : csv) {
        if (columns.isEmpty()) {
          requireColumns(file, line);
          line.getFields().forEach(columns::add);
          continue;
        }
        if (line.getFieldCount() != columns.size()) {
          throw new MisuseException(
              "%s:%d: has %d cells instead of %d; run it again"
                  .formatted(
                      file, line.getStartingLineNumber(), line.getFieldCount(), columns.size()));
        }
        if (!ChartFile.isCountedOnly(line.getField(0))) {
          ArrayNode row = rows.addArray();
          line.getFields().forEach(row::add);
        }
      }
    } catch (CsvParseException | UncheckedIOException e) {
      throw new MisuseException(file + ": is torn (" + e.getMessage() + "); run it again");
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    if (columns.isEmpty()) {
      throw new MisuseException(file + ": is empty; run it again");
    }
    return table;
  }

  private static void requireColumns(Path file, CsvRecord header) {
    if (!header.getFields().equals(Arrays.asList(RowFiles.TRADE_COLUMNS))) {
      throw new MisuseException(
          file
              + ":1: has other columns than this version writes, "
              + String.join(",", RowFiles.TRADE_COLUMNS)
              + "; run it again");
    }
  }

  private static MisuseException unreadable(Path file, IOException e) {
    if (e instanceof NoSuchFileException) {
      return new MisuseException(
          file + ": is missing, so this is no whole report of backtest or demo; run it again");
    }
    String reason =
        e instanceof MalformedInputException ? "not UTF-8" : e.getClass().getSimpleName();
    return new MisuseException(file + ": cannot be read (" + reason + "); run it again");
  }
}
