package io.lorentz.flink.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.flink.metrics.RecordedMetrics;
import io.lorentz.flink.metrics.SetClock;
import io.lorentz.schemas.DayRoll;
import io.lorentz.schemas.Funding;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.MarkPrice;
import io.lorentz.schemas.OperatorAction;
import io.lorentz.schemas.OperatorCommand;
import io.lorentz.schemas.SeriesEnded;
import io.lorentz.schemas.TradingStart;
import io.lorentz.schemas.units.Money;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class MarketMetersTest {

  private final SetClock clock = new SetClock();
  private final RecordedMetrics recorded = new RecordedMetrics();
  private final MarketMeters meters = new MarketMeters(recorded, clock);

  @Test
  void eachRecordIsCountedUnderItsKind() {
    take(new Heartbeat(0L));
    take(new Heartbeat(1L));
    take(new Funding("BTCUSDT", 0L, Money.toBorder(new BigDecimal("0.0001"))));
    take(new MarkPrice("BTCUSDT", 0L, 100.0));
    take(new DayRoll(0L));
    take(new OperatorCommand(0L, "main", OperatorAction.HALT, "a test"));
    take(new TradingStart(0L));
    take(new SeriesEnded("BTCUSDT", 0L));

    assertThat(records("heartbeat")).isEqualTo(2);
    assertThat(records("funding")).isEqualTo(1);
    assertThat(records("mark_price")).isEqualTo(1);
    assertThat(records("day_roll")).isEqualTo(1);
    assertThat(records("command")).isEqualTo(1);
    assertThat(records("other")).isEqualTo(2);
    assertThat(records("bar")).isZero();
    assertThat(records("trade")).isZero();
  }

  @Test
  void delayIsThatOfTheLastRecordAndAgeGrowsWithTheClock() {
    assertThat(recorded.value("market.record_age_seconds")).isNaN();
    assertThat(recorded.value("market.log_delay_seconds")).isNaN();
    clock.set(10_250);
    meters.on(new LogRecord(10_000L, 0, new Heartbeat(10_000L)));

    clock.set(13_000);

    assertThat(recorded.value("market.log_delay_seconds")).isEqualTo(0.25);
    assertThat(recorded.value("market.record_age_seconds")).isEqualTo(2.75);
  }

  private double records(String kind) {
    return recorded.value("market.kind." + kind + ".records_total");
  }

  private void take(Object payload) {
    meters.on(new LogRecord(1L, 0, payload));
  }
}
