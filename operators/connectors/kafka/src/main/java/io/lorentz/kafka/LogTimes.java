package io.lorentz.kafka;

import io.lorentz.schemas.Bar;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.VenueBar;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/**
 * A record's own log time is its timestamp and, directly behind it, the watermark of its partition.
 * Log time is strictly increasing there, which is asserted, so nothing later can be as old. Give it
 * to {@code fromSource}: Flink then makes one per partition, in the source, before partitions mix.
 */
public final class LogTimes {

  private LogTimes() {}

  /**
   * How often the source has to ask for what a burst holds back, ms: {@code
   * pipeline.auto-watermark-interval} of a job with {@link #burstsTogether}.
   */
  public static final long BURST_MS = 1;

  /** The strategy of a log in Kafka that ends: nothing is held back. */
  public static WatermarkStrategy<LogRecord> everyRecordItsOwn() {
    return strategy(0);
  }

  /**
   * The strategy of a log that goes on. As {@link #everyRecordItsOwn}, but bars that come within
   * {@link #BURST_MS} behind another watermark share the next one: when three hundred symbols close
   * a minute at once, as many watermarks on every channel cost more than the bars. Buffers release
   * in log order whatever the steps of the watermark, so the clock changes the delay and nothing
   * else.
   */
  public static WatermarkStrategy<LogRecord> burstsTogether() {
    return strategy(TimeUnit.MILLISECONDS.toNanos(BURST_MS));
  }

  private static WatermarkStrategy<LogRecord> strategy(long burstNanos) {
    return WatermarkStrategy.<LogRecord>forGenerator(context -> new OwnTime(burstNanos))
        .withTimestampAssigner((logRecord, timestamp) -> logRecord.getLogTimeMs());
  }

  private static final class OwnTime implements WatermarkGenerator<LogRecord> {

    private final long burstNanos;
    private long lastMs = Long.MIN_VALUE;
    private long emittedMs = Long.MIN_VALUE;
    private long emittedNanos;

    OwnTime(long burstNanos) {
      this.burstNanos = burstNanos;
    }

    @Override
    public void onEvent(LogRecord logRecord, long timestampMs, WatermarkOutput output) {
      if (timestampMs <= lastMs) {
        throw new KafkaFaultException(
            "log time: must increase within partition "
                + logRecord.getPartition()
                + ", was "
                + timestampMs
                + " after "
                + lastMs
                + ": something else than its one appender wrote there; publish the log anew");
      }
      lastMs = timestampMs;
      if (!(logRecord.getPayload() instanceof Bar || logRecord.getPayload() instanceof VenueBar)
          || burstNanos == 0
          || emittedMs == Long.MIN_VALUE
          || System.nanoTime() - emittedNanos >= burstNanos) {
        emit(output);
      }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      if (lastMs > emittedMs) {
        emit(output);
      }
    }

    private void emit(WatermarkOutput output) {
      emittedMs = lastMs;
      emittedNanos = burstNanos == 0 ? 0 : System.nanoTime();
      output.emitWatermark(new Watermark(lastMs));
    }
  }
}
