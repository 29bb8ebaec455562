package io.lorentz.command.report;

import static io.lorentz.command.report.TradeStudyTest.days;
import static io.lorentz.command.report.TradeStudyTest.net;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BlockBootstrapTest {

  @Test
  void independentDaysGiveTheIntervalOfTheTextbook() {
    Random random = new Random(7);
    List<TradeResult> trades = new ArrayList<>();
    double sum = 0;
    double squares = 0;
    int days = 1000;
    for (int day = 0; day < days; day++) {
      double net = Math.round(100 * random.nextGaussian());
      trades.add(net(day, Long.toString((long) net)));
      sum += net;
      squares += net * net;
    }
    double mean = sum / days;
    double error = Math.sqrt((squares / days - mean * mean) / days);

    Interval interval =
        BlockBootstrap.intervals(days(new double[days]), trades, 1).get(BootstrapFigure.EXPECTANCY);

    assertThat(interval.low()).isCloseTo(mean - 1.96 * error, within(0.25 * error));
    assertThat(interval.high()).isCloseTo(mean + 1.96 * error, within(0.25 * error));
  }

  @Test
  void daysThatUndoEachOtherStayTogether() {
    // Blocks of four of sixty-four days: each holds two wins and the two losses that undo them.
    // Days
    // drawn one by one would not.
    List<TradeResult> trades = new ArrayList<>();
    for (int day = 0; day < 64; day++) {
      trades.add(net(day, day % 2 == 0 ? "10" : "-10"));
    }

    Map<BootstrapFigure, Interval> intervals =
        BlockBootstrap.intervals(days(new double[64]), trades, 5);

    assertThat(DayBlocks.blockDays(64)).isEqualTo(4);
    assertThat(intervals.get(BootstrapFigure.EXPECTANCY)).isEqualTo(new Interval(0, 0));
    assertThat(intervals.get(BootstrapFigure.WIN_RATE)).isEqualTo(new Interval(0.5, 0.5));
  }

  @Test
  void theSameSeedGivesTheSameIntervalsAndAnotherDoesNot() {
    List<TradeResult> trades = trades();
    List<DayReturn> history = history();

    Map<BootstrapFigure, Interval> once = BlockBootstrap.intervals(history, trades, 11);

    assertThat(BlockBootstrap.intervals(history, trades, 11)).isEqualTo(once);
    assertThat(BlockBootstrap.intervals(history, trades, 12)).isNotEqualTo(once);
    assertThat(once.values())
        .allSatisfy(interval -> assertThat(interval.low()).isLessThan(interval.high()));
  }

  @Test
  void theSeedComesFromTheTrades() {
    long seed = BlockBootstrap.seed(List.of(net(0, "1"), net(1, "-2")));
    assertThat(BlockBootstrap.seed(List.of(net(0, "1.00"), net(1, "-2")))).isEqualTo(seed);
    assertThat(BlockBootstrap.seed(List.of(net(0, "1"), net(1, "-2.01")))).isNotEqualTo(seed);
    assertThat(BlockBootstrap.seed(List.of(net(0, "1"), net(2, "-2")))).isNotEqualTo(seed);
  }

  @Test
  void aFewDaysHaveNoIntervals() {
    assertThat(BlockBootstrap.intervals(days(new double[9]), List.of(net(0, "1")), 1).values())
        .containsOnly(Interval.UNDEFINED)
        .hasSize(BootstrapFigure.values().length);
  }

  @Test
  void withoutTradesOnlyTheFiguresOfEquityHaveIntervals() {
    Map<BootstrapFigure, Interval> intervals = BlockBootstrap.intervals(history(), List.of(), 1);

    assertThat(intervals.get(BootstrapFigure.WIN_RATE).isDefined()).isFalse();
    assertThat(intervals.get(BootstrapFigure.PROFIT_FACTOR).isDefined()).isFalse();
    assertThat(intervals.get(BootstrapFigure.RETURN).isDefined()).isTrue();
    assertThat(intervals.get(BootstrapFigure.SHARPE).isDefined()).isTrue();
  }

  private static List<TradeResult> trades() {
    List<TradeResult> trades = new ArrayList<>();
    for (int i = 0; i < 90; i++) {
      trades.add(net(i % 45, Integer.toString(i * i % 37 - 15)));
    }
    return trades;
  }

  private static List<DayReturn> history() {
    double[] returns = new double[45];
    for (int i = 0; i < returns.length; i++) {
      returns[i] = (i * i % 37 - 15) / 1000.0;
    }
    return days(returns);
  }
}
