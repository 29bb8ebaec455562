package io.lorentz.archive;

import io.lorentz.schemas.LogRecord;
import java.util.Optional;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;

/**
 * A bounded log as a Flink source: one split, read by one reader, its state the number of records
 * given. A restored reader opens the log again and skips as many.
 *
 * <p>Use it with {@link #everyRecordItsOwn} and at parallelism 1; readers beyond the first end at
 * once.
 */
public final class ArchiveSource
    implements Source<LogRecord, LogSplit, Optional<LogSplit>>, ResultTypeQueryable<LogRecord> {

  private final LogOpener opener;
  private final SourceGate gate;

  /** Reads what the opener opens. */
  public ArchiveSource(LogOpener opener) {
    this(opener, SourceGate.open());
  }

  /**
   * Reads what the opener opens, held where the gate holds it.
   *
   * @param gate for tests
   */
  public ArchiveSource(LogOpener opener, SourceGate gate) {
    this.opener = opener;
    this.gate = gate;
  }

  /**
   * Gives the strategy of every log: a record's own log time is its timestamp and, directly behind
   * it, the watermark. Log time is strictly increasing, so nothing later can be as old; the usual
   * "highest less one" would keep each record in every buffer until the next one comes.
   */
  public static WatermarkStrategy<LogRecord> everyRecordItsOwn() {
    return WatermarkStrategy.<LogRecord>forGenerator(context -> new OwnTime())
        .withTimestampAssigner((record, timestamp) -> record.getLogTimeMs());
  }

  private static final class OwnTime implements WatermarkGenerator<LogRecord> {
    @Override
    public void onEvent(LogRecord record, long timestampMs, WatermarkOutput output) {
      output.emitWatermark(new Watermark(timestampMs));
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      // The clock has no part in it.
    }
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.BOUNDED;
  }

  @Override
  public TypeInformation<LogRecord> getProducedType() {
    return new AvroTypeInfo<>(LogRecord.class);
  }

  @Override
  public SourceReader<LogRecord, LogSplit> createReader(SourceReaderContext context) {
    return new LogReader(opener, gate);
  }

  @Override
  public SplitEnumerator<LogSplit, Optional<LogSplit>> createEnumerator(
      SplitEnumeratorContext<LogSplit> context) {
    return new LogSplitEnumerator(context, Optional.of(new LogSplit(0)));
  }

  @Override
  public SplitEnumerator<LogSplit, Optional<LogSplit>> restoreEnumerator(
      SplitEnumeratorContext<LogSplit> context, Optional<LogSplit> waiting) {
    return new LogSplitEnumerator(context, waiting);
  }

  @Override
  public SimpleVersionedSerializer<LogSplit> getSplitSerializer() {
    return new LogSplitSerializer.OfReader();
  }

  @Override
  public SimpleVersionedSerializer<Optional<LogSplit>> getEnumeratorCheckpointSerializer() {
    return new LogSplitSerializer();
  }
}
