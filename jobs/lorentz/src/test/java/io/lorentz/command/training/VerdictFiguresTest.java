package io.lorentz.command.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lorentz.command.report.ClosedTrade;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class VerdictFiguresTest {

  private static final long DAY = 86_400_000;

  @Test
  void entriesThatKnewTheNextStepBeatEveryShift() {
    SeriesRows rows = TestingRows.knowing(0, 5_000, 1);
    List<ClosedTrade> knowing = trades(rows, true);
    List<ClosedTrade> guessing = trades(rows, false);
    EntryPermutation test = new EntryPermutation(List.of(rows), 0, 500);

    EntryPermutation.Result known = test.of(knowing, 3);
    assertThat(known.p()).isEqualTo(1.0 / 501);
    // One step of 1 on a price of about 10,000.
    assertThat(known.meanBps()).isCloseTo(1, within(0.05));
    assertThat(known.meanOfShifted()).isCloseTo(0, within(0.1));
    assertThat(test.of(guessing, 3).p()).isBetween(0.01, 1.0);
    assertThat(test.of(knowing, 3)).isEqualTo(known);
  }

  @Test
  void instrumentsThatMoveTogetherAreShiftedTogether() {
    SeriesRows one = TestingRows.knowing(0, 2_000, 4);
    SeriesRows twin = TestingRows.named("ETHUSDT", one);
    List<ClosedTrade> alone = trades(one, false).subList(0, 20);
    List<ClosedTrade> both = new ArrayList<>(alone);
    alone.forEach(
        trade ->
            both.add(
                new ClosedTrade(
                    "ETHUSDT", trade.side(), trade.openTimeMs(), trade.closeTimeMs(), 0, 0)));
    EntryPermutation.Result expected = new EntryPermutation(List.of(one), 0, 1_000).of(alone, 6);
    // The same bets twice say no more than once.
    assertThat(new EntryPermutation(List.of(one, twin), 0, 1_000).of(both, 6).p())
        .isEqualTo(expected.p());
  }

  @Test
  void aFewDaysOfTradesAreNotTheDaysOfTheSpan() {
    DaySums sums = new DaySums(1);
    sums.span(1, 20 * DAY);
    for (int day = 0; day < 5; day++) {
      for (int i = 0; i < 20; i++) {
        sums.add(day * DAY + 1 + i, 10);
      }
    }
    assertThat(sums.daysWith()).isEqualTo(5);
    assertThat(sums.count()).isEqualTo(100);
    assertThat(sums.means(1)[0].mean()).isEqualTo(10);
    assertThat(sums.means(1)[0].low()).isEqualTo(10);
  }

  @Test
  void aShiftKeepsSidesAndLengthsAndGoesRoundTheEnd() {
    SeriesRows rows = TestingRows.ofCloses(100, 101, 102, 103, 104, 105);
    // Every shift of a long over two bars gains on a line that goes up, but where it wraps.
    EntryPermutation.Result result =
        new EntryPermutation(List.of(rows), 0, 2_000)
            .of(List.of(new ClosedTrade("BTCUSDT", 1, 60_000, 180_000, 0, 0)), 1);
    double sum = 0;
    double[] closes = {101, 102, 103, 104, 105};
    for (int shift = 1; shift < 6; shift++) {
      sum += shift + 2 < 6 ? (102.0 + shift) / (100.0 + shift) - 1 : wrapped(shift);
    }
    assertThat(closes).hasSize(5);
    assertThat(result.meanOfShifted()).isCloseTo(sum / 5 * 10_000, within(10.0));
  }

  private static double wrapped(int shift) {
    double untilEnd = 105.0 / (100.0 + shift);
    return untilEnd * ((100.0 + (shift + 2) % 6) / 100.0) - 1;
  }

  @Test
  void theMoreWasTriedTheLessTheBestOfItMeans() {
    List<Double> returns = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(5);
    for (int day = 0; day < 400; day++) {
      returns.add(0.0015 + 0.01 * (random.nextDouble() + random.nextDouble() - 1));
    }
    double one = DeflatedSharpe.of(returns, 1);
    double ten = DeflatedSharpe.of(returns, 10);
    double thousand = DeflatedSharpe.of(returns, 1_000);
    assertThat(one).isGreaterThan(0.99);
    assertThat(ten).isLessThan(one);
    assertThat(thousand).isLessThan(ten);
    assertThat(DeflatedSharpe.of(List.of(0.0, 0.0, 0.0, 0.0, 0.0), 1)).isNaN();
    assertThat(DeflatedSharpe.of(List.of(0.1, 0.2), 1)).isNaN();
  }

  @Test
  void ofNormalDaysAndOneTrialItIsTheProbabilityOfTheTStatistic() {
    // Symmetric and of kurtosis about 3: quantiles of the normal distribution.
    var normal = new org.apache.commons.math3.distribution.NormalDistribution(0.001, 0.01);
    List<Double> returns = new ArrayList<>();
    for (int day = 0; day < 1_000; day++) {
      returns.add(normal.inverseCumulativeProbability((day + 0.5) / 1_000));
    }
    var standard = new org.apache.commons.math3.distribution.NormalDistribution();
    double t = 0.1 * Math.sqrt(999) / Math.sqrt(1 + 0.5 * 0.01);
    assertThat(DeflatedSharpe.of(returns, 1))
        .isCloseTo(standard.cumulativeProbability(t), within(1e-4));
  }

  @Test
  void equalPopulationsHaveNoDriftAndMovedOnesHave() {
    SplittableRandom random = new SplittableRandom(2);
    double[] then = random.doubles(20_000).toArray();
    double[] same = random.doubles(20_000).toArray();
    double[] moved = random.doubles(20_000, 0.3, 1.3).toArray();
    assertThat(Drift.index(then, same)).isBetween(0.0, 0.01);
    assertThat(Drift.index(then, moved)).isGreaterThan(0.25);
    assertThat(Drift.index(new double[0], same)).isNaN();
    // Two halves swap ten points: 2 · 0.1 · ln(0.6 / 0.4), spread over the deciles.
    double[] tilted = new double[20_000];
    for (int i = 0; i < tilted.length; i++) {
      tilted[i] = (random.nextDouble() < 0.6 ? 0.5 : 0) + random.nextDouble() / 2;
    }
    assertThat(Drift.index(then, tilted))
        .isCloseTo(0.1 * Math.log(0.6 / 0.5) - 0.1 * Math.log(0.4 / 0.5), within(0.01));
  }

  @Test
  void daysThatResembleEachOtherWidenTheBounds() {
    DaySums independent = new DaySums(1);
    DaySums alike = new DaySums(1);
    SplittableRandom random = new SplittableRandom(9);
    for (int day = 0; day < 200; day++) {
      double ofDay = random.nextBoolean() ? 1 : 0;
      for (int i = 0; i < 50; i++) {
        independent.add(day * DAY + 1 + i, random.nextBoolean() ? 1 : 0);
        alike.add(day * DAY + 1 + i, ofDay);
      }
    }
    DaySums.Mean loose = independent.means(1)[0];
    DaySums.Mean tight = alike.means(1)[0];
    assertThat(loose.mean()).isCloseTo(0.5, within(0.02));
    // A binomial of 10,000 has a deviation of 0.005, one of 200 of 0.035.
    assertThat(loose.deviation()).isCloseTo(0.005, within(0.0015));
    assertThat(tight.deviation()).isCloseTo(0.035, within(0.012));
    assertThat(tight.high() - tight.low()).isGreaterThan(4 * (loose.high() - loose.low()));
  }

  @Test
  void anEdgeHasToPassEveryTest() {
    DaySums.Mean good = new DaySums.Mean(5, 1, 9, 2);
    DaySums.Mean open = new DaySums.Mean(5, -0.1, 9, 2);
    assertThat(kind(500, 100, good, 0.002, 0.999)).isEqualTo(EdgeVerdict.Kind.EDGE);
    assertThat(kind(500, 100, open, 0.002, 0.999)).isEqualTo(EdgeVerdict.Kind.NO_EDGE_SEEN);
    assertThat(kind(500, 100, good, 0.01, 0.999)).isEqualTo(EdgeVerdict.Kind.NO_EDGE_SEEN);
    assertThat(kind(500, 100, good, 0.002, 0.99)).isEqualTo(EdgeVerdict.Kind.NO_EDGE_SEEN);
    assertThat(kind(500, 100, good, 0.002, Double.NaN)).isEqualTo(EdgeVerdict.Kind.NO_EDGE_SEEN);
    assertThat(kind(99, 100, good, 0.002, 0.999)).isEqualTo(EdgeVerdict.Kind.NOT_ENOUGH_DATA);
    assertThat(kind(500, 19, good, 0.002, 0.999)).isEqualTo(EdgeVerdict.Kind.NOT_ENOUGH_DATA);
  }

  private static EdgeVerdict.Kind kind(
      int trades, int days, DaySums.Mean net, double p, double deflated) {
    return EdgeVerdict.of(trades, days, net, p, deflated).kind();
  }

  private static List<ClosedTrade> trades(SeriesRows rows, boolean knowing) {
    List<ClosedTrade> trades = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(8);
    for (int row = 10; row + 1 < rows.size(); row += 10) {
      int step = rows.close(row + 1) > rows.close(row) ? 1 : -1;
      int side = knowing ? step : (random.nextBoolean() ? 1 : -1);
      trades.add(new ClosedTrade("BTCUSDT", side, rows.closeMs(row), rows.closeMs(row + 1), 0, 0));
    }
    return trades;
  }
}
