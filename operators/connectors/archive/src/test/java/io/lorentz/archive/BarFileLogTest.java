package io.lorentz.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.schemas.Bar;
import io.lorentz.schemas.DayRoll;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.SeriesEnded;
import io.lorentz.schemas.TradingStart;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BarFileLogTest {

  private static final long MINUTE = 60_000L;

  /** 2025-05-04 23:57 UTC. */
  private static final long START = 1_746_403_020_000L;

  private static final long MIDNIGHT = START + 3 * MINUTE;
  private static final String HEADER = "open_time_ms,open,high,low,close,volume\n";

  @TempDir private Path folder;

  @Test
  void recordsOfOneCloseFollowTheLawOfOrder() {
    BarFileOptions options =
        BarFileOptions.of(
            Map.of(
                "B", List.of(file("b.csv", HEADER + rows(0, 2))),
                "A", List.of(file("a.csv", HEADER + rows(0, 4)))));

    assertThat(read(options))
        .containsExactly(
            "start 0",
            "A 1",
            "B 1",
            "progress 1",
            "A 2",
            "B 2",
            "ended B 2",
            "progress 2",
            "A 3",
            "progress 3",
            "roll 3",
            "A 4",
            "progress 4");
  }

  @Test
  void logTimeIsTheCloseOrOneMoreThanTheLast() {
    List<LogRecord> records =
        records(BarFileOptions.of(Map.of("A", List.of(file("a.csv", HEADER + rows(0, 4))))));

    assertThat(records.get(0).getLogTimeMs()).isEqualTo(START + MINUTE);
    assertThat(records.get(1).getLogTimeMs()).isEqualTo(START + MINUTE + 1);
    assertThat(records).extracting(LogRecord::getPartition).containsOnly(0);
    for (int i = 1; i < records.size(); i++) {
      assertThat(records.get(i).getLogTimeMs()).isGreaterThan(records.get(i - 1).getLogTimeMs());
    }
  }

  @Test
  void tradingStartsBeforeTheFirstBarThatStartsAtFrom() {
    BarFileOptions options =
        BarFileOptions.of(Map.of("A", List.of(file("a.csv", HEADER + rows(0, 3)))))
            .withFromMs(START + MINUTE);

    assertThat(read(options))
        .containsExactly(
            "A 1", "progress 1", "start 1", "A 2", "progress 2", "A 3", "progress 3", "roll 3");
  }

  @Test
  void tradingStartBearsTheTimeAskedForWhenNoBarStartsThere() {
    BarFileOptions options =
        BarFileOptions.of(Map.of("A", List.of(file("a.csv", HEADER + rows(0, 1) + rows(4, 6)))))
            .withFromMs(START + 2 * MINUTE);

    assertThat(read(options)).contains("start 2").doesNotContain("start 4");
  }

  @Test
  void barsThatStartAtToAreLeftOut() {
    BarFileOptions options =
        BarFileOptions.of(Map.of("A", List.of(file("a.csv", HEADER + rows(0, 6)))))
            .withToMs(START + 2 * MINUTE);

    assertThat(read(options)).containsExactly("start 0", "A 1", "progress 1", "A 2", "progress 2");
  }

  @Test
  void aSeriesCutByToHasNotEnded() {
    BarFileOptions options =
        BarFileOptions.of(
                Map.of(
                    "A", List.of(file("a.csv", HEADER + rows(0, 1) + rows(5, 6))),
                    "B", List.of(file("b.csv", HEADER + rows(0, 6)))))
            .withToMs(START + 2 * MINUTE);

    assertThat(read(options))
        .containsExactly("start 0", "A 1", "B 1", "progress 1", "B 2", "progress 2");
  }

  @Test
  void closesThatEverySeriesLacksArePassedAllTheSame() {
    BarFileOptions options =
        BarFileOptions.of(Map.of("A", List.of(file("a.csv", HEADER + rows(0, 2) + rows(4, 5)))))
            .withLengthMs(MINUTE);

    assertThat(read(options))
        .containsExactly(
            "start 0",
            "A 1",
            "progress 1",
            "A 2",
            "progress 2",
            "progress 3",
            "roll 3",
            "progress 4",
            "A 5",
            "progress 5");
  }

  @Test
  void overlappingFilesGiveEachBarOnce() throws Exception {
    Path directory = Files.createDirectory(folder.resolve("parts"));
    write(directory.resolve("1.csv"), HEADER + rows(2, 6));
    write(directory.resolve("2.csv"), HEADER + rows(0, 4));
    write(directory.resolve(".hidden"), "no bars");
    BarFileOptions options = BarFileOptions.of(Map.of("A", List.of(directory.toString())));

    try (BarFileLog log = new BarFileLog(options)) {
      assertThat(bars(log)).extracting(Bar::getCloseTimeMs).containsExactly(closes(1, 6));
      SeriesStatistics statistics = log.statistics().get("A");
      assertThat(statistics).isEqualTo(new SeriesStatistics(6, 2, 0, START, START + 6 * MINUTE));
      assertThat(log.conflicts()).isEmpty();
      assertThat(log.checksums())
          .hasSize(2)
          .containsEntry(directory.resolve("2.csv").toString(), sha256(directory.resolve("2.csv")));
    }
  }

  @Test
  void ofDifferingRowsTheFirstIsKeptAndTheOtherReported() {
    String first = file("first.csv", HEADER + rows(0, 3));
    String second = file("second.csv", HEADER + row(2, "100,101,99,100.5,9") + rows(3, 4));
    BarFileOptions options = BarFileOptions.of(Map.of("A", List.of(first, second)));

    try (BarFileLog log = new BarFileLog(options)) {
      assertThat(bars(log).get(2).getVolume()).isEqualTo(5);
      assertThat(log.conflicts())
          .containsExactly(
              new RowConflict(
                  "A",
                  START + 2 * MINUTE,
                  first + ":4",
                  "100.0,101.0,99.0,100.5,5.0",
                  second + ":2",
                  "100.0,101.0,99.0,100.5,9.0"));
      assertThat(log.statistics().get("A").conflicts()).isEqualTo(1);
    }
  }

  @Test
  void anEqualRowTwiceInOneFileIsDroppedAndCounted() {
    BarFileOptions options =
        BarFileOptions.of(
            Map.of("A", List.of(file("a.csv", HEADER + rows(0, 3) + rows(2, 3) + rows(3, 4)))));

    try (BarFileLog log = new BarFileLog(options)) {
      assertThat(bars(log)).hasSize(4);
      assertThat(log.statistics().get("A").duplicates()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,"
            + "taker_buy_quote_volume,ignore\n",
        ""
      })
  void binanceKlinesAreReadWithAndWithoutHeaderInMilliAndMicroseconds(String header) {
    StringBuilder text = new StringBuilder(header);
    for (int i = 0; i < 4; i++) {
      String unit = i < 2 ? "" : "000";
      text.append(START + i * MINUTE).append(unit).append(",100.00000000,101,99,100.5,5,");
      text.append(START + i * MINUTE + MINUTE - 1).append(",502.5,12,2.5,251.2,0\n");
    }
    BarFileOptions options =
        BarFileOptions.of(Map.of("A", List.of(file("k.csv", text.toString()))));

    assertThat(bars(new BarFileLog(options)))
        .extracting(Bar::getCloseTimeMs)
        .containsExactly(closes(1, 4));
  }

  @Test
  void gzipIsToldByItsContent() throws Exception {
    Path path = folder.resolve("bars.csv");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
      out.write((HEADER + rows(0, 3)).getBytes(StandardCharsets.UTF_8));
    }
    BarFileOptions options = BarFileOptions.of(Map.of("A", List.of(path.toString())));

    try (BarFileLog log = new BarFileLog(options)) {
      assertThat(bars(log)).hasSize(3);
      assertThat(log.checksums()).containsEntry(path.toString(), sha256(path));
    }
  }

  @Test
  void columnNamesAreFoundWhateverTheirCaseAndOrder() {
    String text = "Volume,CLOSE,low,high,open,bar_index,Timestamp\n";
    for (int i = 0; i < 3; i++) {
      text += "5,100.5,99,101,100," + i + "," + (START + i * MINUTE) / 1000 + "\n";
    }
    BarFileOptions options = BarFileOptions.of(Map.of("A", List.of(file("a.csv", text))));

    Bar bar = bars(new BarFileLog(options)).get(0);

    assertThat(bar.getCloseTimeMs()).isEqualTo(START + MINUTE);
    assertThat(bar.getOpen()).isEqualTo(100);
    assertThat(bar.getHigh()).isEqualTo(101);
    assertThat(bar.getLow()).isEqualTo(99);
    assertThat(bar.getClose()).isEqualTo(100.5);
    assertThat(bar.getVolume()).isEqualTo(5);
  }

  @Test
  void consecutiveRowsNeedNeitherGridNorVolume() {
    String text =
        """
        time,open,high,low,close
        1746403020,100,101,99,100.5
        1746489427,100,101,99,100.5
        1746575820,100,101,99,100.5
        """;
    BarFileOptions options =
        BarFileOptions.of(Map.of("A", List.of(file("a.csv", text))))
            .withConsecutive(true)
            .withLengthMs(86_400_000);

    assertThat(bars(new BarFileLog(options)))
        .extracting(Bar::getVolume)
        .containsExactly(0., 0., 0.);
  }

  @Test
  void theLengthIsTheMostFrequentDifference() {
    String text = HEADER + rows(3, 4) + rows(8, 9) + rows(13, 15);
    BarFileOptions options = BarFileOptions.of(Map.of("A", List.of(file("a.csv", text))));

    try (BarFileLog log = new BarFileLog(options)) {
      assertThat(log.lengthMs()).isEqualTo(5 * MINUTE);
    }
  }

  @Test
  void theOpenerTravelsInAJobGraph() throws Exception {
    LogOpener opener =
        BarFileLog.opener(
            BarFileOptions.of(Map.of("A", List.of(file("a.csv", HEADER + rows(0, 3))))));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(opener);
    }
    LogOpener copy;
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      copy = (LogOpener) in.readObject();
    }

    assertThat(list(copy.open())).isEqualTo(list(opener.open()));
  }

  @Test
  void realBarsOfThreeSymbolsMergeAndTheGoldenInputsAreRead() {
    String pattern = "market-data/csv/binance-usdm-perp_%s_1m_typhonun.csv.gz";
    Map<String, List<String>> files =
        Map.of(
            "BTCUSDT", List.of(SharedData.path(pattern.formatted("BTCUSDT")).toString()),
            "ETHUSDT", List.of(SharedData.path(pattern.formatted("ETHUSDT")).toString()),
            "SOLUSDT", List.of(SharedData.path(pattern.formatted("SOLUSDT")).toString()));
    try (BarFileLog log = new BarFileLog(BarFileOptions.of(files))) {
      assertThat(bars(log)).hasSize(43_199 + 60_191 + 43_200);
      assertThat(log.lengthMs()).isEqualTo(MINUTE);
    }
    String golden = SharedData.path("golden/inputs_only/btcusdt_1m_b_input.csv.gz").toString();
    try (BarFileLog log = new BarFileLog(BarFileOptions.of(Map.of("BTCUSDT", List.of(golden))))) {
      assertThat(bars(log)).hasSize(7_000);
    }
  }

  @Test
  void twoRealSnapshotsOfOneSeriesOverlapWithoutAConflict() {
    String pattern = "market-data/csv/binance-usdm-perp_BTCUSDT_1m_%s.csv.gz";
    List<String> paths =
        List.of(
            SharedData.path(pattern.formatted("typhonun")).toString(),
            SharedData.path(pattern.formatted("snow")).toString());
    try (BarFileLog log = new BarFileLog(BarFileOptions.of(Map.of("BTCUSDT", paths)))) {
      assertThat(bars(log)).hasSize(43_199 + 43_199 - 13_259);
      assertThat(log.statistics().get("BTCUSDT").duplicates()).isEqualTo(13_259);
      assertThat(log.conflicts()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tv_v1_nse_nifty_1d",
        "tv_v2_coinbase_btcusd_1d",
        "tv_v2_fullhist_oanda_eurusd_1d",
        "tv_v2_fullhist_tastyfx_eurusd_1d"
      })
  void goldenExportsAreReadAsConsecutiveRows(String name) {
    String path = SharedData.path("golden/tradingview/" + name + ".csv.gz").toString();
    BarFileOptions options =
        BarFileOptions.of(Map.of("X", List.of(path)))
            .withConsecutive(true)
            .withLengthMs(86_400_000);

    try (BarFileLog log = new BarFileLog(options)) {
      assertThat(bars(log)).hasSizeGreaterThan(1_000);
    }
  }

  private String file(String name, String text) {
    return write(folder.resolve(name), text).toString();
  }

  private static Path write(Path path, String text) {
    try {
      return Files.writeString(path, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String rows(int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < to; i++) {
      text.append(row(i, "100,101,99,100.5,5"));
    }
    return text.toString();
  }

  private static String row(int index, String values) {
    return START + index * MINUTE + "," + values + "\n";
  }

  private static Long[] closes(int first, int last) {
    List<Long> closes = new ArrayList<>();
    for (int i = first; i <= last; i++) {
      closes.add(START + i * MINUTE);
    }
    return closes.toArray(new Long[0]);
  }

  private static String sha256(Path path) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(path)));
  }

  private static List<LogRecord> records(BarFileOptions options) {
    try (BarFileLog log = new BarFileLog(options)) {
      return list(log);
    }
  }

  private static List<LogRecord> list(Iterator<LogRecord> log) {
    List<LogRecord> records = new ArrayList<>();
    log.forEachRemaining(records::add);
    return records;
  }

  private static List<Bar> bars(BarFileLog log) {
    List<Bar> bars = new ArrayList<>();
    log.forEachRemaining(
        record -> {
          if (record.getPayload() instanceof Bar bar) {
            bars.add(bar);
          }
        });
    return bars;
  }

  private static List<String> read(BarFileOptions options) {
    return records(options).stream().map(record -> describe(record.getPayload())).toList();
  }

  private static String describe(Object payload) {
    if (payload instanceof Bar bar) {
      return bar.getInstrument() + " " + minute(bar.getCloseTimeMs());
    }
    if (payload instanceof Heartbeat heartbeat) {
      return "progress " + minute(heartbeat.getProgressMs());
    }
    if (payload instanceof SeriesEnded ended) {
      return "ended " + ended.getInstrument() + " " + minute(ended.getLastCloseMs());
    }
    if (payload instanceof DayRoll roll) {
      assertThat(roll.getDayStartMs()).isEqualTo(MIDNIGHT);
      return "roll " + minute(roll.getDayStartMs());
    }
    return "start " + minute(((TradingStart) payload).getStartMs());
  }

  private static long minute(long ms) {
    return (ms - START) / MINUTE;
  }
}
