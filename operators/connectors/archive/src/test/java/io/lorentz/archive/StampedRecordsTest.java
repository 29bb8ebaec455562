package io.lorentz.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lorentz.schemas.Bar;
import io.lorentz.schemas.DayRoll;
import io.lorentz.schemas.Funding;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.MarkPrice;
import io.lorentz.schemas.SeriesEnded;
import io.lorentz.schemas.TradingStart;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Funding and mark prices in the log of bar files. */
class StampedRecordsTest {

  private static final long MINUTE = 60_000L;

  /** 2025-05-04 23:57 UTC. */
  private static final long START = 1_746_403_020_000L;

  private static final String BARS = "open_time_ms,open,high,low,close,volume\n";
  private static final String FUNDING = "funding_time_ms,funding_rate\n";
  private static final String BOTH =
      "source,symbol,timestamp_ms,timestamp_utc,funding_rate,mark_price\n";

  @TempDir private Path folder;

  @Test
  void ofOneTimeComeBarsThenMarksThenFundingThenProgressThenTheDayRoll() {
    BarFileOptions options =
        bars(Map.of("B", minutes(0, 5), "A", minutes(0, 5)))
            .withFunding(
                Map.of(
                    "B", List.of(file("fb.csv", FUNDING + at(3, 0) + ",0.0002\n")),
                    "A", List.of(file("fa.csv", FUNDING + at(3, 0) + ",0.0001\n"))))
            .withMarks(
                Map.of(
                    "B", List.of(file("mb.csv", BARS + at(3, 0) + ",102,103,101,102.5,0\n")),
                    "A", List.of(file("ma.csv", BARS + at(3, 0) + ",101,103,100,102.5,0\n"))));

    assertThat(read(options).subList(7, 15))
        .containsExactly(
            "A 3",
            "B 3",
            "mark A 3:0 101.0",
            "mark B 3:0 102.0",
            "funding A 3:0 0.0001",
            "funding B 3:0 0.0002",
            "progress 3",
            "roll 3");
  }

  @Test
  void aStampBetweenTwoClosesComesBetweenThemAndKeepsItsTime() {
    BarFileOptions options =
        bars(Map.of("A", minutes(0, 5)))
            .withFunding(Map.of("A", List.of(file("f.csv", FUNDING + at(3, 16) + ",-6.12e-06\n"))));

    assertThat(read(options))
        .containsSequence("progress 3", "roll 3", "funding A 3:16 -0.00000612", "A 4");
    LogRecord funding =
        records(options).stream()
            .filter(record -> record.getPayload() instanceof Funding)
            .findFirst()
            .orElseThrow();
    assertThat(funding.getLogTimeMs()).isEqualTo(START + 3 * MINUTE + 16);
    assertThat(((Funding) funding.getPayload()).getRate()).isEqualByComparingTo("-0.00000612");
  }

  @Test
  void logTimeIsStrictlyIncreasingWithMoreRecordsThanMilliseconds() {
    BarFileOptions options =
        bars(Map.of("A", minutes(0, 5), "B", minutes(0, 5)))
            .withMarks(
                Map.of(
                    "A",
                    List.of(
                        file(
                            "m.csv",
                            "time,mark_price\n" + at(3, 0) + ",1\n" + at(3, 1) + ",2\n"))));

    List<LogRecord> records = records(options);

    for (int i = 1; i < records.size(); i++) {
      assertThat(records.get(i).getLogTimeMs()).isGreaterThan(records.get(i - 1).getLogTimeMs());
    }
    assertThat(read(options)).containsSequence("progress 3", "roll 3", "mark A 3:1 2.0", "A 4");
  }

  @Test
  void aFileOfBothGivesTheMarkBeforeTheFundingOfItsTime() {
    String rows = "x,A," + at(2, 3) + ",2025-05-04 23:59:00,3.651e-05,58026.14114894\n";
    BarFileOptions options =
        bars(Map.of("A", minutes(0, 3)))
            .withFunding(Map.of("A", List.of(file("both.csv", BOTH + rows))));

    assertThat(read(options))
        .containsSequence(
            "progress 2", "mark A 2:3 58026.14114894", "funding A 2:3 0.00003651", "A 3");
    assertThat(
            read(
                bars(Map.of("A", minutes(0, 3)))
                    .withMarks(Map.of("A", List.of(file("marks.csv", BOTH + rows))))))
        .contains("mark A 2:3 58026.14114894")
        .noneMatch(record -> record.startsWith("funding"));
  }

