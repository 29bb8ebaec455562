package io.lorentz.bitget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class ServerClockProperties {

  private static final long NOW = 1_767_225_600_000L;

  /** Each way takes up to so long, whatever the other; four of nine answers take a minute more. */
  @Property
  void theOffsetIsWrongByHalfARoundTripAtMostWhateverSlowAnswersSay(
      @ForAll @LongRange(min = -3_600_000, max = 3_600_000) long offsetMs,
      @ForAll @IntRange(min = 1, max = 2_000) int wayMs,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ServerClock clock = new ServerClock();
    for (int i = 0; i < 9; i++) {
      long there = random.nextLong(wayMs + 1L);
      long back = random.nextLong(wayMs + 1L) + (i % 2 == 1 ? 60_000L : 0);
      long sent = NOW + i * 100_000L;
      clock.heard(sent, sent + there + offsetMs, sent + there + back);
    }
    assertThat(clock.offsetMs().orElseThrow()).isCloseTo(offsetMs, within((wayMs + 1L)));
    assertThat(clock.roundTripMs().orElseThrow()).isLessThanOrEqualTo(2L * wayMs);
  }

  @Example
  void aClockThatWasSetIsFollowedAfterNineRoundTrips() {
    ServerClock clock = new ServerClock();
    assertThat(clock.offsetMs()).isEmpty();
    for (int i = 0; i < 20; i++) {
      clock.heard(NOW, NOW + 500, NOW);
    }
    for (int i = 0; i < 9; i++) {
      clock.heard(NOW, NOW - 40_000, NOW);
    }
    assertThat(clock.offsetMs()).hasValue(-40_000);
  }

  @Example
  void anAnswerBeforeItsQuestionIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ServerClock().heard(NOW, NOW, NOW - 1))
        .withMessageContaining("measure a round trip by a clock that does not go back");
  }
}
