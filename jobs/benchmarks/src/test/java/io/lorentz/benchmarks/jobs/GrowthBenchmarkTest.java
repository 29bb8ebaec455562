package io.lorentz.benchmarks.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The measurement of growth, in small. */
final class GrowthBenchmarkTest {

  /** Bytes that a full row of a memory takes in the state: five features and a label. */
  private static final int ROW_BYTES = 5 * Double.BYTES + 1;

  @TempDir private Path folder;

  @Test
  void startsFromMemoriesThatAreFull() throws Exception {
    int symbols = 5;

    GrowthBenchmark.Figures figures = GrowthBenchmark.measure(symbols, 2_000, 2, folder);

    int rows = 2_004;
    assertThat(figures.stateBytes()).isBetween(3L * symbols * rows * ROW_BYTES, 2_000_000L);
    assertThat(figures.barsPerSecond()).isGreaterThan(0);
    assertThat(figures.cpuMicros()).isGreaterThan(0);
    assertThat(figures.heapBytes()).isGreaterThan(0);
  }
}
