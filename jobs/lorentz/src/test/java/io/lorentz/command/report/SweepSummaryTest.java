package io.lorentz.command.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lorentz.schemas.EquityPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepSummaryTest {

  private static final long YEAR_MS = 365 * TestingRows.DAY_MS;

  @TempDir private Path folder;

  @Test
  void luckAloneShowsTheMeanOfTheGreatestOfAsManyNormals() {
    SplittableRandom random = new SplittableRandom(1);
    double sum = 0;
    for (int draw = 0; draw < 20_000; draw++) {
      double greatest = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < 20; i++) {
        greatest = Math.max(greatest, random.nextGaussian());
      }
      sum += greatest / 20_000;
    }
    assertThat(summary(20, YEAR_MS).sharpeOfLuck()).isCloseTo(sum, within(0.05));
    assertThat(summary(20, YEAR_MS / 4).sharpeOfLuck()).isCloseTo(2 * sum, within(0.1));
  }

  @Test
  void theTableHasTheBestFirstAndAtMostEightyCharacters() {
    String table = SweepTable.of(summary(40, YEAR_MS));
    assertThat(table.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    assertThat(table.lines().filter(line -> line.contains("%")))
        .extracting(String::strip)
        .first()
        .asString()
        .startsWith("39.00 %");
    assertThat(table).contains("the best of 40 trials on one history is no evidence", "…");
  }

  @Test
  void theHeatMapHasEveryCellInItsPlaceAndNoMarkupOfItsInput() throws IOException {
    HeatMap.write(folder.resolve("map.html"), summary(6, YEAR_MS));
    String html = Files.readString(folder.resolve("map.html"));
    assertThat(html.split("<td ")).hasSize(1 + 6);
    assertThat(html).contains("<th>&lt;b&gt;0</th>", "title=\"cell-5\"").doesNotContain("<b>");
    assertThat(html).contains("<th>a ↓ b →</th><th>&lt;b&gt;0</th><th>&lt;b&gt;1</th>");
    assertThat(html.indexOf("cell-2")).isLessThan(html.indexOf("cell-3"));
    assertThat(html).doesNotContain("<script", "http");
  }

  /** Cells two wide; cell i gains i percent. */
  private static SweepSummary summary(int count, long spanMs) {
    List<SweepSummary.Result> results = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      EquityTally tally = new EquityTally(TestingRows.START_MS);
      for (EquityPoint point :
          List.of(
              TestingRows.equity("x", TestingRows.START_MS, "10000"),
              TestingRows.equity(
                  "x", TestingRows.START_MS + spanMs, Integer.toString(10_000 + 100 * i)))) {
        tally.add(point);
      }
      Map<String, String> settings = new LinkedHashMap<>();
      settings.put("a", "row" + i / 2);
      settings.put("b", "<b>" + i % 2);
      results.add(
          new SweepSummary.Result(
              new SweepCell("cell-" + i, settings),
              AccountSummary.of("cell-" + i, List.of(), List.of(), tally, false)));
    }
    RunFacts facts =
        new RunFacts(
            "sweep",
            false,
            TestingRows.START_MS,
            TestingRows.START_MS + spanMs,
            TestingRows.START_MS,
            0,
            0,
            0,
            List.of(),
            1,
            List.of(),
            List.of());
    return new SweepSummary(facts, List.of("a", "b"), results);
  }
}
