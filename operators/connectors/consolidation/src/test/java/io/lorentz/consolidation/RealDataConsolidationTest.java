package io.lorentz.consolidation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real files of many layouts and sources, with the defects that their description lists. */
class RealDataConsolidationTest {

  @Test
  @Tag("slow")
  void theWholeFolderConsolidatesWithoutAHint(@TempDir Path folder) throws Exception {
    Path data = Path.of(System.getProperty("lorentz.shared"), "market-data");
    assumeTrue(Files.isDirectory(data), data + " is not there, so real data is not consolidated");

    Consolidation.Result result =
        new Consolidation(folder.resolve("archive"), Naming.shipped(), new Layouts(), 1_500)
            .run(List.of(data), (files, all, seconds) -> {});

    Map<String, Long> bars = new HashMap<>();
    for (String line : result.series()) {
      String[] parts = line.split(": | bars");
      bars.put(parts[0], Long.parseLong(parts[1]));
    }
    // What the files' own description counts; united by hand where snapshots overlap.
    assertThat(bars)
        .containsEntry("binance-usdm-perp BTCUSDT 1m", 43_199L + 43_199 + 43_199 - 13_259)
        .containsEntry("binance-usdm-perp ETHUSDT 1m", 64_066L + 60_191 + 43_200 - 30_251)
        .containsEntry("binance-usdm-perp SOLUSDT 1m", 43_200L + 43_200 + 43_199 - 13_258)
        .containsEntry("kraken BTCUSDC 1m", 56_717L)
        .containsEntry("kraken BTCUSDT 5m", 24_945L)
        .containsEntry("binance-us BTCUSDC 1m", 30_240L)
        .containsEntry("okx-swap SOLUSDT 15m", 34_349L)
        .containsEntry("binance-spot SOLUSDT 15m", 52_416L + 288)
        // From 05-29 17:05 to 06-29 16:38, the bars that one snapshot misses are in another.
        .containsEntry("bybit-linear BTCUSDT 1m", 44_614L);
    assertThat(result.badRows()).isZero();
    openBarsAloneDiffer(folder.resolve("archive/conflicts.csv"));
    try (Validation validation = Validation.of(folder.resolve("archive"))) {
      theDefectsOfTheDescriptionAreFound(validation);
    }
  }

  private static void theDefectsOfTheDescriptionAreFound(Validation validation) {
    Map<String, Validation.Findings> found = new HashMap<>();
    validation.series().forEach(series -> found.put(series.series().toString(), series));
    Validation.Findings btc = found.get("binance-spot BTCUSDT 1m");
    assertThat(outages(btc))
        .containsExactly(
            "2017-12-18T10:00:00 13",
            "2017-12-18T12:29:00 64",
            "2018-02-08T00:28:00 2010",
            "2018-02-10T05:59:00 15",
            "2018-02-11T04:00:00 34",
            "2020-02-09T01:59:00 60",
            "2020-02-19T11:35:00 354",
            "2020-03-04T09:21:00 128",
            "2020-11-30T05:59:00 60",
            "2020-12-21T14:09:00 230",
            "2020-12-25T01:59:00 60",
            "2021-02-11T03:40:00 79",
            "2021-04-20T01:59:00 150",
            "2021-04-25T04:00:00 284",
            "2021-08-13T01:59:00 270",
            "2021-09-29T06:59:00 120",
            "2023-03-24T12:39:00 80");
    assertThat(outages(found.get("binance-spot ETHUSDT 1m"))).contains("2020-12-21T14:08:00 231");
    assertThat(btc.misaligned()).isEqualTo(20_401 + 1_201);
    assertThat(btc.zeroVolume()).isEqualTo(303);
    assertThat(found.get("binance-spot ETHUSDT 1m").zeroVolume()).isEqualTo(485);
    assertThat(found.get("kraken BTCUSDC 1m").missing()).isEqualTo(72_883);
    assertThat(found.get("kraken BTCUSDC 1m").gaps()).hasSize(26_746);
    assertThat(found.get("bybit-linear BTCUSDT 1m").gaps())
        .as("mended by other snapshots")
        .isEmpty();
    assertThat(found.values()).allMatch(series -> series.impossible() == 0);

    theBarsThatWereStoredOpenAreFound(found);

    List<Validation.Pair> pairs = validation.pairs();
    assertThat(pairs).allMatch(pair -> pair.shift().isEmpty());
    assertThat(pairs)
        .filteredOn(
            pair ->
                pair.first().toString().equals("binance-usdm-perp BTCUSDT 5m")
                    && pair.second().toString().equals("bybit-linear BTCUSDT 5m"))
        .singleElement()
        .satisfies(
            pair -> {
              assertThat(pair.common()).isEqualTo(25_920);
              assertThat(pair.medianBps()).isBetween(0.65, 1.05);
              assertThat(pair.largestBps()).isLessThan(19.5);
            });
  }

