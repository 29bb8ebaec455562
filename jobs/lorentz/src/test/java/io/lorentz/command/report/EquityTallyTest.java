package io.lorentz.command.report;

import static io.lorentz.command.report.TestingRows.DAY_MS;
import static io.lorentz.command.report.TestingRows.MINUTE_MS;
import static io.lorentz.command.report.TestingRows.START_MS;
import static io.lorentz.command.report.TestingRows.equity;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lorentz.command.fault.FaultException;
import org.junit.jupiter.api.Test;

class EquityTallyTest {

  private final EquityTally tally = new EquityTally(START_MS);

  @Test
  void aDayEndsWithItsMidnight() {
    tally.add(equity("a", START_MS, "10000"));
    tally.add(equity("a", START_MS + MINUTE_MS, "10400"));
    tally.add(equity("a", START_MS + DAY_MS, "10200"));
    tally.add(equity("a", START_MS + DAY_MS + MINUTE_MS, "10300"));
    tally.add(equity("a", START_MS + 2 * DAY_MS, "10098"));

    EquityTally.EquityFigures figures = tally.finish();

    // +2 %, then -1 %
    assertThat(figures.sharpe())
        .isCloseTo(Statistics.sharpe(new double[] {0.02, -0.01}), within(1e-9));
    assertThat(figures.sortino())
        .isCloseTo(Statistics.sortino(new double[] {0.02, -0.01}), within(1e-9));
    assertThat(figures.returnFraction()).isCloseTo(0.0098, within(1e-12));
    assertThat(figures.monthlyReturn())
        .isCloseTo(Math.pow(1.0098, 365.0 / 12 / 2) - 1, within(1e-12));
    assertThat(figures.maxDrawdown()).isCloseTo((10400 - 10098) / 10400.0, within(1e-12));
  }

  @Test
  void warmUpBeforeTradingStartsIsNotMeasured() {
    tally.add(equity("a", START_MS - 3 * DAY_MS, "20000", 1));
    tally.add(equity("a", START_MS - MINUTE_MS, "10000", 1));
    tally.add(equity("a", START_MS + MINUTE_MS, "10100", 1));
    tally.add(equity("a", START_MS + 2 * MINUTE_MS, "10100", 0));

    EquityTally.EquityFigures figures = tally.finish();

    assertThat(figures.initial()).isEqualByComparingTo("10000");
    assertThat(figures.returnFraction()).isCloseTo(0.01, within(1e-12));
    assertThat(figures.maxDrawdown()).isZero();
    assertThat(figures.exposure()).isEqualTo(0.5);
    assertThat(figures.meanLeverage()).isCloseTo(0.5 * 5000 / 10100, within(1e-12));
  }

  @Test
  void aRunThatBeginsWithTheFirstBarMeasuresFromItsClose() {
    tally.add(equity("a", START_MS + MINUTE_MS, "10000"));
    tally.add(equity("a", START_MS + 2 * MINUTE_MS, "9900"));

    EquityTally.EquityFigures figures = tally.finish();

    assertThat(figures.maxDrawdown()).isCloseTo(0.01, within(1e-12));
    assertThat(figures.sharpe()).isNaN();
    assertThat(figures.monthlyReturn()).isNaN();
  }

  @Test
  void whatWasNotMeasuredIsUndefined() {
    tally.add(equity("a", START_MS - MINUTE_MS, "10000"));

    EquityTally.EquityFigures figures = tally.finish();

    assertThat(figures.maxDrawdown()).isNaN();
    assertThat(figures.exposure()).isNaN();
    assertThat(figures.sortino()).isNaN();
  }

  @Test
  void timeThatGoesBackIsAFault() {
    tally.add(equity("a", START_MS, "10000"));

    assertThatThrownBy(() -> tally.add(equity("a", START_MS, "10000")))
        .isInstanceOf(FaultException.class)
        .hasMessageContaining("2025-05-04T00:00:00Z");
  }
}
