package io.lorentz.command.report;

import static io.lorentz.command.report.TestingRows.START_MS;
import static io.lorentz.command.report.TestingRows.closed;
import static io.lorentz.command.report.TestingRows.opened;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TradeFiguresTest {

  @Test
  void figuresOfThreeTradesByHand() {
    // net: 30 - 2 = 28; -10 - 2 - 1 = -13; 2 - 2 = 0, which is no win
    TradeFigures figures =
        TradeFigures.of(List.of(trade("30", "0"), trade("-10", "-1"), trade("2", "0"), open()));

    assertThat(figures.closed()).isEqualTo(3);
    assertThat(figures.open()).isEqualTo(1);
    assertThat(figures.winRate()).isCloseTo(1 / 3.0, within(1e-12));
    assertThat(figures.profitFactor()).isCloseTo(28 / 13.0, within(1e-12));
    assertThat(figures.expectancy()).isEqualTo(5.0);
    // mean loss 6.5, mean win 28
    assertThat(figures.breakEvenWinRate()).isCloseTo(6.5 / 34.5, within(1e-12));
    assertThat(figures.funding()).isEqualByComparingTo("-1");
  }

  @Test
  void withoutTradesNothingIsDefined() {
    TradeFigures figures = TradeFigures.of(List.of(open()));

    assertThat(figures.winRate()).isNaN();
    assertThat(figures.profitFactor()).isNaN();
    assertThat(figures.expectancy()).isNaN();
    assertThat(figures.breakEvenWinRate()).isNaN();
  }

  @Test
  void withoutLossesThereIsNoProfitFactor() {
    TradeFigures figures = TradeFigures.of(List.of(trade("30", "0")));

    assertThat(figures.winRate()).isEqualTo(1);
    assertThat(figures.profitFactor()).isNaN();
    assertThat(figures.breakEvenWinRate()).isNaN();
  }

  @Test
  void breakEvenOfAFixedStopAndTargetIsStopPlusCostOverBoth() {
    // stop 20, target 40, cost 2
    TradeFigures figures = TradeFigures.of(List.of(trade("40", "0"), trade("-20", "0")));

    assertThat(figures.breakEvenWinRate()).isCloseTo((20 + 2) / (20 + 40.0), within(1e-12));
  }

  @Property(tries = 300)
  void aWinRateAboveBreakEvenIsAPositiveExpectancy(
      @ForAll @Size(min = 1, max = 40) List<@IntRange(min = -500, max = 500) Integer> realised) {
    List<RunRows.Trade> trades = new ArrayList<>();
    realised.forEach(value -> trades.add(trade(Integer.toString(value), "0")));

    TradeFigures figures = TradeFigures.of(trades);

    if (!Double.isNaN(figures.breakEvenWinRate()) && Math.abs(figures.expectancy()) > 1e-9) {
      assertThat(figures.winRate() > figures.breakEvenWinRate())
          .isEqualTo(figures.expectancy() > 0);
    }
  }

  private static RunRows.Trade trade(String realised, String funding) {
    return new RunRows.Trade(
        opened("a", "E", START_MS, "1"),
        Optional.of(closed("a", "E", START_MS + 1, realised, "1", funding)));
  }

  private static RunRows.Trade open() {
    return new RunRows.Trade(opened("a", "E", START_MS, "1"), Optional.empty());
  }
}
