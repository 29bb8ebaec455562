package io.lorentz.command.engine;

import io.lorentz.command.ProgressListener;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.LogRecord;
import org.apache.flink.api.common.eventtime.TimestampAssigner;
import org.apache.flink.api.common.eventtime.TimestampAssignerSupplier;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/** A strategy that tells a listener of {@link ReportedLog} how far the log was read. */
final class ReportedTimes implements WatermarkStrategy<LogRecord> {

  private final String listenerId;
  private final WatermarkStrategy<LogRecord> strategy;

  ReportedTimes(String listenerId, WatermarkStrategy<LogRecord> strategy) {
    this.listenerId = listenerId;
    this.strategy = strategy;
  }

  @Override
  public TimestampAssigner<LogRecord> createTimestampAssigner(
      TimestampAssignerSupplier.Context context) {
    return strategy.createTimestampAssigner(context);
  }

  @Override
  public WatermarkGenerator<LogRecord> createWatermarkGenerator(
      WatermarkGeneratorSupplier.Context context) {
    ProgressListener listener = ReportedLog.listener(listenerId);
    WatermarkGenerator<LogRecord> generator = strategy.createWatermarkGenerator(context);
    return new WatermarkGenerator<>() {
      @Override
      public void onEvent(LogRecord logRecord, long timestampMs, WatermarkOutput output) {
        generator.onEvent(logRecord, timestampMs, output);
        if (logRecord.getPayload() instanceof Heartbeat heartbeat) {
          listener.onProgress(heartbeat.getProgressMs());
        }
      }

      @Override
      public void onPeriodicEmit(WatermarkOutput output) {
        generator.onPeriodicEmit(output);
      }
    };
  }
}
