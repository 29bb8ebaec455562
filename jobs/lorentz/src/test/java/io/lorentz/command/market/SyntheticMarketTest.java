package io.lorentz.command.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lorentz.archive.BarFileLog;
import io.lorentz.archive.BarFileOptions;
import io.lorentz.archive.SeriesStatistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyntheticMarketTest {

  @TempDir private Path folder;

  @Test
  void theSameSeedGivesTheSameBytesAndAnotherSeedAnotherMarket() throws IOException {
    SortedMap<String, Path> first = new SyntheticMarket(1, 1).write(folder.resolve("1"));
    SortedMap<String, Path> again = new SyntheticMarket(1, 1).write(folder.resolve("2"));
    SortedMap<String, Path> other = new SyntheticMarket(2, 1).write(folder.resolve("3"));

    assertThat(first.keySet()).containsExactly("BTCUSDT", "ETHUSDT", "SOLUSDT");
    for (String symbol : first.keySet()) {
      assertThat(again.get(symbol)).hasSameBinaryContentAs(first.get(symbol));
      assertThat(Files.mismatch(first.get(symbol), other.get(symbol))).isNotNegative();
    }
  }

  @Test
  void itSaysThatItIsSynthetic() throws IOException {
    SortedMap<String, Path> files = new SyntheticMarket(1, 1).write(folder);

    assertThat(files.values())
        .allSatisfy(file -> assertThat(file.getFileName().toString()).startsWith("SYNTHETIC_"));
    assertThat(Files.readString(folder.resolve("README.md"))).contains("SYNTHETIC");
  }

  @Test
  void theReaderTakesEveryBarWithoutGapOrDuplicate() throws IOException {
    Map<String, List<String>> files = new TreeMap<>();
    new SyntheticMarket(3, 2)
        .write(folder)
        .forEach((symbol, file) -> files.put(symbol, List.of(file.toString())));

    try (BarFileLog log = new BarFileLog(BarFileOptions.of(files).withLengthMs(60_000))) {
      while (log.hasNext()) {
        log.next();
      }
      for (SeriesStatistics series : log.statistics().values()) {
        assertThat(series.bars()).isEqualTo(2 * 1440);
        assertThat(series.duplicates() + series.conflicts()).isZero();
        assertThat(series.lastCloseMs() - series.firstStartMs()).isEqualTo(2 * 86_400_000L);
      }
    }
  }

  @Test
  void itHasAtLeastADay() {
    assertThatThrownBy(() -> new SyntheticMarket(1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("days:");
  }
}
