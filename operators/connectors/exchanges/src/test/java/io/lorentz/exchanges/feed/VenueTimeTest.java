package io.lorentz.exchanges.feed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VenueTimeTest {

  private final VenueTime time = new VenueTime();

  @Test
  void theMedianOfTheLastFiveAnswersCounts() {
    assertThat(time.isKnown()).isFalse();
    time.on(1_000, 1_060, 1_020);
    assertThat(time.offsetMs()).isEqualTo(50);
    time.on(2_000, 9_999, 2_020);
    time.on(3_000, 3_070, 3_020);
    assertThat(time.offsetMs()).isEqualTo(60);
  }

  @Test
  void itMayBeWrongByHalfOfTheLongestWayUntilThatAnswerIsForgotten() {
    time.on(0, 20_000, 30_000);
    assertThat(time.errorMs()).isEqualTo(15_000);
    for (long i = 1; i <= 4; i++) {
      time.on(100_000 * i, 100_000 * i, 100_000 * i + 40);
      assertThat(time.errorMs()).isEqualTo(15_000);
    }
    time.on(500_000, 500_000, 500_041);
    assertThat(time.errorMs()).isEqualTo(21);
  }
}
