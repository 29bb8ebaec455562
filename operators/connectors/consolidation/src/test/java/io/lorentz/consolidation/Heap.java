package io.lorentz.consolidation;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A heap of small files made of clean real bars, in the layouts that are found in the wild, with
 * planted gaps, repeats, open bars, files that break off and headers that are none; and what must
 * come of it.
 */
final class Heap {

  private static final List<String> VENUES =
      List.of("bitget-perp", "binance-perp", "bybit-perp", "okx-perp", "gate-perp", "kucoin-perp");
  private static final List<String> SYMBOLS = List.of("BTCUSDT", "ETHUSDT", "SOLUSDT");
  private static final int ROWS_OF_A_FILE = 125;
  private static final long MINUTE_MS = 60_000;
  private static final long START_MS = 1_577_836_800_000L;

  private final List<String[]> base;
  private final Path folder;
  private final BitSet open = new BitSet();
  private final BitSet twice = new BitSet();
  final Map<String, BitSet> expected = new TreeMap<>();
  long repeats;
  long openBars;
  long badRows;
  long problems;

  private Heap(List<String[]> base, Path folder) {
    this.base = base;
    this.folder = folder;
  }

  /**
   * Makes one.
   *
   * @param bars file of 1m bars, CSV with header, gzip
   */
  static Heap make(Path bars, Path folder, int files) throws IOException {
    List<String[]> base = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(bars)), StandardCharsets.UTF_8))) {
      lines.lines().skip(1).forEach(line -> base.add(line.split(",")));
    }
    Heap heap = new Heap(base, folder);
    for (int i = 0; i < files; i++) {
      heap.file(i);
    }
    return heap;
  }

  private static int seriesOf(int file) {
    return file % (VENUES.size() * SYMBOLS.size());
  }

  static String name(int series) {
    return VENUES.get(series / SYMBOLS.size()) + " " + SYMBOLS.get(series % SYMBOLS.size()) + " 1m";
  }

  private void file(int number) throws IOException {
    int series = seriesOf(number);
    int place = number / (VENUES.size() * SYMBOLS.size());
    int from = place * ROWS_OF_A_FILE;
    BitSet bars = expected.computeIfAbsent(name(series), none -> new BitSet());
    int layout = number % 7;
    List<String> rows = new ArrayList<>();
    for (int i = from; i < from + ROWS_OF_A_FILE; i++) {
      boolean gap = number % 97 == 3 && i == from + 60;
      if (!gap) {
        rows.add(row(layout, series, i, false));
      }
    }
    if (number % 109 == 5 && layout < 4) {
      problems++;
      write(number, layout, series, rows, "a,b,c,d,e,f");
      return;
    }
    if (number % 101 == 7) {
      // The next file of the series has them too.
      for (int i = from + ROWS_OF_A_FILE; i < from + ROWS_OF_A_FILE + 5; i++) {
        rows.add(row(layout, series, i, false));
        again(bars, series, i);
      }
    } else if (number % 103 == 11) {
      rows.add(row(layout, series, from + ROWS_OF_A_FILE, true));
      open.set(key(series, from + ROWS_OF_A_FILE));
    } else if (number % 107 == 13 && layout == 0) {
      // The last row breaks off behind its close.
      String last = rows.remove(rows.size() - 1);
      rows.add(last.substring(0, last.lastIndexOf(',')));
      badRows++;
      mark(bars, from, from + ROWS_OF_A_FILE - 1, number);
      write(number, layout, series, rows, null);
      return;
    }
    mark(bars, from, from + ROWS_OF_A_FILE, number);
    write(number, layout, series, rows, null);
  }

  private static int key(int series, int bar) {
    return bar * VENUES.size() * SYMBOLS.size() + series;
  }

  private void again(BitSet bars, int series, int bar) {
    bars.set(bar);
    twice.set(key(series, bar));
  }

  /** Bars that a file holds whole. */
  private void mark(BitSet bars, int from, int to, int number) {
    int series = seriesOf(number);
    for (int bar = from; bar < to; bar++) {
      if (!(number % 97 == 3 && bar == from + 60)) {
        if (twice.get(key(series, bar))) {
          repeats++;
        }
        if (open.get(key(series, bar))) {
          openBars++;
          open.clear(key(series, bar));
        }
        bars.set(bar);
      }
    }
  }

  /** Open bars that no later file holds: they are all there is of these bars. */
  Map<String, BitSet> stillOpen() {
    Map<String, BitSet> left = new TreeMap<>();
    for (int key = open.nextSetBit(0); key >= 0; key = open.nextSetBit(key + 1)) {
      int series = key % (VENUES.size() * SYMBOLS.size());
      left.computeIfAbsent(name(series), none -> new BitSet())
          .set(key / (VENUES.size() * SYMBOLS.size()));
    }
    return left;
  }

  /** Start and values of a bar, as the archive must have it. */
  String bar(int series, int bar, boolean isOpen) {
    String[] cells = base.get((bar + 997 * series) % base.size());
    return time(bar)
        + " "
        + Double.parseDouble(cells[1])
        + " "
        + Double.parseDouble(cells[2])
        + " "
        + Double.parseDouble(cells[3])
        + " "
        + Double.parseDouble(cells[4])
        + " "
        + (isOpen ? 0.0 : Double.parseDouble(cells[5]));
  }

  static int series(String name) {
    for (int series = 0; series < VENUES.size() * SYMBOLS.size(); series++) {
      if (name(series).equals(name)) {
        return series;
      }
    }
    throw new IllegalArgumentException(name);
  }

  private static long time(int bar) {
    return START_MS + bar * MINUTE_MS;
  }

  private String row(int layout, int series, int bar, boolean isOpen) {
    String[] cells = base.get((bar + 997 * series) % base.size());
    String volume = isOpen ? "0" : cells[5];
    String values = cells[1] + "," + cells[2] + "," + cells[3] + "," + cells[4] + "," + volume;
    return switch (layout) {
      case 0, 3 -> time(bar) + "," + values;
      case 1 -> time(bar) / 1_000 + "," + values + ",17";
      case 2 ->
          Instant.ofEpochMilli(time(bar)).toString().replace('T', ' ').replace("Z", "+00:00")
              + ","
              + values;
      case 4 -> "[" + time(bar) + "," + values + "]";
      case 5 ->
          "["
              + time(bar)
              + ",\""
              + values.replace(",", "\",\"")
              + "\","
              + (time(bar) + 59_999)
              + ",\"0\",17,\"0\",\"0\",\"0\"]";
      default -> time(bar) * 1_000 + "," + values;
    };
  }

  private void write(int number, int layout, int series, List<String> rows, String header)
      throws IOException {
    String[] name = name(series).split(" ");
    Path target =
        Files.createDirectories(folder.resolve("part-" + number / 2_000).resolve(name[0]));
    String stem = name[1] + "_1m_" + number;
    String head = header == null ? "open_time,open,high,low,close,volume" : header;
    switch (layout) {
      case 0, 2 ->
          plain(target.resolve(stem + ".csv"), head + "\n" + String.join("\n", rows) + "\n");
      case 1 ->
          plain(
              target.resolve(stem + ".csv"),
              (header == null ? "" : head + "\n") + String.join("\n", rows) + "\n");
      case 3 ->
          gzip(target.resolve(stem + ".csv.gz"), head + "\n" + String.join("\n", rows) + "\n");
      case 4, 5 -> plain(target.resolve(stem + ".json"), "[" + String.join(",", rows) + "]");
      default -> zip(target.resolve(stem + ".zip"), String.join("\n", rows) + "\n");
    }
  }

  private static void plain(Path file, String text) throws IOException {
    Files.writeString(file, text);
  }

  private static void gzip(Path file, String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    Files.write(file, bytes.toByteArray());
  }

  private static void zip(Path file, String text) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("bars.csv"));
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
