package io.lorentz.consolidation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real files of many layouts and sources, with the defects that their description lists. */
class RealDataConsolidationTest {

  @Test
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
