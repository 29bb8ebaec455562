package io.lorentz.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.LogRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.junit.jupiter.api.Test;

/** Which watermarks follow which records. */
final class LogTimesTest {

  private final List<Long> watermarks = new ArrayList<>();
  private final WatermarkOutput output =
      new WatermarkOutput() {
        @Override
        public void emitWatermark(Watermark watermark) {
          watermarks.add(watermark.getTimestamp());
        }

        @Override
        public void markIdle() {}

        @Override
        public void markActive() {}
      };

  @Test
  void everyRecordOfALogThatEndsHasItsOwn() {
    WatermarkGenerator<LogRecord> times = generator(LogTimes.everyRecordItsOwn());

    bars(times, 1, 50);

    assertThat(watermarks).hasSize(50).startsWith(1L).endsWith(50L);
  }

  @Test
  void barsOfABurstShareWatermarksAndTheLastIsNotForgotten() {
    WatermarkGenerator<LogRecord> times = generator(LogTimes.burstsTogether());

    bars(times, 1, 10_000);
    times.onPeriodicEmit(output);
    times.onPeriodicEmit(output);

    assertThat(watermarks).startsWith(1L).endsWith(10_000L).doesNotHaveDuplicates().isSorted();
    assertThat(watermarks).hasSizeLessThan(5_000);
  }

  @Test
  void whatIsNoBarNeverWaits() {
    WatermarkGenerator<LogRecord> times = generator(LogTimes.burstsTogether());

    bars(times, 1, 50);
    times.onEvent(new LogRecord(51L, 0, new Heartbeat(1L)), 51, output);

    assertThat(watermarks).endsWith(51L);
  }

  @Test
  void logTimeThatStandsStillIsAFault() {
    WatermarkGenerator<LogRecord> times = generator(LogTimes.burstsTogether());
    bars(times, 7, 7);

    assertThatThrownBy(() -> bars(times, 7, 7))
        .isInstanceOf(KafkaFaultException.class)
        .hasMessageContaining("was 7 after 7");
  }

  private static WatermarkGenerator<LogRecord> generator(WatermarkStrategy<LogRecord> strategy) {
    return strategy.createWatermarkGenerator(null);
  }

  private void bars(WatermarkGenerator<LogRecord> times, long first, long last) {
    for (long time = first; time <= last; time++) {
      Bar bar =
          new Bar("A", 60_000L, 60_000L, 1.0, 1.0, 1.0, 1.0, 1.0, BarQuality.COMPLETE, false, 0);
      times.onEvent(new LogRecord(time, 0, bar), time, output);
    }
  }
}
