package io.lorentz.command.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class StatisticsTest {

  @Test
  void sharpeIsMeanOverSampleDeviationTimesRootOf365() {
    // mean 0.01, deviations ±0.01: variance (n - 1) 0.0002
    assertThat(Statistics.sharpe(new double[] {0.0, 0.02}))
        .isCloseTo(0.01 / Math.sqrt(0.0002) * Math.sqrt(365), within(1e-9));
  }

  @Test
  void sortinoCountsLosingDaysOnlyButDividesByAllDays() {
    // mean 0.005; downside: (0² + 0² + 0.01² + 0²) / 4, root 0.005
    assertThat(Statistics.sortino(new double[] {0.01, 0.02, -0.01, 0.0}))
        .isCloseTo(1.0 * Math.sqrt(365), within(1e-9));
  }

  @Test
  void ratiosAreUndefinedWithoutTwoDaysOrWithoutDeviation() {
    assertThat(Statistics.sharpe(new double[0])).isNaN();
    assertThat(Statistics.sharpe(new double[] {0.01})).isNaN();
    assertThat(Statistics.sharpe(new double[] {0.01, 0.01, 0.01})).isNaN();
    assertThat(Statistics.sortino(new double[] {0.01})).isNaN();
    assertThat(Statistics.sortino(new double[] {0.01, 0.02})).isNaN();
  }

  @Test
  void medianIsTheMiddleOrTheMeanOfTwo() {
    assertThat(Statistics.median(new double[] {3, 1, 2})).isEqualTo(2);
    assertThat(Statistics.median(new double[] {4, 1, 2, 3})).isEqualTo(2.5);
    assertThat(Statistics.median(new double[0])).isNaN();
  }
}