  @Test
  void whatIsStampedBeforeTheFirstCloseOrAfterTheLastIsDroppedAndCounted() {
    String rows =
        at(0, 0) + ",0.1\n" + at(1, 0) + ",0.2\n" + at(3, 0) + ",0.3\n" + at(3, 40_000) + ",0.4\n";
    BarFileOptions options =
        bars(Map.of("A", minutes(0, 3)))
            .withFunding(Map.of("A", List.of(file("f.csv", FUNDING + rows))));

    try (BarFileLog log = new BarFileLog(options)) {
      assertThat(describe(log))
          .containsExactly(
              "start 0",
              "A 1",
              "funding A 1:0 0.2",
              "progress 1",
              "A 2",
              "progress 2",
              "A 3",
              "funding A 3:0 0.3",
              "progress 3",
              "roll 3");
      assertThat(log.fundingStatistics())
          .containsExactly(Map.entry("A", new StampStatistics(2, 2, 0, 0)));
      assertThat(log.markStatistics())
          .containsExactly(Map.entry("A", new StampStatistics(0, 0, 0, 0)));
    }
  }

  @Test
  void aSeriesThatEndsEarlierIsFundedNoLongerButOneThatWasCutIs() {
    String rows = at(2, 0) + ",0.1\n" + at(4, 0) + ",0.2\n" + at(6, 0) + ",0.3\n";
    Map<String, List<String>> funding = Map.of("A", List.of(file("f.csv", FUNDING + rows)));
    BarFileOptions ending =
        bars(Map.of("A", minutes(0, 2), "B", minutes(0, 5))).withFunding(funding);
    assertThat(read(ending)).contains("funding A 2:0 0.1").doesNotContain("funding A 4:0 0.2");

    BarFileOptions cut =
        bars(Map.of("A", minutes(0, 2) + minutes(5, 6), "B", minutes(0, 6)))
            .withFunding(funding)
            .withToMs(START + 4 * MINUTE);

    assertThat(read(cut))
        .containsSequence("B 4", "funding A 4:0 0.2", "progress 4")
        .noneMatch(record -> record.contains("0.3"));
  }

  @Test
  void aLogCutByToIsTheBeginningOfTheWholeLog() {
    String rows = at(1, 9) + ",0.1\n" + at(2, 0) + ",0.2\n" + at(2, 45_000) + ",0.3\n";
    BarFileOptions whole =
        bars(Map.of("A", minutes(0, 6), "B", minutes(1, 6)))
            .withFunding(
                Map.of(
                    "A", List.of(file("fa.csv", FUNDING + rows)),
                    "B", List.of(file("fb.csv", FUNDING + rows))));
    List<LogRecord> all = records(whole);
    for (int minute = 1; minute < 6; minute++) {
      List<LogRecord> cut = records(whole.withToMs(START + minute * MINUTE));
      assertThat(cut).isEqualTo(all.subList(0, cut.size()));
    }
  }

  @Test
  void equalRowsAreDroppedAndOfDifferingOnesTheFirstIsKept() {
    String first = file("1.csv", FUNDING + at(1, 4) + ",0.0001\n" + at(3, 0) + ",2E-4\n");
    // Half a minute tells two payments apart: the stamps of one source are rounded.
    String second = file("2.csv", FUNDING + at(1, 0) + ",1e-4\n" + at(3, 0) + ",0.0003\n");
    BarFileOptions options =
        bars(Map.of("A", minutes(0, 5))).withFunding(Map.of("A", List.of(first, second)));

    try (BarFileLog log = new BarFileLog(options)) {
      assertThat(describe(log).stream().filter(record -> record.startsWith("funding")))
          .containsExactly("funding A 1:0 0.0001", "funding A 3:0 0.0002");
      assertThat(log.fundingStatistics().get("A")).isEqualTo(new StampStatistics(2, 0, 1, 1));
      assertThat(log.conflicts())
          .containsExactly(
              new RowConflict(
                  "A",
                  START + 3 * MINUTE,
                  first + ":3",
                  "funding rate 0.0002",
                  second + ":3",
                  "funding rate 0.0003"));
    }
  }

