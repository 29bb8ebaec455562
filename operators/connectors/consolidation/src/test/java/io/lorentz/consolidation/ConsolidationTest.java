package io.lorentz.consolidation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every bar of many files once, with its values and its source; nothing lost without a word. */
class ConsolidationTest {

  private static final long START_MS = 1_735_689_600_000L;
  private static final long MINUTE_MS = 60_000;

  @TempDir Path folder;
  private Path in;
  private Path archive;

  @BeforeEach
  void prepare() throws IOException {
    in = Files.createDirectories(folder.resolve("in/venue-x"));
    archive = folder.resolve("archive");
  }

  @Test
  void eachLayoutGivesTheSameBars() throws Exception {
    write("AAAUSDT_1m.csv", "open_time,open,high,low,close,volume\n" + rows(0, 3, START_MS, 1));
    gzip("BBBUSDT_1m.csv.gz", rows(0, 3, START_MS / 1_000, 60));
    zip(
        "CCCUSDT_1m.zip",
        "whatever.csv",
        """
        date,open,high,low,close,volume
        2025-01-01 00:00:00+00:00,10,12,9,11,5
        2025-01-01T00:01:00Z,11,13,10,12,6
        2025-01-01 00:02:00,12,14,11,13,7
        """);
    write(
        "DDD_USDT-1m.json",
        "[["
            + START_MS
            + ",\"10\",\"12\",\"9\",\"11\",\"5\"],["
            + (START_MS + MINUTE_MS)
            + ",11,13,10,12,6],["
            + (START_MS + 2 * MINUTE_MS)
            + ",12,14,11,13,7]]");
    write("EEEUSDT_1m.csv", rows(0, 3, START_MS * 1_000, 60_000_000));
    write("FFFUSDT_1m.csv", rows(0, 3, START_MS * 1_000_000, 60_000_000_000L));
    Path day = Files.createDirectories(folder.resolve("in/venue-x/minute/gggusdt"));
    try (ZipOutputStream zip =
        new ZipOutputStream(Files.newOutputStream(day.resolve("20250101_trade.zip")))) {
      zip.putNextEntry(new ZipEntry("x.csv"));
      zip.write(rows(0, 3, 0, 60_000).getBytes(StandardCharsets.UTF_8));
    }

    Consolidation.Result result = consolidate();

    assertThat(result.problems()).isEmpty();
    assertThat(result.bars()).isEqualTo(7 * 3);
    for (String symbol : List.of("AAA", "BBB", "CCC", "DDD", "EEE", "FFF", "GGG")) {
      assertThat(bars("venue-x", symbol + "USDT", "1m"))
          .as(symbol)
          .containsExactly(
              START_MS + " 10.0 12.0 9.0 11.0 5.0",
              START_MS + MINUTE_MS + " 11.0 13.0 10.0 12.0 6.0",
              START_MS + 2 * MINUTE_MS + " 12.0 14.0 11.0 13.0 7.0");
    }
  }

  @Test
  void equalRowsAreKeptOnceAndAnOpenBarLosesToTheLaterSnapshot() throws Exception {
    String header = "time,open,high,low,close,volume\n";
    Path early = Files.createDirectories(in.resolve("snapshot-z"));
    Path late = Files.createDirectories(in.resolve("snapshot-a"));
    // The early one stored its last bar while it was open.
    Files.writeString(
        early.resolve("AAAUSDT_1m.csv"),
        header + rows(0, 2, START_MS, 1) + (START_MS + 2 * MINUTE_MS) + ",12,12.5,12,12.1,1\n");
    Files.writeString(late.resolve("AAAUSDT_1m.csv"), header + rows(1, 5, START_MS, 1));

    Consolidation.Result result = consolidate();

    assertThat(result.bars()).isEqualTo(5);
    assertThat(result.duplicates()).isEqualTo(1);
    assertThat(result.conflicts()).isEqualTo(1);
    assertThat(bars("venue-x", "AAAUSDT", "1m").get(2))
        .isEqualTo(START_MS + 2 * MINUTE_MS + " 12.0 14.0 11.0 13.0 7.0");
    assertThat(Files.readAllLines(archive.resolve("conflicts.csv")))
        .hasSize(2)
        .last()
        .asString()
        .startsWith(
            "venue-x,AAAUSDT,1m,2025-01-01T00:02:00Z,in/venue-x/snapshot-a/AAAUSDT_1m.csv,3,")
        .contains("in/venue-x/snapshot-z/AAAUSDT_1m.csv,4,12.0,12.5,12.0,12.1,1.0");
  }

