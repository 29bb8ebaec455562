package io.lorentz.flink.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lorentz.flink.metrics.MeterClock;
import io.lorentz.flink.metrics.RecordedMetrics;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.MarketClock;
import io.lorentz.schemas.VenueBar;
import io.lorentz.schemas.VenueProgress;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.api.java.tuple.Tuple2;
import org.junit.jupiter.api.Test;

/** Who is told of a record. */
final class InstrumentFanOutTest {

  private static final long MINUTE_MS = 60_000;

  private final InstrumentFanOut fanOut =
      new InstrumentFanOut(List.of("B", "A"), MINUTE_MS, MeterClock.stopped());
  private long logTimeMs;

  InstrumentFanOutTest() {
    fanOut.measureBy(new RecordedMetrics());
  }

  @Test
  void aHeartbeatWithinAMinuteGoesToNobodyWhoseLastBarHasCome() {
    told(bar("A", MINUTE_MS));
    told(bar("B", MINUTE_MS));

    assertThat(told(new Heartbeat(MINUTE_MS))).isEmpty();
    assertThat(told(new Heartbeat(2 * MINUTE_MS - 1))).isEmpty();
  }

  @Test
  void aHeartbeatGoesToWhoMissesAWholeBar() {
    told(bar("A", MINUTE_MS));
    told(bar("B", MINUTE_MS));
    told(bar("A", 2 * MINUTE_MS));

    assertThat(told(new Heartbeat(2 * MINUTE_MS))).containsExactly("B");
    assertThat(told(new Heartbeat(3 * MINUTE_MS))).containsExactly("A", "B");
  }

  @Test
  void aHeartbeatGoesToWhoHasHadNoBar() {
    assertThat(told(new Heartbeat(1L))).containsExactly("A", "B");
  }

  @Test
  void aBarOfAnUnknownInstrumentIsRefused() {
    assertThatThrownBy(() -> told(bar("C", MINUTE_MS)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("instrument=C");
  }

  @Test
  void aClockGoesToWhoIsOwedABarWithWhatConcernsItAlone() {
    VenueProgress owed = new VenueProgress("bybit", "B", MINUTE_MS, false);
    VenueProgress never = new VenueProgress("okx", "B", Long.MIN_VALUE, false);
    VenueProgress whole = new VenueProgress("bitget", "A", 2 * MINUTE_MS, false);
    VenueProgress unknown = new VenueProgress("bybit", "C", MINUTE_MS, false);

    List<Tuple2<String, LogRecord>> given =
        given(new MarketClock(2 * MINUTE_MS, List.of(whole, owed, unknown, never)));

    assertThat(given).hasSize(1);
    assertThat(given.get(0).f0).isEqualTo("B");
    assertThat(given.get(0).f1)
        .isEqualTo(new LogRecord(0L, 0, new MarketClock(2 * MINUTE_MS, List.of(owed, never))));
  }

  @Test
  void anInstrumentThatVenuesFeedIsToldOfEveryHeartbeat() {
    told(bar("A", MINUTE_MS));
    told(bar("B", MINUTE_MS));
    told(new VenueBar("bybit", bar("B", 2 * MINUTE_MS), 2 * MINUTE_MS));

    assertThat(told(new Heartbeat(MINUTE_MS))).containsExactly("B");
  }

  private List<String> told(Object payload) {
    return given(payload).stream().map(one -> one.f0).toList();
  }

  private List<Tuple2<String, LogRecord>> given(Object payload) {
    List<Tuple2<String, LogRecord>> given = new ArrayList<>();
    fanOut.flatMap(new LogRecord(logTimeMs++, 0, payload), new ListCollector<>(given));
    return given;
  }

  private static Bar bar(String instrument, long closeMs) {
    return new Bar(
        instrument, MINUTE_MS, closeMs, 1.0, 1.0, 1.0, 1.0, 1.0, BarQuality.COMPLETE, false, 0);
  }
}
