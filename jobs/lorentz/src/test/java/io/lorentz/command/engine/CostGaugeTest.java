package io.lorentz.command.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lorentz.command.report.CostInR;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.TradingStart;
import io.lorentz.trading.TradingOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

class CostGaugeTest {

  private static final long MINUTE_MS = 60_000;
  private static final long DAY_MS = 86_400_000;

  private final CostGauge gauge = new CostGauge(TradingOptions.defaults());
  private long logTimeMs;

  @Test
  void barsThatAlwaysRangeOverAHundredthGiveTheCostByHand() {
    add(new TradingStart(0L));
    minutes(0, 2_000, 1);

    List<CostInR> costs = gauge.costs();

    // Every bar runs from 99.5 to 100.5: ATR is 1 on 100. 14 bp / (2 x 100 bp) = 0.07.
    assertThat(costs).extracting(CostInR::timeframeMs).containsExactly(300_000L, 900_000L);
    for (CostInR cost : costs) {
      assertThat(cost.medianAtrBps()).isCloseTo(100, within(1e-9));
      assertThat(cost.costR()).isCloseTo(0.07, within(1e-12));
      assertThat(cost.isLoud()).isFalse();
    }
  }

  @Test
  void halfTheRangeCostsTwiceAndIsLoud() {
    add(new TradingStart(0L));
    minutes(0, 2_000, 0.5);

    assertThat(gauge.costs().get(0).costR()).isCloseTo(0.14, within(1e-12));
    assertThat(gauge.costs().get(0).isLoud()).isTrue();
  }

  @Test
  void warmUpBeforeTheStartOfTradingDoesNotCount() {
    minutes(0, 2_000, 10);
    add(new TradingStart(2_000 * MINUTE_MS));
    minutes(2_000, 6_000, 1);

    // The average keeps a trace of the wild bars, so the median is not exactly 1 %.
    assertThat(gauge.costs().get(0).medianAtrBps()).isCloseTo(100, within(1.0));
  }

  @Test
  void withoutACompleteBarTheCostIsUndefinedAndNotLoud() {
    add(new TradingStart(0L));
    minutes(0, 3, 1);

    assertThat(gauge.costs().get(0).costR()).isNaN();
    assertThat(gauge.costs().get(0).isLoud()).isFalse();
  }

  private void minutes(int from, int to, double range) {
    for (int i = from; i < to; i++) {
      long closeMs = DAY_MS + (i + 1) * MINUTE_MS;
      add(
          new Bar(
              "BTCUSDT",
              MINUTE_MS,
              closeMs,
              100.0,
              100 + range / 2,
              100 - range / 2,
              100.0,
              1.0,
              BarQuality.COMPLETE,
              false,
              0));
      add(new Heartbeat(closeMs));
    }
  }

  private void add(Object payload) {
    logTimeMs++;
    gauge.on(new LogRecord(logTimeMs, 0, payload));
  }
}
