package io.lorentz.kafka;

import io.lorentz.schemas.LogRecord;
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

  /** The strategy of every log in Kafka. */
  public static WatermarkStrategy<LogRecord> everyRecordItsOwn() {
    return WatermarkStrategy.<LogRecord>forGenerator(context -> new OwnTime())
        .withTimestampAssigner((logRecord, timestamp) -> logRecord.getLogTimeMs());
  }

  private static final class OwnTime implements WatermarkGenerator<LogRecord> {

    private long lastMs = Long.MIN_VALUE;

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
      output.emitWatermark(new Watermark(timestampMs));
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      // The clock has no part in it.
    }
  }
}