  @Test
  void whatIsNoBarIsNamedWithFileAndLineAndTheRestIsKept() throws Exception {
    write(
        "AAAUSDT_1m.csv",
        "time,open,high,low,close,volume\n"
            + rows(0, 1, START_MS, 1)
            + "yesterday,1,1,1,1,1\n"
            + (START_MS + MINUTE_MS)
            + ",1,2\n"
            + (START_MS + 2 * MINUTE_MS)
            + ",0,1,1,1,1\n"
            + (START_MS + 3 * MINUTE_MS)
            + ",1,1,1,NaN,1\n");
    write("BBBUSDT_1m.csv", "time,price\n1,2\n");
    write("CCCUSDT_1m.csv", "");
    byte[] whole = gzipped(rows(0, 2_000, START_MS, 1));
    Files.write(in.resolve("DDDUSDT_1m.csv.gz"), Arrays.copyOf(whole, whole.length / 2));
    write("notes.txt", "nothing");
    write("FFFUSDT_1m.csv", "1735689600x,1,1,1,1,1\n");
    write("EEEUSDT_1m.json", "[[" + START_MS + ",1,1,1,1,1],[" + (START_MS + MINUTE_MS) + ",1,1");

    Consolidation.Result result = consolidate();

    assertThat(Files.readAllLines(archive.resolve("bad-rows.csv")))
        .containsExactly(
            "source,line,why",
            "in/venue-x/AAAUSDT_1m.csv,3,'yesterday' is no time",
            "in/venue-x/AAAUSDT_1m.csv,4,\"has 3 columns, needs 6\"",
            "in/venue-x/AAAUSDT_1m.csv,5,a price of 0.0",
            "in/venue-x/AAAUSDT_1m.csv,6,a price of NaN",
            "in/venue-x/FFFUSDT_1m.csv,1,'1735689600x' is no time");
    assertThat(result.badRows()).isEqualTo(5);
    assertThat(result.problems())
        .anyMatch(
            p ->
                p.startsWith(
                    "in/venue-x/BBBUSDT_1m.csv: holds no bars: its first row is time,price"))
        .anyMatch(p -> p.equals("in/venue-x/CCCUSDT_1m.csv: is empty"))
        .anyMatch(p -> p.startsWith("in/venue-x/DDDUSDT_1m.csv.gz: ") && p.contains("breaks off"))
        .anyMatch(p -> p.startsWith("in/venue-x/EEEUSDT_1m.json: breaks off"))
        .anyMatch(p -> p.startsWith("in/venue-x/notes.txt: no rule tells venue and symbol"))
        .anyMatch(
            p ->
                p.equals(
                    "in/venue-x/FFFUSDT_1m.csv: holds no bars: line 1: '1735689600x' is no time"))
        .hasSize(6);
    assertThat(bars("venue-x", "AAAUSDT", "1m")).hasSize(1);
    assertThat(bars("venue-x", "EEEUSDT", "1m")).hasSize(1);
    assertThat(bars("venue-x", "DDDUSDT", "1m").size()).isBetween(100, 1_999);
  }

