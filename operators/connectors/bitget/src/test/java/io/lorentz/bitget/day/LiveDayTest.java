package io.lorentz.bitget.day;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveDayTest {

  @ParameterizedTest
  @org.junit.jupiter.params.provider.MethodSource("seeds")
  void aDayOfCrashesAndHandsEndsFlatAndEqual(long seed) {
    LiveDay.Result result =
        new LiveDay(
                seed,
                6,
                new LiveDay.Troubles(0.02, 0.0005, 0.05),
                (venue, random) -> new HonestWire(venue))
            .run();

    System.out.println("DAY " + result);
    assertThat(result.broken()).as(result.toString()).isEmpty();
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.MethodSource("seeds")
  void aNastyDayEndsFlatAndEqual(long seed) {
    LiveDay.Result result =
        new LiveDay(seed, 6, new LiveDay.Troubles(0.02, 0.0005, 0.05), LossyWire::new).run();

    System.out.println("NASTY " + seed + " " + result);
    assertThat(result.broken()).as(result.toString()).isEmpty();
  }

  static java.util.stream.LongStream seeds() {
    return java.util.stream.LongStream.range(300, 600);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void aDayWithoutTroubleEndsFlatAndEqual(long seed) {
    LiveDay.Result result =
        new LiveDay(seed, 24, LiveDay.Troubles.none(), (venue, random) -> new HonestWire(venue))
            .run();

    assertThat(result.broken()).as(result.toString()).isEmpty();
    assertThat(result.fills()).as(result.toString()).isGreaterThan(20);
  }
}
