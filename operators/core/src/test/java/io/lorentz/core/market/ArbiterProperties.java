package io.lorentz.core.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Three venues that lose, delay and repeat bars; the clock and progress as an edge writes them. */
class ArbiterProperties {

  private static final MarketOptions OPTIONS =
      new MarketOptions(List.of("bitget", "binance", "bybit"), 5_000, 4, 50, 2);
  private static final int MINUTES = 60;

  /** Something that happens at a time. */
  private record Step(long timeMs, int order, java.util.function.Consumer<Venues> action) {}

  private static List<Step> steps(long seed, boolean[][] lost) {
    Random random = new Random(seed);
    List<Step> steps = new ArrayList<>();
    for (int v = 0; v < 3; v++) {
      String venue = OPTIONS.venues().get(v);
      double level = 100 + v * 0.01;
      boolean up = true;
      long readyMs = 0;
      for (int minute = 1; minute <= MINUTES; minute++) {
        up = random.nextInt(8) == 0 ? !up : up;
        lost[v][minute] = !up;
        if (up) {
          long delay = random.nextInt(10) == 0 ? 4_000 + random.nextInt(4_000) : 300;
          readyMs = Math.max(readyMs + 1, minute * Venues.MINUTE_MS + delay);
          int m = minute;
          long late = readyMs - minute * Venues.MINUTE_MS;
          steps.add(new Step(readyMs, v, venues -> venues.gives(venue, m, level + m, late)));
          if (random.nextInt(6) == 0) {
            steps.add(
                new Step(readyMs + 50, v, venues -> venues.gives(venue, m, level + m, late + 50)));
          }
        }
      }
    }
    for (int minute = 1; minute <= MINUTES; minute++) {
      int m = minute;
      for (int tick = 0; tick < 60; tick++) {
        long afterMs = tick * 1_000L;
        steps.add(new Step(m * Venues.MINUTE_MS + afterMs, 8, venues -> venues.clock(m, afterMs)));
      }
      steps.add(new Step(m * Venues.MINUTE_MS + 10_000, 9, venues -> venues.progress(m)));
    }
    steps.sort(java.util.Comparator.comparingLong(Step::timeMs).thenComparingInt(Step::order));
    return steps;
  }

  @Property(tries = 200)
  void everyCloseThatAVenueGaveInTimeIsGivenOnceInOrder(@ForAll long seed) {
    boolean[][] lost = new boolean[3][MINUTES + 1];
    Venues venues = new Venues(OPTIONS);
    steps(seed, lost).forEach(step -> step.action().accept(venues));

    assertThat(venues.minutes().stream().distinct().toList())
        .as("corrections and repeats aside, closes rise")
        .isSorted();
    for (int minute = 2; minute <= MINUTES; minute++) {
      boolean all = lost[0][minute] && lost[1][minute] && lost[2][minute];
      boolean begun = !venues.minutes().isEmpty() && venues.minutes().get(0) <= minute;
      if (begun) {
        assertThat(venues.minutes().contains((long) minute)).isEqualTo(!all);
      }
    }
  }

  @Property(tries = 100)
  void aRestoredArbiterDecidesTheSame(@ForAll long seed) {
    boolean[][] lost = new boolean[3][MINUTES + 1];
    Venues whole = new Venues(OPTIONS);
    Venues restored = new Venues(OPTIONS);
    Random when = new Random(seed + 1);
    for (Step step : steps(seed, lost)) {
      step.action().accept(whole);
      if (when.nextInt(40) == 0) {
        restored.restored();
      }
      step.action().accept(restored);
    }
    assertThat(restored.bars).isEqualTo(whole.bars);
    assertThat(restored.decisions).isEqualTo(whole.decisions);
  }
}
