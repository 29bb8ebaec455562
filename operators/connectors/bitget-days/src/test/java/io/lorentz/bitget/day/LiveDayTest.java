package io.lorentz.bitget.day;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.bitget.fake.FakeBitget;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Days of live trading by their seeds: never two orders for one decision, never a position without
 * a stop beyond the bound, job = edge = exchange to the last digit, nothing stuck. A seed that
 * fails is named and fails again.
 */
class LiveDayTest {

  private static final int HOURS = 24;

  @Test
  void daysWithoutTroubleEndFlatAndEqual() {
    everyDayHolds(0, 12, LiveDay.Troubles.none(), (venue, random) -> new HonestWire(venue));
  }

  @Test
  void daysOfCrashesAndMeddlingEndFlatAndEqual() {
    everyDayHolds(
        1_000, 1_028, LiveDay.Troubles.crashes(), (venue, random) -> new HonestWire(venue));
  }

  @Test
  void nastyDaysEndFlatAndEqual() {
    everyDayHolds(10_000, 10_160, LiveDay.Troubles.all(), LossyWire::new);
  }

  @Test
  @Tag("slow")
  void tenThousandNastyDaysEndFlatAndEqual() {
    everyDayHolds(100_000, 110_000, LiveDay.Troubles.all(), LossyWire::new);
  }

  private static void everyDayHolds(
      long from,
      long to,
      LiveDay.Troubles troubles,
      BiFunction<FakeBitget, SplittableRandom, Wire> wires) {
    List<String> broken =
        LongStream.range(from, to)
            .parallel()
            .mapToObj(seed -> brokenBy(seed, troubles, wires))
            .filter(text -> !text.isEmpty())
            .toList();

    assertThat(broken).as("seeds that fail").isEmpty();
  }

  private static String brokenBy(
      long seed, LiveDay.Troubles troubles, BiFunction<FakeBitget, SplittableRandom, Wire> wires) {
    LiveDay.Result result = new LiveDay(seed, HOURS, troubles, wires).run();
    boolean traded = result.fills() > 20;
    return result.broken().isEmpty() && traded ? "" : "seed " + seed + ": " + result;
  }
}
