package io.lorentz.core.features;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;
import net.jqwik.api.arbitraries.IntegerArbitrary;

/** Generates price series in whole ticks: with flat stretches, straight trends, ties and gaps. */
final class RandomWalks {

  private static final int FLOOR_TICKS = 50;

  private RandomWalks() {}

  /** Bars that repeat one shape: a run of equal moves, which is a flat stretch if there is none. */
  private record Stretch(int bars, int gap, int move, int above, int below) {}

  static Arbitrary<Bars> bars(int atMostStretches) {
    IntegerArbitrary bars =
        Arbitraries.integers().between(1, 45).withDistribution(RandomDistribution.biased());
    Arbitrary<Integer> gap =
        Arbitraries.frequencyOf(
            Tuple.of(4, Arbitraries.just(0)), Tuple.of(1, Arbitraries.integers().between(-9, 9)));
    Arbitrary<Integer> move = Arbitraries.integers().between(-12, 12);
    Arbitrary<Integer> wick = Arbitraries.integers().between(0, 4);
    Arbitrary<Stretch> stretch = Combinators.combine(bars, gap, move, wick, wick).as(Stretch::new);
    Arbitrary<Integer> ticksPerUnit = Arbitraries.of(1, 10, 100, 100_000);
    Arbitrary<Integer> start = Arbitraries.integers().between(FLOOR_TICKS, 9000);
    return Combinators.combine(
            stretch.list().ofMinSize(1).ofMaxSize(atMostStretches), start, ticksPerUnit)
        .as(RandomWalks::walk);
  }

  private static Bars walk(List<Stretch> stretches, int start, int ticksPerUnit) {
    int size = stretches.stream().mapToInt(Stretch::bars).sum();
    double[][] ohlcv = new double[5][size];
    int last = start;
    int i = 0;
    for (Stretch stretch : stretches) {
      for (int k = 0; k < stretch.bars(); k++, i++) {
        // Every other bar turns round, so that up- and down-moves tie.
        int sign = stretch.gap() != 0 && k % 2 == 1 ? -1 : 1;
        int open = Math.max(FLOOR_TICKS, last + sign * stretch.gap());
        int close = Math.max(FLOOR_TICKS, open + sign * stretch.move());
        ohlcv[0][i] = (double) open / ticksPerUnit;
        ohlcv[1][i] = (double) (Math.max(open, close) + stretch.above()) / ticksPerUnit;
        ohlcv[2][i] = (double) (Math.min(open, close) - stretch.below()) / ticksPerUnit;
        ohlcv[3][i] = (double) close / ticksPerUnit;
        ohlcv[4][i] = 1.0;
        last = close;
      }
    }
    return new Bars(ohlcv[0], ohlcv[1], ohlcv[2], ohlcv[3], ohlcv[4]);
  }
}
