package io.lorentz.flink.bars;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.core.bars.BarBuilder;
import io.lorentz.core.bars.BarOptions;
import io.lorentz.flink.metrics.RecordedMetrics;
import io.lorentz.flink.metrics.SetClock;
import io.lorentz.flink.metrics.TimeframeCounters;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.SeriesEnded;
import org.apache.flink.metrics.MetricGroup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bars of BTCUSDT, bridged up to five missing ones. */
class BarMetersTest {

  private static final BarOptions OPTIONS = BarOptions.defaults();
  private static final long START_MS = 1_735_689_600_000L;

  private final SetClock clock = new SetClock();
  private BarBuilder builder = new BarBuilder("BTCUSDT", OPTIONS);
  private RecordedMetrics recorded;
  private BarMeters meters;

  @BeforeEach
  void register() {
    recorded = new RecordedMetrics();
    MetricGroup stage = recorded.addGroup("bars");
    meters =
        new BarMeters(
            stage,
            new TimeframeCounters(stage, "closed_total"),
            builder,
            OPTIONS.shortestMs(),
            clock);
  }

  @Test
  void closedBarsAreCountedByTimeframe() {
    minutes(1, 15);

    assertThat(recorded.value("bars.instrument.BTCUSDT.timeframe.1m.closed_total")).isEqualTo(15);
    assertThat(recorded.value("bars.instrument.BTCUSDT.timeframe.5m.closed_total")).isEqualTo(3);
    assertThat(recorded.value("bars.instrument.BTCUSDT.timeframe.15m.closed_total")).isEqualTo(1);
    assertThat(value("gaps_total")).isZero();
  }

  @Test
  void aCorrectionIsNoFurtherBar() {
    minutes(1, 5);
    bar(5, 200);

    assertThat(value("corrections_total")).isEqualTo(1);
    assertThat(recorded.value("bars.instrument.BTCUSDT.timeframe.1m.closed_total")).isEqualTo(5);
    assertThat(recorded.value("bars.instrument.BTCUSDT.timeframe.5m.closed_total")).isEqualTo(1);
  }

  @Test
  void aGapIsOpenFromTheProgressThatPassesABarUntilTheNextBar() {
    minutes(1, 2);
    assertThat(value("gap_open")).isZero();

    progress(3);
    assertThat(value("gap_open")).isEqualTo(1);
    assertThat(value("gaps_total")).isEqualTo(1);

    bar(4, 100);
    assertThat(value("gap_open")).isZero();
    assertThat(value("missing_total")).isEqualTo(1);
    assertThat(value("synthetic_total")).isEqualTo(1);
  }

  @Test
  void barsThatAreNotBridgedAreMissingTooAndTheGapIsOne() {
    minutes(1, 2);
    progress(20);
    bar(21, 100);

    assertThat(value("synthetic_total")).isEqualTo(5);
    assertThat(value("missing_total")).isEqualTo(18);
    assertThat(value("gaps_total")).isEqualTo(1);
    assertThat(value("partial_total")).isPositive();
  }

  @Test
  void anEndedSeriesMissesNothing() {
    minutes(1, 2);
    builder.onSeriesEnded(new SeriesEnded("BTCUSDT", START_MS + 2 * 60_000));
    progress(30);

    assertThat(value("gap_open")).isZero();
  }

  @Test
  void agesAreThoseOfTheLastRealBar() {
    assertThat(value("data_age_seconds")).isNaN();
    minutes(1, 2);
    progress(4);
    clock.set(START_MS + 5 * 60_000);

    assertThat(value("data_age_seconds")).isEqualTo(180);
    assertThat(value("arrival_age_seconds")).isEqualTo(179);
  }

  @Test
  void afterARestoreTheDataIsAsOldAsItIsAndTheGapStaysOpen() {
    minutes(1, 2);
    progress(4);
    builder = BarBuilder.restore(OPTIONS, builder.image());
    clock.set(START_MS + 5 * 60_000);
    register();

    assertThat(value("data_age_seconds")).isEqualTo(180);
    assertThat(value("gap_open")).isEqualTo(1);
    assertThat(value("arrival_age_seconds")).isNaN();

    progress(5);
    assertThat(value("gaps_total")).isZero();
    bar(6, 100);
    assertThat(value("gap_open")).isZero();
  }

  private double value(String name) {
    return recorded.value("bars.instrument.BTCUSDT." + name);
  }

  private void minutes(int first, int last) {
    for (int minute = first; minute <= last; minute++) {
      bar(minute, 100);
    }
  }

  /** A bar that comes a second behind its close. */
  private void bar(int minute, double price) {
    long closeMs = START_MS + minute * 60_000L;
    clock.set(closeMs + 1_000);
    builder.onBar(
        new Bar(
            "BTCUSDT",
            60_000L,
            closeMs,
            price,
            price,
            price,
            price,
            1.0,
            BarQuality.COMPLETE,
            false,
            0),
        meters::given);
    meters.after(builder);
  }

  private void progress(int minute) {
    builder.onHeartbeat(new Heartbeat(START_MS + minute * 60_000L), meters::given);
    meters.after(builder);
  }
}