  @Test
  void theSameInputGivesTheSameBytesAlsoAfterARunThatWasStopped() throws Exception {
    for (int i = 0; i < 1_200; i++) {
      write(
          "AAAUSDT_1m_" + String.format(Locale.ROOT, "%04d", i) + ".csv",
          rows(3 * i, 3 * i + 4, START_MS, 1));
    }
    consolidate();
    Map<String, String> first = contents();
    assertThat(first).hasSizeGreaterThan(2);

    assertThatThrownBy(
            () ->
                consolidation()
                    .run(
                        List.of(folder.resolve("in")),
                        (files, all, seconds) -> {
                          throw new IllegalStateException("stopped at " + files);
                        }))
        .hasMessage("stopped at 500");
    assertThat(contents()).as("the old archive is as it was").isEqualTo(first);

    List<Integer> reached = new ArrayList<>();
    consolidation().run(List.of(folder.resolve("in")), (files, all, seconds) -> reached.add(files));
    assertThat(reached).as("it went on where it was").containsExactly(1_000, 1_200);
    assertThat(contents()).isEqualTo(first);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(p -> p.getFileName().toString()))
          .containsExactlyInAnyOrder("in", "archive");
    }
  }

  @Test
  void aRunOverOtherInputsOrByOtherRulesStartsOver() throws Exception {
    write("AAAUSDT_1m.csv", rows(0, 3, START_MS, 1));
    stopped();
    write("AAAUSDT_1m.csv", rows(0, 4, START_MS, 1));
    assertThat(consolidate().bars()).isEqualTo(4);

    stopped();
    Path rules = Files.writeString(folder.resolve("my.rules"), "alias AAA ZZZ\n");
    Consolidation.Result renamed =
        new Consolidation(archive, Naming.with(rules), new Layouts(), 500)
            .run(List.of(folder.resolve("in")), (files, all, seconds) -> {});
    assertThat(renamed.series()).singleElement().asString().startsWith("venue-x ZZZUSDT 1m: 4");
  }

  private void stopped() {
    assertThatThrownBy(
            () ->
                consolidation()
                    .run(
                        List.of(folder.resolve("in")),
                        (files, all, seconds) -> {
                          throw new IllegalStateException("stopped");
                        }))
        .hasMessage("stopped");
  }

  @Test
  void aPersonsRulesAndLayoutsComeFirst() throws Exception {

    Path odd = Files.createDirectories(in.resolve("odd"));
    Files.writeString(odd.resolve("one.txt"), "11,9,12,10,5,x," + START_MS + "\n");
    Path rules =
        Files.writeString(
            folder.resolve("my.rules"), ".*/(?<venue>odd)/(?<symbol>one)\\.txt => my-${venue}\n");

    Consolidation.Result result =
        new Consolidation(
                archive,
                Naming.with(rules),
                new Layouts().with("**/odd/*=close,low,high,open,volume,what,time"),
                500)
            .run(List.of(folder.resolve("in")), (files, all, seconds) -> {});

    assertThat(result.series()).singleElement().asString().startsWith("my-odd ONE unknown: 1 bars");
    assertThat(bars("my-odd", "ONE", "unknown"))
        .containsExactly(START_MS + " 10.0 12.0 9.0 11.0 5.0");
    assertThatThrownBy(() -> new Layouts().with("**=time,open"))
        .hasMessageContaining("must name time, open");
    assertThatThrownBy(() -> Naming.with(Files.writeString(folder.resolve("bad.rules"), "(")))
        .hasMessageContaining("bad.rules:1: is no regular expression");
  }

  @Test
  void whatIsNotThereIsNamed() {
    assertThatThrownBy(
            () -> consolidation().run(List.of(folder.resolve("nowhere")), (f, a, s) -> {}))
        .isInstanceOf(ConsolidationException.class)
        .hasMessageContaining("nowhere: no such file or directory");
  }

  private Consolidation consolidation() {
    return new Consolidation(archive, Naming.shipped(), new Layouts(), 500);
  }

  private Consolidation.Result consolidate() {
    return consolidation().run(List.of(folder.resolve("in")), (files, all, seconds) -> {});
  }

  /** Bars by number: the price rises by 1 from bar to bar. Time steps count in {@code unit}s. */
  private static String rows(int from, int to, long start, long unit) {
    long step = unit == 1 ? MINUTE_MS : unit;
    StringBuilder rows = new StringBuilder();
    for (int i = from; i < to; i++) {
      rows.append(start + i * step)
          .append(',')
          .append(10 + i)
          .append(',')
          .append(12 + i)
          .append(',')
          .append(9 + i)
          .append(',')
          .append(11 + i)
          .append(',')
          .append(5 + i)
          .append('\n');
    }
    return rows.toString();
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(in.resolve(name), text);
  }

  private void gzip(String name, String text) throws IOException {
    Files.write(in.resolve(name), gzipped(text));
  }

  private static byte[] gzipped(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private void zip(String name, String entry, String text) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(in.resolve(name)))) {
      zip.putNextEntry(new ZipEntry(entry));
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private List<String> bars(String venue, String symbol, String timeframe) throws Exception {
    List<String> bars = new ArrayList<>();
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT start_ms, open, high, low, close, volume FROM read_parquet('"
                    + archive
                    + "/bars/venue="
                    + venue
                    + "/symbol="
                    + symbol
                    + "/timeframe="
                    + timeframe
                    + "/*/*.parquet')")) {
      while (rows.next()) {
        bars.add(
            rows.getLong(1)
                + " "
                + rows.getDouble(2)
                + " "
                + rows.getDouble(3)
                + " "
                + rows.getDouble(4)
                + " "
                + rows.getDouble(5)
                + " "
                + rows.getDouble(6));
      }
    }
    return bars;
  }

  private Map<String, String> contents() throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(archive)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(
            archive.relativize(file).toString(),
            new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
    }
    return contents;
  }
}
