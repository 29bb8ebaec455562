package io.lorentz.consolidation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Not one bar of a heap of files is lost or changed, and what was planted is found, no more. */
class HeapConsolidationTest {

  @TempDir Path folder;

  @Test
  void aHeapOfTwoThousandFiles() throws Exception {
    consolidate(2_000);
  }

  @Test
  @Tag("slow")
  void theHeapThatThePlanBeganWith() throws Exception {
    double seconds = consolidate(166_654);
    System.err.println("166,654 files in " + seconds + " s");
    assertThat(seconds).isLessThan(480);
  }

  /** Gives the seconds that the consolidation took. */
  private double consolidate(int files) throws Exception {
    Path bars =
        Path.of(
            System.getProperty("lorentz.shared"),
            "market-data/csv/binance-usdm-perp_BTCUSDT_1m_typhonun.csv.gz");
    assumeTrue(Files.exists(bars), bars + " is not there, so no heap is made");
    Heap heap = Heap.make(bars, folder.resolve("heap"), files);
    Path archive = folder.resolve("archive");

    long begun = System.nanoTime();
    Consolidation.Result result =
        new Consolidation(archive, Naming.shipped(), new Layouts(), 2_000)
            .run(List.of(folder.resolve("heap")), (done, all, seconds) -> {});
    double seconds = (System.nanoTime() - begun) / 1e9;

    assertThat(result.files()).isEqualTo(files);
    assertThat(result.problems()).hasSize((int) heap.problems);
    assertThat(result.problems())
        .allMatch(problem -> problem.contains("its first row is a,b,c,d,e,f"));
    assertThat(result.badRows()).isEqualTo(heap.badRows).isPositive();
    assertThat(result.duplicates()).isEqualTo(heap.repeats).isPositive();
    assertThat(result.conflicts()).isEqualTo(heap.openBars).isPositive();
    everyBarIsThere(heap, archive);
    return seconds;
  }

  private static void everyBarIsThere(Heap heap, Path archive) throws Exception {
    Map<String, BitSet> open = heap.stillOpen();
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      for (Map.Entry<String, BitSet> series : heap.expected.entrySet()) {
        String[] name = series.getKey().split(" ");
        BitSet alone = (BitSet) open.getOrDefault(series.getKey(), new BitSet()).clone();
        alone.andNot(series.getValue());
        BitSet all = (BitSet) series.getValue().clone();
        all.or(alone);
        int number = Heap.series(series.getKey());
        int bar = all.nextSetBit(0);
        try (ResultSet rows =
            statement.executeQuery(
                "SELECT start_ms, open, high, low, close, volume FROM read_parquet('"
                    + archive
                    + "/bars/venue="
                    + name[0]
                    + "/symbol="
                    + name[1]
                    + "/timeframe=1m/*/*.parquet')"
                    + " ORDER BY start_ms")) {
          while (rows.next()) {
            String found =
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
                    + rows.getDouble(6);
            if (bar < 0 || !found.equals(heap.bar(number, bar, alone.get(bar)))) {
              assertThat(found)
                  .as(series.getKey())
                  .isEqualTo(bar < 0 ? "nothing" : heap.bar(number, bar, alone.get(bar)));
            }
            bar = all.nextSetBit(bar + 1);
          }
        }
        assertThat(bar).as("next bar of %s that is missing", series.getKey()).isEqualTo(-1);
      }
    }
  }
}
