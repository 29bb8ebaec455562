package io.lorentz.consolidation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
