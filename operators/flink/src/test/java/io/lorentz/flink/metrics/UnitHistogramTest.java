package io.lorentz.flink.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnitHistogramTest {

  @Test
  void nanosecondsAreReportedAsSeconds() {
    UnitHistogram histogram = UnitHistogram.ofNanos();
    for (int i = 1; i <= 3; i++) {
      histogram.update(i * 500_000_000L);
    }

    assertThat(histogram.getCount()).isEqualTo(3);
    assertThat(histogram.getStatistics().getQuantile(0.5)).isEqualTo(1.0);
    assertThat(histogram.getStatistics().getMean()).isEqualTo(1.0);
    assertThat(histogram.getStatistics().getMax()).isEqualTo(2);
  }

  @Test
  void quantilesForgetWhatIsOlderThanTheWindowTheCountDoesNot() {
    UnitHistogram histogram = new UnitHistogram(1);
    for (int i = 0; i < 5; i++) {
      histogram.update(1_000_000);
    }
    for (int i = 0; i < UnitHistogram.WINDOW; i++) {
      histogram.update(7);
    }

    assertThat(histogram.getStatistics().getQuantile(0.999)).isEqualTo(7.0);
    assertThat(histogram.getCount()).isEqualTo(UnitHistogram.WINDOW + 5);
  }

  @Test
  void quantilesBeforeTheFirstValueAreUnknown() {
    assertThat(UnitHistogram.ofMillis().getStatistics().getQuantile(0.5)).isNaN();
  }
}