  private static void theBarsThatWereStoredOpenAreFound(Map<String, Validation.Findings> found) {
    List<String> unequal = new ArrayList<>();
    found
        .values()
        .forEach(
            series ->
                series
                    .unequal()
                    .forEach(
                        one ->
                            unequal.add(
                                series.series() + " " + Instant.ofEpochMilli(one.startMs()))));
    assertThat(unequal)
        .containsExactlyInAnyOrder(
            "binance-usdm-perp BTCUSDT 5m 2023-08-16T15:40:00Z",
            "binance-usdm-perp ETHUSDT 5m 2023-08-16T15:40:00Z");
    Validation.Unequal btc = found.get("binance-usdm-perp BTCUSDT 5m").unequal().get(0);
    assertThat(btc.volume()).isEqualTo(396.481);
    assertThat(btc.partsVolume()).isCloseTo(396.618, within(1e-9));
    // 1m bars of one repository add up to 5m and 15m bars of others.
    assertThat(found.get("binance-spot BTCUSDT 5m").againstParts()).isGreaterThan(53_000);
    assertThat(found.get("binance-spot ETHUSDT 15m").againstParts()).isGreaterThan(10_000);
  }

  /** Two repositories' snapshots of one series, each consolidated alone. */
  @Test
  @Tag("slow")
  void independentSourcesOfOneSeriesConsolidatedApartAgree(@TempDir Path folder) throws Exception {
    Path csv = Path.of(System.getProperty("lorentz.shared"), "market-data", "csv");
    assumeTrue(Files.isDirectory(csv), csv + " is not there, so sources are not compared");
    for (String source : List.of("typhonun", "snow", "marketlab")) {
      List<Path> files;
      try (Stream<Path> all = Files.list(csv)) {
        files =
            all.filter(file -> file.getFileName().toString().startsWith("binance-usdm-perp_"))
                .filter(file -> file.getFileName().toString().contains("m_" + source))
                .filter(file -> !file.getFileName().toString().contains("funding"))
                .sorted()
                .toList();
      }
      assertThat(files).isNotEmpty();
      new Consolidation(folder.resolve(source), Naming.shipped(), new Layouts(), 1_500)
          .run(files, (done, all, seconds) -> {});
    }
    assertThat(common(folder, "typhonun", "snow", "BTCUSDT", "1m")).isEqualTo("13259 0");
    assertThat(common(folder, "typhonun", "snow", "ETHUSDT", "1m")).isEqualTo("30251 0");
    assertThat(common(folder, "typhonun", "snow", "SOLUSDT", "1m")).isEqualTo("13258 0");
    for (String symbol : List.of("BTCUSDT", "ETHUSDT", "SOLUSDT")) {
      for (String source : List.of("typhonun", "snow")) {
        String[] joined = parts(folder, source, symbol).split(" ");
        assertThat(Long.parseLong(joined[0])).as(source + symbol).isBetween(8_000L, 13_000L);
        assertThat(joined[1]).as(source + symbol).isEqualTo("0");
      }
    }
  }

  private static String common(Path folder, String one, String other, String symbol, String length)
      throws Exception {
    Archive.Series series = new Archive.Series("binance-usdm-perp", symbol, length);
    return compared(
        Archive.open(folder.resolve(one)).rows(series),
        Archive.open(folder.resolve(other)).rows(series));
  }

  /** 1m bars put together to 5m ones, against those of another repository. */
  private static String parts(Path folder, String source, String symbol) throws Exception {
    Archive.Series ones = new Archive.Series("binance-usdm-perp", symbol, "1m");
    Archive.Series fives = new Archive.Series("binance-usdm-perp", symbol, "5m");
    return compared(
        "(" + Filling.joined(Archive.open(folder.resolve(source)), ones, 300_000) + ")",
        Archive.open(folder.resolve("marketlab")).rows(fives));
  }

  private static String compared(String one, String other) throws Exception {
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:")) {
      Object[] row =
          QueryRows.of(
                  duck,
                  "SELECT count(*), count(*) FILTER (a.open <> b.open OR a.high <> b.high OR"
                      + " a.low <> b.low OR a.close <> b.close OR abs(a.volume - b.volume) > 1e-9"
                      + " * greatest(a.volume, b.volume)) FROM "
                      + one
                      + " a JOIN "
                      + other
                      + " b ON a.start_ms = b.start_ms")
              .get(0);
      return row[0] + " " + row[1];
    }
  }

  /** Gaps of less than two days: longer ones are months that nobody stored. */
  private static List<String> outages(Validation.Findings series) {
    return series.gaps().stream()
        .filter(gap -> gap.bars() < 2_880)
        .map(
            gap ->
                Instant.ofEpochMilli(gap.afterMs() / 60_000 * 60_000).toString().replace("Z", "")
                    + " "
                    + gap.bars())
        .toList();
  }

  /** Each that lost is the last row of its file. */
  private static void openBarsAloneDiffer(Path conflicts) throws Exception {
    List<String> lines = Files.readAllLines(conflicts);
    assertThat(lines).hasSizeGreaterThan(10);
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",");
      assertThat(cells[0]).as(line).isEqualTo("bybit-linear");
      long length = Timeframes.ms(cells[2]);
      assertThat(length).isPositive();
      long lost = Long.parseLong(cells[12]);
      assertThat(lost)
          .as("row of an open bar: %s", line)
          .isIn(1_001L, 2_881L, 8_641L, 25_921L, 43_201L, 43_202L, 43_159L);
    }
  }
}
