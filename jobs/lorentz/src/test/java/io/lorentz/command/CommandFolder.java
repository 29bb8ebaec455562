package io.lorentz.command;

import io.lorentz.command.market.MarketFiles;
import io.lorentz.command.market.SyntheticMarket;
import io.lorentz.exchanges.fake.FakeMarket;
import io.lorentz.exchanges.fake.FakeRecording;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/** A folder with the files that the documented commands read, made up and small. */
final class CommandFolder {

  /** The pages speak of May 2025. */
  private static final Duration LATER =
      Duration.between(
          Instant.parse("2025-01-01T00:00:00Z"), Instant.parse("2025-05-02T00:00:00Z"));

  private static final int DAYS = 8;
  private static final long MINUTE_MS = 60_000;

  private CommandFolder() {}

  /** Fills a folder. */
  static void fill(Path folder) throws IOException {
    MarketFiles market = new SyntheticMarket(1, DAYS).write(folder.resolve("made-up"));
    String btc = moved(market.bars().get("BTCUSDT"), row -> row);
    String eth = moved(market.bars().get("ETHUSDT"), row -> row);
    gzip(folder.resolve("btc_1m.csv.gz"), btc);
    gzip(folder.resolve("btc_funding.csv.gz"), moved(market.funding().get("BTCUSDT"), row -> row));
    gzip(folder.resolve("btc_mark_1h.csv.gz"), moved(market.marks().get("BTCUSDT"), row -> row));
    write(folder.resolve("mine.csv"), btc);
    write(folder.resolve("btc_1m/2025-05.csv"), btc);
    write(folder.resolve("eth_1m/2025-05.csv"), eth);
    write(
        folder.resolve("doge_1m.csv"),
        moved(market.bars().get("SOLUSDT"), CommandFolder::thousandth));
    // As Binance's and Bybit's files come: the series of a venue below its name.
    List<String> whole = withoutGaps(btc);
    write(folder.resolve("downloads/bybit-linear/BTCUSDT_1m.csv"), String.join("\n", whole));
    whole.subList(1_000, 1_003).clear();
    write(folder.resolve("downloads/binance-usdm-perp/BTCUSDT_1m.csv"), String.join("\n", whole));
    recording(folder);
    secrets(Files.createDirectory(folder.resolve("bitget-demo")));
  }

  private static void recording(Path folder) throws IOException {
    Path plain = folder.resolve("recording.jsonl");
    new FakeRecording(
            new FakeMarket(1)::bar,
            List.of("bitget", "binance"),
            List.of("BTCUSDT", "ETHUSDT", "SOLUSDT"),
            List.of())
        .write(plain, Instant.parse("2025-06-01T12:00:10Z").toEpochMilli(), 120, 4);
    gzip(folder.resolve("market.jsonl.gz"), Files.readString(plain));
    Files.delete(plain);
  }

  private static void secrets(Path folder) throws IOException {
    for (String name : List.of("key", "secret", "passphrase")) {
      Path file = Files.writeString(folder.resolve(name), "made-up");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
  }

  /** Rows of a file, as late as the pages speak of. */
  private static String moved(Path file, UnaryOperator<String> change) throws IOException {
    List<String> rows = Files.readAllLines(file);
    List<String> header = List.of(rows.get(0).split(",", -1));
    int time =
        IntStream.range(0, header.size())
            .filter(column -> header.get(column).contains("time"))
            .findFirst()
            .orElseThrow();
    return rows.stream()
        .skip(1)
        .map(
            row -> {
              String[] cells = row.split(",", -1);
              cells[time] = String.valueOf(Long.parseLong(cells[time]) + LATER.toMillis());
              return change.apply(String.join(",", cells)) + "\n";
            })
        .collect(Collectors.joining("", rows.get(0) + "\n", ""));
  }

  /** The rows, and where minutes are missing the one before again. */
  private static List<String> withoutGaps(String rows) {
    List<String> whole = new ArrayList<>();
    long nextMs = Long.MAX_VALUE;
    String cells = "";
    for (String row : rows.split("\n", -1)) {
      int comma = row.indexOf(',');
      if (comma > 0 && !whole.isEmpty()) {
        long timeMs = Long.parseLong(row.substring(0, comma));
        for (; nextMs < timeMs; nextMs += MINUTE_MS) {
          whole.add(nextMs + cells);
        }
        cells = row.substring(comma);
        nextMs = timeMs + MINUTE_MS;
      }
      whole.add(row);
    }
    return whole;
  }

  /** {@code time,open,high,low,close,volume} at a thousandth of the prices. */
  private static String thousandth(String row) {
    String[] cells = row.split(",", -1);
    for (int i = 1; i <= 4; i++) {
      cells[i] = new BigDecimal(cells[i]).movePointLeft(3).toPlainString();
    }
    return String.join(",", cells);
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static void gzip(Path file, String text) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