  @Test
  void aFolderOfGzipFilesIsReadInOrderOfTimeWithTheSumOfEach() throws Exception {
    Path funding = Files.createDirectory(folder.resolve("funding"));
    gzip(funding.resolve("a.csv.gz"), FUNDING + at(4, 0) + ",0.2\n");
    gzip(funding.resolve("b.csv.gz"), FUNDING + at(1, 0) + ",0.1\n");
    BarFileOptions options =
        bars(Map.of("A", minutes(0, 5))).withFunding(Map.of("A", List.of(funding.toString())));

    try (BarFileLog log = new BarFileLog(options)) {
      assertThat(describe(log)).contains("funding A 1:0 0.1", "funding A 4:0 0.2");
      assertThat(log.checksums())
          .containsEntry(
              funding.resolve("b.csv.gz").toString(), sha256(funding.resolve("b.csv.gz")))
          .containsKey(funding.resolve("a.csv.gz").toString());
    }
  }

  @Test
  void theLayoutOfTheExchangesOwnDownloadsIsKnown() {
    String rows =
        "calc_time,funding_interval_hours,last_funding_rate\n" + at(2, 0) + ",8,0.00010000\n";
    assertThat(
            read(
                bars(Map.of("A", minutes(0, 5)))
                    .withFunding(Map.of("A", List.of(file("f.csv", rows))))))
        .contains("funding A 2:0 0.0001");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "1746403080000             | malformed row: 1 columns instead of 2",
        "yesterday,0.0001          | malformed row: time is no time, was 'yesterday'",
        "1746403080000,            | malformed row: funding rate is no number, was ''",
        "1746403080000,NaN         | malformed row: funding rate is no number, was 'NaN'",
        "1746403080000,0x1p-3      | malformed row: funding rate is no number, was '0x1p-3'",
        "1746403080000,1e9999999   | funding rate must be a fraction above -1 and below 1",
        "1746403080000,-1          | funding rate must be a fraction above -1 and below 1, was -1",
        "1746403080000,1e-19       | funding rate must have at most 18 decimals, was 1E-19",
      })
  void aRowThatIsNoFundingIsToldWithItsLine(String row, String fault) {
    String path = file("f.csv", FUNDING + at(0, 0) + ",0.0001\n" + row + "\n");

    assertThat(badFunding(path))
        .hasMessageStartingWith(path + ":3: " + fault)
        .hasMessageEndingWith("; mend or remove the row, or export the file again");
  }

  @Test
  void aBadRowIsToldAlsoBehindTheLastBar() {
    String path = file("f.csv", FUNDING + at(9, 0) + ",0.0001\n" + at(10, 0) + ",x\n");
    assertThat(badFunding(path)).hasMessageStartingWith(path + ":3: malformed row");
  }

  @Test
  void aMarkOfNothingOrLessUnsortedRowsAndUnknownLayoutsAreTold() {
    String zero = file("m.csv", "time,mark_price\n" + at(1, 0) + ",0\n");
    String unsorted = file("u.csv", FUNDING + at(2, 0) + ",0.1\n" + at(1, 0) + ",0.1\n");
    String bars = file("b.csv", BARS + minutes(0, 5));
    String empty = file("e.csv", FUNDING);

    assertThat(badMark(zero))
        .hasMessageStartingWith(zero + ":2: mark price must be above 0, was 0");
    assertThat(badFunding(unsorted))
        .hasMessage(
            unsorted
                + ":3: times go backwards, was 2025-05-04T23:58:00Z after 2025-05-04T23:59:00Z;"
                + " sort the file by time");
    assertThat(badFunding(bars))
        .hasMessageStartingWith(
            bars
                + ":1: unknown layout of a funding rate, was"
                + " 'open_time_ms,open,high,low,close,volume'; known are: a header with");
    assertThat(badMark(unsorted)).hasMessageContaining(":1: unknown layout of a mark price");
    assertThat(badFunding(empty))
        .hasMessage(empty + ": has no rows; remove it or download it again");
    assertThat(badFunding(folder.resolve("none.csv").toString()))
        .hasMessageContaining("no such file");
  }

  @Test
  void aSymbolWithoutBarsIsRefused() {
    assertThatThrownBy(
            () ->
                BarFileOptions.of(Map.of("A", List.of("a.csv")))
                    .withMarks(Map.of("B", List.of("m"))))
        .hasMessage("marks: B has no bars, was beside [A]; name its bars");
    assertThatThrownBy(
            () ->
                BarFileOptions.of(Map.of("A", List.of("a.csv")))
                    .withFunding(Map.of("A", List.of())))
        .hasMessageStartingWith("funding: A has no path");
  }

  @Test
  void realFundingOfAMonthIsGivenOncePerEightHours() {
    String pattern = "market-data/csv/binance-usdm-perp_BTCUSDT_%s.csv.gz";
    List<String> funding =
        List.of(
            SharedData.path(pattern.formatted("funding_typhonun")).toString(),
            SharedData.path(pattern.formatted("funding_marketlab-slice")).toString(),
            SharedData.path(pattern.formatted("funding+mark_zz-slice")).toString());
    BarFileOptions options =
        BarFileOptions.of(
                Map.of(
                    "BTCUSDT",
                    List.of(SharedData.path(pattern.formatted("1m_typhonun")).toString())))
            .withFunding(Map.of("BTCUSDT", funding));

    try (BarFileLog log = new BarFileLog(options)) {
      List<Funding> given = new ArrayList<>();
      log.forEachRemaining(
          record -> {
            if (record.getPayload() instanceof Funding each) {
              given.add(each);
            }
          });
      // 2025-05-04 16:00 to 2025-06-03 08:00; the first file ends at 00:00 of that day.
      assertThat(given).hasSize(30 * 3 - 1 + 1);
      for (int i = 1; i < given.size(); i++) {
        assertThat(given.get(i).getFundingTimeMs() - given.get(i - 1).getFundingTimeMs())
            .isBetween(8 * 60 * MINUTE - 100, 8 * 60 * MINUTE + 100);
      }
      StampStatistics statistics = log.fundingStatistics().get("BTCUSDT");
      assertThat(statistics.conflicts()).isZero();
      assertThat(statistics.duplicates()).isGreaterThan(2 * 89);
      assertThat(log.markStatistics().get("BTCUSDT").given()).isEqualTo(30 * 3);
    }
  }

  private BadFileException badFunding(String path) {
    return catchThrowableOfType(
        BadFileException.class,
        () -> read(bars(Map.of("A", minutes(0, 5))).withFunding(Map.of("A", List.of(path)))));
  }

  private BadFileException badMark(String path) {
    return catchThrowableOfType(
        BadFileException.class,
        () -> read(bars(Map.of("A", minutes(0, 5))).withMarks(Map.of("A", List.of(path)))));
  }

  private BarFileOptions bars(Map<String, String> rows) {
    Map<String, List<String>> files = new TreeMap<>();
    rows.forEach((symbol, text) -> files.put(symbol, List.of(file(symbol + ".csv", BARS + text))));
    return BarFileOptions.of(files).withLengthMs(MINUTE);
  }

  private static String at(int minute, long ms) {
    return Long.toString(START + minute * MINUTE + ms);
  }

  private static String minutes(int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < to; i++) {
      text.append(at(i, 0)).append(",100,101,99,100.5,5\n");
    }
    return text.toString();
  }

  private String file(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void gzip(Path path, String text) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String sha256(Path path) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(path)));
  }

  private static List<LogRecord> records(BarFileOptions options) {
    List<LogRecord> records = new ArrayList<>();
    try (BarFileLog log = new BarFileLog(options)) {
      log.forEachRemaining(records::add);
    }
    return records;
  }

  private static List<String> read(BarFileOptions options) {
    try (BarFileLog log = new BarFileLog(options)) {
      return describe(log);
    }
  }

  private static List<String> describe(BarFileLog log) {
    List<String> described = new ArrayList<>();
    log.forEachRemaining(record -> described.add(describe(record.getPayload())));
    return described;
  }

  private static String describe(Object payload) {
    if (payload instanceof Bar bar) {
      return bar.getInstrument() + " " + minute(bar.getCloseTimeMs());
    }
    if (payload instanceof Funding funding) {
      String rate = funding.getRate().stripTrailingZeros().toPlainString();
      return "funding " + funding.getInstrument() + " " + stamp(funding.getFundingTimeMs()) + rate;
    }
    if (payload instanceof MarkPrice mark) {
      return "mark " + mark.getInstrument() + " " + stamp(mark.getMarkTimeMs()) + mark.getPrice();
    }
    if (payload instanceof Heartbeat heartbeat) {
      return "progress " + minute(heartbeat.getProgressMs());
    }
    if (payload instanceof SeriesEnded ended) {
      return "ended " + ended.getInstrument() + " " + minute(ended.getLastCloseMs());
    }
    if (payload instanceof DayRoll roll) {
      return "roll " + minute(roll.getDayStartMs());
    }
    return "start " + minute(((TradingStart) payload).getStartMs());
  }

  private static String stamp(long ms) {
    return minute(ms) + ":" + (ms - START) % MINUTE + " ";
  }

  private static long minute(long ms) {
    return (ms - START) / MINUTE;
  }
}
