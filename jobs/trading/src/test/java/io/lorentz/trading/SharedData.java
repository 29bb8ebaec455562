package io.lorentz.trading;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipInputStream;

/** Where the real bars lie; tests that need an absent file are skipped and say so. */
final class SharedData {

  private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;

  private SharedData() {}

  static Path path(String relative) {
    Path path = Path.of(System.getProperty("lorentz.shared", "shared")).resolve(relative);
    assumeTrue(Files.exists(path), () -> "skipped: there is no " + path);
    return path.normalize();
  }

  /** 1m bars of the three perpetuals, 2025-05-04 to 2025-06-03. */
  static Map<String, List<String>> perpetuals() {
    Map<String, List<String>> files = new TreeMap<>();
    for (String symbol : List.of("BTCUSDT", "ETHUSDT", "SOLUSDT")) {
      String name = "market-data/csv/binance-usdm-perp_" + symbol + "_1m_typhonun.csv.gz";
      files.put(symbol, List.of(path(name).toString()));
    }
    return files;
  }

  /** Copies bars without those that start in the outage, which ends before {@code toMs}. */
  static void writeWithout(Path gzip, long fromMs, long toMs, Path csv) throws IOException {
    try (BufferedReader in =
            new BufferedReader(
                new InputStreamReader(
                    new GZIPInputStream(Files.newInputStream(gzip)), StandardCharsets.UTF_8));
        Writer out = Files.newBufferedWriter(csv)) {
      out.write(in.readLine() + "\n");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        long startMs = Long.parseLong(line.substring(0, line.indexOf(',')));
        if (startMs < fromMs || startMs >= toMs) {
          out.write(line);
          out.write('\n');
        }
      }
    }
  }

  /**
   * Unpacks daily 1m bars of BTC spot, whose times are ms of the day, into one file.
   *
   * @param first first day
   * @param last last day, inclusive
   * @param csv the file to write
   */
  static void writeSpotDays(LocalDate first, LocalDate last, Path csv) throws IOException {
    Path days = path("market-data/binance-spot-1m-lean-daily/btcusdt");
    try (Writer out = Files.newBufferedWriter(csv)) {
      out.write("open_time_ms,open,high,low,close,volume\n");
      for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
        writeDay(days.resolve(DAY.format(day) + "_trade.zip"), day, out);
      }
    }
  }

  private static void writeDay(Path zip, LocalDate day, Writer out) throws IOException {
    long dayMs = day.atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli();
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
      in.getNextEntry();
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int comma = line.indexOf(',');
        out.write(Long.toString(dayMs + Long.parseLong(line.substring(0, comma))));
        out.write(line, comma, line.length() - comma);
        out.write('\n');
      }
    }
  }
}
