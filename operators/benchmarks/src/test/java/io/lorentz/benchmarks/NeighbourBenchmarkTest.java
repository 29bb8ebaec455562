package io.lorentz.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keeps the benchmark runnable: its own check of all answers, and one query. Times nothing. */
class NeighbourBenchmarkTest {

  @ParameterizedTest
  @CsvSource({
    "scalar,independent",
    "scalar,walk",
    "vector,independent",
    "vector,walk",
  })
  void shouldFindTheNeighboursItTimes(String scan, String rows) {
    NeighbourBenchmark benchmark = new NeighbourBenchmark();
    benchmark.scan = scan;
    benchmark.rows = rows;
    benchmark.fillAndCheck();
    assertThat(benchmark.nearestOf2000()).isGreaterThanOrEqualTo(1);
  }
}
